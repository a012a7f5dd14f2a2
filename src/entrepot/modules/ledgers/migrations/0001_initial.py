"""Accounts, reservations, movements and their policies, in SQL: see the files beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        migrations.RunSQL((_HERE / "0001_tables.sql").read_text("utf-8")),
        migrations.RunSQL((_HERE / "0001_policies.sql").read_text("utf-8")),
    ]
