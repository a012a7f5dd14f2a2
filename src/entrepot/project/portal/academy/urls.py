from django.urls import path

from entrepot.project.portal.academy import views

app_name = "academy"
urlpatterns = [
    path("", views.home, name="home"),
    path("open/", views.open_, name="open"),
    path("<str:code>/", views.class_, name="class"),
    path("<str:code>/result.json", views.result, name="result"),
    path("<str:code>/<str:exercise>/", views.exercise, name="exercise"),
]
