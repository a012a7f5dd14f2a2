from django.urls import path

from entrepot.modules.finance.web import asking, cases, terms

app_name = "finance"
urlpatterns = [
    path("finance/", cases.page, name="cases"),
    path("finance/ask/<str:marketplace>/<path:order_no>/", asking.page, name="ask"),
    path("finance/cases/<int:case_id>/", cases.case, name="case"),
    path("finance/terms/", terms.page, name="terms"),
]
