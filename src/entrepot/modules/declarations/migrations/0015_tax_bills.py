"""Tax bills of import lists, their lines, what became of them: see the file beside."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0014_import")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0015_tax_bills.sql").read_text("utf-8"))]
