"""Parts of a record for those whom its owner opened them to: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_initial"), ("parties", "0001_initial")]
    operations = [migrations.RunSQL((_HERE / "0002_parts.sql").read_text("utf-8"))]
