"""One more role: the market dealer, who is filed for market procurement (A 2014-54)."""

from django.db import migrations, models

_ROLES = ["seller", "marketplace", "payment_firm", "carrier", "declarant", "warehouse", "site_operator",
          "market_operator", "market_dealer", "stall_holder", "foreign_buyer", "financier", "insurer", "credit_agency",
          "inspection_firm", "park_operator", "teacher", "authority"]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_operator")]
    operations = [
        migrations.RemoveConstraint("enterpriserole", "parties_role_role"),
        migrations.AddConstraint(
            "enterpriserole",
            models.CheckConstraint(condition=models.Q(("role__in", _ROLES)), name="parties_role_role"),
        ),
    ]
