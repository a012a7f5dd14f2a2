"""The grants that a firm gave on one record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["owner", "order_no"], name="parties_grant_of_record"),
        )
    ]
