from django.apps import AppConfig


class PilotZonesConfig(AppConfig):
    """Pilot zones, support measures, parks and clusters."""

    name = "entrepot.modules.pilot_zones"
    label = "pilot_zones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its place in the top bar and its lines on the home page."""
        from entrepot.modules.pilot_zones.web.places import register_pages  # noqa: PLC0415 models are loaded now

        register_pages()
