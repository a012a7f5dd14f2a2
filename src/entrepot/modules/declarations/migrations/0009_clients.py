"""What an agent's worklist over all its clients is read by."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0008_waybills")]

    operations = [
        migrations.RunSQL(Path(__file__).with_name("0009_clients.sql").read_text("utf-8")),
    ]
