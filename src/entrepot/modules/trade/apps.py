from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "entrepot.modules.trade"
    label = "trade"
