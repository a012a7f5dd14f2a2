from django.urls import path

from entrepot.project.portal.search import views

app_name = "search"
urlpatterns = [path("", views.page, name="search")]
