"""Goods are written from pages too: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_pinyin")]
    operations = [migrations.RunSQL((_HERE / "0003_written.sql").read_text("utf-8"))]
