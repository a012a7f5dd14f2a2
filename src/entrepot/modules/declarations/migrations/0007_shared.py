"""Records that are shared with the reader: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0006_worklists"), ("trade", "0003_shared")]
    operations = [migrations.RunSQL((_HERE / "0007_shared.sql").read_text("utf-8"))]
