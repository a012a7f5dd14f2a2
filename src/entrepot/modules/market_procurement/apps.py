from django.apps import AppConfig


class MarketProcurementConfig(AppConfig):
    """Deals of market stalls, grouped into containers and declared together."""

    name = "entrepot.modules.market_procurement"
    label = "market_procurement"
    default_auto_field = "django.db.models.BigAutoField"
