from django.urls import path

from entrepot.project.portal.persons import views

app_name = "persons"
urlpatterns = [path("<str:marketplace>/<path:order_no>/", views.page, name="record")]
