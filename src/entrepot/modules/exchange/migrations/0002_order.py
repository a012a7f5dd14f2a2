"""Messages in an order that nothing is jumped over in: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL((_HERE / "0002_order.sql").read_text("utf-8"))]
