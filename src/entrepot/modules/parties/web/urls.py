from django.urls import path

from entrepot.modules.parties.web import filings, giving, powers

app_name = "parties"
urlpatterns = [
    path("powers/", powers.page, name="powers"),
    path("powers/give/", giving.page, name="give-power"),
    path("powers/<int:power_id>/end/", powers.end, name="end-power"),
    path("filings/", filings.page, name="filings"),
    path("filings/apply/", filings.apply, name="apply-for-filing"),
    path("filings/<int:filing_id>/", filings.one, name="filing"),
]
