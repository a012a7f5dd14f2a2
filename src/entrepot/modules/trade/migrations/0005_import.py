"""Payments, and what only import orders and waybills have: see the file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trade", "0004_pay_no")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0005_import.sql").read_text("utf-8"))]
