from django.apps import AppConfig


class TradeConfig(AppConfig):
    """Orders, collection slips, waybills."""

    name = "entrepot.modules.trade"
    label = "trade"

    def ready(self) -> None:
        """Its place in the top bar."""
        from entrepot.modules.trade.web.orders import register_pages  # noqa: PLC0415 models are loaded now

        register_pages()
