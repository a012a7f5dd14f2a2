"""From a waybill to the records that its reader may see: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("declarations", "0007_shared")]
    operations = [migrations.RunSQL((_HERE / "0008_waybills.sql").read_text("utf-8"))]
