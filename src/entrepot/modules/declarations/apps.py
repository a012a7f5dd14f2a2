from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    """Declaration lists."""

    name = "entrepot.modules.declarations"
    label = "declarations"

    def ready(self) -> None:
        """Its places in the top bar, its lines on home and record, and where it holds persons."""
        from entrepot.modules.declarations.queries.persons import register_persons  # noqa: PLC0415 beside the pages
        from entrepot.modules.declarations.web import retail  # noqa: PLC0415 models are loaded now
        from entrepot.modules.declarations.web.needs import register_pages  # noqa: PLC0415

        register_pages()
        register_persons()
        retail.register()
