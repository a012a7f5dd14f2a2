from django.apps import AppConfig


class PilotZonesConfig(AppConfig):
    """Pilot zones, support measures, parks and clusters."""

    name = "entrepot.modules.pilot_zones"
    label = "pilot_zones"
    default_auto_field = "django.db.models.BigAutoField"
