"""Records that are shared with the reader: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("trade", "0002_parts")]
    operations = [migrations.RunSQL((_HERE / "0003_shared.sql").read_text("utf-8"))]
