from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Offers of money on trade that the record proves, and the registry against financing twice."""

    name = "entrepot.modules.finance"
    label = "finance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its lines on home and record, its place in the bar."""
        from entrepot.modules.finance.web.timeline import register  # noqa: PLC0415 models are loaded now

        register()
