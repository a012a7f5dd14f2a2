"""What was filed with customs, and what customs answered: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0003_batches")]
    operations = [migrations.RunSQL((_HERE / "0004_filed.sql").read_text("utf-8"))]
