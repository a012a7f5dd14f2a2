"""Bytes of messages and sheets lie sealed: the file beside this one says which column names the key."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_received"), ("store", "0002_identity")]
    operations = [
        migrations.AddField("sheet", "key_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("sheetpart", "key_id", models.BigIntegerField(blank=True, null=True)),
        migrations.RunSQL(Path(__file__).with_name("0010_sealed.sql").read_text("utf-8")),
    ]
