"""That messages of a record were signed and its replies written, for its parties: see the file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0011_review"),
        ("exchange", "0008_signatures"),
        ("trade", "0004_pay_no"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_name("0012_signatures.sql").read_text("utf-8"))]
