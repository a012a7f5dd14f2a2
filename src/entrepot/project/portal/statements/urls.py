from django.urls import path

from entrepot.project.portal.statements import views

app_name = "statements"
urlpatterns = [
    path("", views.page, name="list"),
    path("practice/", views.practice, name="practice"),
]
