from django.urls import path

from entrepot.project.portal.start import views

app_name = "start"
urlpatterns = [
    path("", views.page, name="page"),
    path("sample.csv", views.sample_csv, name="sample-csv"),
    path("sample.xlsx", views.sample_xlsx, name="sample-xlsx"),
]
