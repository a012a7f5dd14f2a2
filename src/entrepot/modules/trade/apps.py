from django.apps import AppConfig


class TradeConfig(AppConfig):
    """Orders, collection slips, waybills."""

    name = "entrepot.modules.trade"
    label = "trade"

    def ready(self) -> None:
        """Its places in the top bar."""
        from entrepot.modules.trade.web import orders, waybills  # noqa: PLC0415 models are loaded now

        orders.register_pages()
        waybills.register_pages()
