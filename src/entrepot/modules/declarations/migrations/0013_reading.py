"""Reading views of lists, their lines and decided batches: see the file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0012_signatures")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("0013_reading.sql").read_text("utf-8"),
            "DROP VIEW declarations_lists_v1, declarations_list_lines_v1, declarations_batches_v1",
        )
    ]
