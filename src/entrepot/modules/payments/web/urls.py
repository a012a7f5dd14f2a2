from django.urls import path

from entrepot.modules.payments.web import statements

app_name = "payments"
urlpatterns = [path("payments/<int:statement_id>/", statements.page, name="statement")]
