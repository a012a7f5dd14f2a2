from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Statements matched with what was sold."""

    name = "entrepot.modules.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What statements settle, and what customs asked, on the record."""
        from entrepot.modules.payments.queries import register_persons  # noqa: PLC0415 beside the pages
        from entrepot.modules.payments.web import questions, statements  # noqa: PLC0415 models are loaded now
        from entrepot.shell import timeline  # noqa: PLC0415

        timeline.register("payments", statements.on_record)
        timeline.register("payment_questions", questions.on_record)
        register_persons()
