from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Statements matched with what was sold."""

    name = "entrepot.modules.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
