from django.urls import path

from entrepot.project.portal.shipping import rates, views

urlpatterns = [
    path("rates/", rates.page, name="rates"),
    path("ship/<str:marketplace>/<path:order_no>/", views.page, name="ship"),
    path("parcels/", views.parcels, name="parcels"),
    path("parcels/<int:booking_id>/", views.parcel, name="parcel"),
    path("parcels/<int:booking_id>/label.pdf", views.label, name="parcel-label"),
]
