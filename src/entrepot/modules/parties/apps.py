from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parties."""

    name = "entrepot.modules.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
