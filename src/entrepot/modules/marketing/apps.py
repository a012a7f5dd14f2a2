from django.apps import AppConfig


class MarketingConfig(AppConfig):
    """Showrooms, enquiries and listings."""

    name = "entrepot.modules.marketing"
    label = "marketing"
    default_auto_field = "django.db.models.BigAutoField"
