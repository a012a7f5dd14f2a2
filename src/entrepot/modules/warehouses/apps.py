from django.apps import AppConfig


class WarehousesConfig(AppConfig):
    """Overseas warehouses: receiving, stock, orders picked and shipped."""

    name = "entrepot.modules.warehouses"
    label = "warehouses"
    default_auto_field = "django.db.models.BigAutoField"
