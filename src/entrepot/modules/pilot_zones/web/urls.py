from django.urls import path

from entrepot.modules.pilot_zones.web import measures, publishing

app_name = "pilot_zones"
urlpatterns = [
    path("measures/", measures.page, name="measures"),
    path("measures/publish/", publishing.page, name="publish"),
]
