from django.urls import path

from entrepot.modules.trade.web import orders

app_name = "trade"
urlpatterns = [path("orders/", orders.page, name="orders")]
