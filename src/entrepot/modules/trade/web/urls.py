from django.urls import path

from entrepot.modules.trade.web import orders, waybills

app_name = "trade"
urlpatterns = [path("orders/", orders.page, name="orders"), path("waybills/", waybills.page, name="waybills")]
