"""Corrections of refused lists: what is typed, and what was sent. See the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0009_clients")]
    operations = [migrations.RunSQL((_HERE / "0010_corrections.sql").read_text("utf-8"))]
