"""Parts of a record for those whom its owner opened them to: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0004_filed"), ("trade", "0002_parts")]
    operations = [migrations.RunSQL((_HERE / "0005_parts.sql").read_text("utf-8"))]
