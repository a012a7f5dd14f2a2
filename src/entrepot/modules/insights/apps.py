from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """What the record shows: the programme and its targets."""

    name = "entrepot.modules.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"
