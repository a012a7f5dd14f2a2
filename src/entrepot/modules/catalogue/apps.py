from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Goods of sellers, and reference editions."""

    name = "entrepot.modules.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
