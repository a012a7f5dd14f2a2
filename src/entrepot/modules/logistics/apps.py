from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """Lanes quoted, labels with customs data, bookings."""

    name = "entrepot.modules.logistics"
    label = "logistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its lines on the record."""
        from entrepot.modules.logistics.web.timeline import register  # noqa: PLC0415 models are loaded now

        register()
