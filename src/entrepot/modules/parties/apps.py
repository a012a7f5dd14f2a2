from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parties."""

    name = "entrepot.modules.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its line of the home page."""
        from entrepot.modules.parties.web.powers import register_needs  # noqa: PLC0415 models are loaded now

        register_needs()
