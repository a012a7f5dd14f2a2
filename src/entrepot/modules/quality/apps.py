from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Inspection plans and what they bar."""

    name = "entrepot.modules.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
