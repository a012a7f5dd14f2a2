from django.apps import AppConfig


class TradeConfig(AppConfig):
    """Orders, collection slips, waybills."""

    name = "entrepot.modules.trade"
    label = "trade"

    def ready(self) -> None:
        """Its places in the top bar, and where it holds persons."""
        from entrepot.modules.trade.queries.persons import register_persons  # noqa: PLC0415 beside the pages
        from entrepot.modules.trade.web import orders, waybills  # noqa: PLC0415 models are loaded now

        orders.register_pages()
        waybills.register_pages()
        register_persons()
