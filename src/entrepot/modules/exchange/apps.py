from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "entrepot.modules.exchange"
    label = "exchange"
