from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """Lanes quoted, labels with customs data, bookings."""

    name = "entrepot.modules.logistics"
    label = "logistics"
    default_auto_field = "django.db.models.BigAutoField"
