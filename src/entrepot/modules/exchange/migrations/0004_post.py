"""A message of a request in one round trip: see the file beside this one."""

from pathlib import Path

from django.db import migrations

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_webhooks")]
    operations = [migrations.RunSQL((_HERE / "0004_post.sql").read_text("utf-8"))]
