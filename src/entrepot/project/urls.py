"""Every address of the installation."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


@login_not_required
def health(_request: HttpRequest) -> HttpResponse:
    """200 when a request can reach the database; for the supervisor and for load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("", include("entrepot.project.api.urls")),
    path("", include("entrepot.shell.urls")),
    path("", include("entrepot.modules.parties.web.urls")),
    path("", include("entrepot.project.portal.documents.urls")),  # below records: before any order number
    path("", include("entrepot.modules.declarations.web.urls")),
    path("", include("entrepot.modules.trade.web.urls")),
    path("", include("entrepot.modules.pilot_zones.web.urls")),
    path("", include("entrepot.modules.market_procurement.web.urls")),
    path("", include("entrepot.modules.warehouses.web.urls")),
    path("", include("entrepot.modules.finance.web.urls")),
    path("", include("entrepot.modules.payments.web.urls")),
    path("", include("entrepot.modules.quality.web.urls")),
    path("", include("entrepot.project.portal.urls")),
]
handler400 = "entrepot.shell.errors.bad_request"
handler403 = "entrepot.shell.errors.forbidden"
handler404 = "entrepot.shell.errors.not_found"
handler500 = "entrepot.shell.errors.failed"
