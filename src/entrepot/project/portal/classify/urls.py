from django.urls import path

from entrepot.project.portal.classify import views

app_name = "classify"
urlpatterns = [
    path("", views.page, name="help"),
    path("choose/", views.choose, name="choose"),
]
