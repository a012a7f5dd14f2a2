"""A filing is answered with a reason; whoever applies finds the authorities, and the authority sees who applies."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0009_certificate_itself")]

    operations = [
        migrations.AddField("filing", "reason", models.TextField(blank=True, db_default="", default="")),
        migrations.RunSQL(Path(__file__).with_name("0010_filings.sql").read_text("utf-8")),
    ]
