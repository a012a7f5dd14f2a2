from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Accounts of anything consumable: budgets, stock, pledges, guarantees, yearly limits."""

    name = "entrepot.modules.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"
