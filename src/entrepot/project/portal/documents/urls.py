from django.urls import path

from entrepot.project.portal.documents import views

urlpatterns = [
    path("records/<str:marketplace>/<path:order_no>/documents/", views.page, name="documents"),
    path("records/<str:marketplace>/<path:order_no>/documents/<slug:kind>.<slug:form>", views.file, name="document"),
    path("refusals/report.<slug:form>", views.report, name="refusals-report"),
]
