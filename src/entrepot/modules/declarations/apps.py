from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "entrepot.modules.declarations"
    label = "declarations"
