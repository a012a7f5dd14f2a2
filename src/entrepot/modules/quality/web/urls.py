from django.urls import path

from entrepot.modules.quality.web import asking, inspections

app_name = "quality"
urlpatterns = [
    path("inspections/", inspections.page, name="inspections"),
    path("inspections/<int:plan_id>/", inspections.inspection, name="inspection"),
    path("inspect/<str:marketplace>/<path:order_no>/", asking.page, name="inspect"),
]
