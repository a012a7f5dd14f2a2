from django.apps import AppConfig


class AcademyConfig(AppConfig):
    """Classes, exercises judged by the engine, results anybody can verify."""

    name = "entrepot.modules.academy"
    label = "academy"
    default_auto_field = "django.db.models.BigAutoField"
