"""What the live line reads, and the broker's worklist index: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (_HERE / "0002_tally.sql").read_text("utf-8"),
            "DROP TABLE declarations_tally; DROP INDEX declarations_work_of_filer",
        ),
    ]
