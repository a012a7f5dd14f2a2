"""A certificate on file is kept itself: an upload under announcement 179 names it by its number alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0008_market_dealer")]
    operations = [
        migrations.AddField("Certificate", "der", models.BinaryField(blank=True, null=True)),
    ]
