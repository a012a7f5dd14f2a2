"""Accounts that no firm keeps, and returns of a part, in SQL: see the file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial"), ("parties", "0001_initial")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0002_limits.sql").read_text("utf-8"))]
