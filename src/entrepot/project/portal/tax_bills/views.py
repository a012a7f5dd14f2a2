"""Tax bills: a firm sees those that it pays, and of the lists that it filed; officers see all of their station."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.project.portal.guarantee.views import office, opened
from entrepot.shell import page_links, paging

PAGE = 50


def register() -> None:
    """Beside orders, lists and lanes."""
    link = page_links.PageLink("tax-bills:list", _("Tax bills"), "customs")
    for page_of in ("orders", "lanes"):
        page_links.register(page_of, link)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The bills that the reader sees, by number, the highest first."""
    reader = parties.reader_in(request)
    own = None if office(request) else reader.party_ids if reader else ()
    before = request.GET.get("after", "").replace("\0", "")
    rows = declarations.tax_bills(opened(), own=own, before=before, size=PAGE + 1)
    context = {
        "rows": [(row, declarations.BILL_BADGES[row.status]) for row in rows[:PAGE]],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].tax_no if len(rows) > PAGE else None),
    }
    return render(request, "portal/tax_bills/list.html", context)


@require_safe
def bill(request: HttpRequest, tax_no: str) -> HttpResponse:
    """One bill with its lines."""
    found = declarations.tax_bill(opened(), tax_no.replace("\0", ""))
    if found is None:
        raise Http404(tax_no)
    one, lines = found
    context = {"one": one, "lines": lines, "badge": declarations.BILL_BADGES[one.status]}
    return render(request, "portal/tax_bills/bill.html", context)
