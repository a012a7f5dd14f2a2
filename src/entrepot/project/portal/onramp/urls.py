from django.urls import path

from entrepot.project.portal.onramp import views

app_name = "onramp"
urlpatterns = [
    path("", views.page, name="begin"),
    path("products-to-try.csv", views.sample, name="sample"),
]
