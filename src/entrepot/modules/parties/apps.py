from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parties."""

    name = "entrepot.modules.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its lines of the home page."""
        from entrepot.modules.parties.web import filings, powers  # noqa: PLC0415 models are loaded now

        powers.register_needs()
        filings.register_home()
