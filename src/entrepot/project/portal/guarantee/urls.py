from django.urls import path

from entrepot.project.portal.guarantee import quota, views

app_name = "guarantee"
urlpatterns = [
    path("", views.page, name="list"),
    path("buyer/", quota.page, name="quota"),
    path("of/<str:code>/", views.guarantee, name="guarantee"),
]
