"""What only import lists have, their tax, what they hold of limits, cancellations, returns: see the file beside."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0013_reading"), ("trade", "0005_import")]
    operations = [migrations.RunSQL(Path(__file__).with_name("0014_import.sql").read_text("utf-8"))]
