"""That a message was signed, and when replies were written, for upper modules: see the file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_operator")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0008_signatures.sql").read_text("utf-8"))]
