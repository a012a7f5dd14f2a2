"""Records that others handed over lie sealed as messages do: what they say in free text may name somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0010_sealed")]
    operations = [migrations.AddField("received", "key_id", models.BigIntegerField(blank=True, null=True))]
