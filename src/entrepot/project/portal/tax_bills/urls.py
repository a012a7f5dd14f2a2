from django.urls import path

from entrepot.project.portal.tax_bills import views

app_name = "tax-bills"
urlpatterns = [
    path("", views.page, name="list"),
    path("<str:tax_no>/", views.bill, name="bill"),
]
