from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Offers of money on trade that the record proves, and the registry against financing twice."""

    name = "entrepot.modules.finance"
    label = "finance"
    default_auto_field = "django.db.models.BigAutoField"
