from django.apps import AppConfig


class MarketProcurementConfig(AppConfig):
    """Deals of market stalls, grouped into containers and declared together."""

    name = "entrepot.modules.market_procurement"
    label = "market_procurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its place in the top bar, its line of the home page, its entries of records."""
        from entrepot.modules.market_procurement.web.places import register_pages  # noqa: PLC0415 models are loaded now

        register_pages()
