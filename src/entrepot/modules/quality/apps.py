from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Inspection plans and what they bar."""

    name = "entrepot.modules.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its lines on home and record."""
        from entrepot.modules.quality.web.timeline import register  # noqa: PLC0415 models are loaded now

        register()
