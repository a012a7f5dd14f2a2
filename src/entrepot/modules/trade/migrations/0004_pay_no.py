"""Collection slips are found by the number of the payment."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trade", "0003_shared")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0004_pay_no.sql").read_text("utf-8"))]
