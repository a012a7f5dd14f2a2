"""Webhooks and their deliveries, for who runs the station: see the file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_sheets"), ("parties", "0007_operator")]
    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["id"],
                condition=models.Q(delivered_at__isnull=True) & ~models.Q(failure=""),
                name="exchange_delivery_failed",
            ),
        ),
        migrations.RunSQL(Path(__file__).with_name("0007_operator.sql").read_text("utf-8")),
    ]
