"""Worklists in the order of their index: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0005_parts")]
    operations = [migrations.RunSQL((_HERE / "0006_worklists.sql").read_text("utf-8"), migrations.RunSQL.noop)]
