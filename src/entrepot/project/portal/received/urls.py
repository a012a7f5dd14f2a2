from django.urls import path

from entrepot.project.portal.received import views

app_name = "received"
urlpatterns = [
    path("", views.page, name="records"),
    path("<int:number>/", views.record, name="record"),
    path("<int:number>/file/", views.file, name="file"),
]
