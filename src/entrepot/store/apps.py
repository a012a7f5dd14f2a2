from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "entrepot.store"
    label = "store"
