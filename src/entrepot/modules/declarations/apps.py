from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    """Declaration lists."""

    name = "entrepot.modules.declarations"
    label = "declarations"

    def ready(self) -> None:
        """Its places in the top bar and its lines on the home page."""
        from entrepot.modules.declarations.web.needs import register_pages  # noqa: PLC0415 models are loaded now

        register_pages()
