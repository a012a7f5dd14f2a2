"""Reviews of held lists, and the course of the line by minute and hour: see the files beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0010_corrections"), ("parties", "0007_operator")]
    operations = [
        migrations.RunSQL((_HERE / "0011_review.sql").read_text("utf-8")),
        migrations.RunSQL((_HERE / "0011_course.sql").read_text("utf-8")),
    ]
