"""Judged batches in an order that nothing is jumped over in: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0002_tally")]
    operations = [migrations.RunSQL((_HERE / "0003_batches.sql").read_text("utf-8"))]
