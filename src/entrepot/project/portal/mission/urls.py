from django.urls import path

from entrepot.project.portal.mission import views

app_name = "mission"
urlpatterns = [path("", views.page, name="page")]
