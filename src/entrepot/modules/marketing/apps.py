from django.apps import AppConfig


class MarketingConfig(AppConfig):
    """Showrooms, enquiries and listings."""

    name = "entrepot.modules.marketing"
    label = "marketing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its entries on records that began as an enquiry."""
        from entrepot.modules.marketing.queries.enquiries import record_entries  # noqa: PLC0415 models are loaded now
        from entrepot.shell import timeline  # noqa: PLC0415

        timeline.register("marketing", record_entries)
