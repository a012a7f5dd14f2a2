"""Powers that end at a day to come; sessions that a person can see and end."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_pinyin")]

    operations = [
        migrations.AddField("session", "person_id", models.BigIntegerField(blank=True, db_index=True, null=True)),
        migrations.AddField("session", "begun_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("session", "device", models.TextField(blank=True, db_default="", default="")),
        migrations.RunSQL(Path(__file__).with_name("0006_settings.sql").read_text("utf-8")),
    ]
