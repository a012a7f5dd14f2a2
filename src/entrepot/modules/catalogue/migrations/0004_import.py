"""Editions of retail import: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_written")]
    operations = [migrations.RunSQL((_HERE / "0004_import.sql").read_text("utf-8"))]
