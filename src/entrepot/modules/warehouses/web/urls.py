from django.urls import path

from entrepot.modules.warehouses.web import pages

app_name = "warehouses"
urlpatterns = [
    path("warehouse/", pages.overview, name="overview"),
    path("warehouse/announce/", pages.announce, name="announce"),
    path("warehouse/reserve/", pages.reserve, name="reserve"),
    path("warehouse/out/<str:dispatch_no>/", pages.dispatch, name="dispatch"),
    path("warehouse/in/<path:shipment_no>/", pages.shipment, name="shipment"),
]
