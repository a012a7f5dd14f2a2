from django.apps import AppConfig


class WarehousesConfig(AppConfig):
    """Overseas warehouses: receiving, stock, orders picked and shipped."""

    name = "entrepot.modules.warehouses"
    label = "warehouses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its place in the top bar, its lines of the home page, its entries of records."""
        from entrepot.modules.warehouses.web.places import register_pages  # noqa: PLC0415 models are loaded now

        register_pages()
