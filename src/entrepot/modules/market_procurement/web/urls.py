from django.urls import path

from entrepot.modules.market_procurement.web import containers, deals

app_name = "market"
urlpatterns = [
    path("deals/", deals.page, name="deals"),
    path("deals/make/", deals.make, name="make"),
    path("deals/<str:deal_no>/", deals.deal, name="deal"),
    path("containers/", containers.page, name="containers"),
    path("containers/begin/", containers.begin, name="begin"),
    path("containers/<int:container_id>/", containers.container, name="container"),
    path("containers/<int:container_id>/buyer/", containers.change, name="change"),
    path("containers/<int:container_id>/unload/", containers.unload, name="unload"),
    path("containers/<int:container_id>/declare/", containers.declare, name="declare"),
]
