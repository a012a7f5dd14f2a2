"""Waybills of the reader's carriers, the newest first, by the beginning of their numbers."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.trade.queries import pages as queries
from entrepot.modules.trade.queries.pages import WaybillRow
from entrepot.modules.trade.web import numbered
from entrepot.shell.navigation import Place, register
from entrepot.store.select import Reader


def register_pages() -> None:
    """Its place in the top bar of carriers."""
    carries = partial(parties.plays, role="carrier")
    register(Place("trade:waybills", gettext_lazy("Waybills"), "waybill", 50, visible=carries))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Current waybills that the reader's firms carry."""
    return numbered.show(request, "trade/waybills.html", by_number=_by_number, own=_own)


def _by_number(prefix: str) -> list[WaybillRow]:
    return queries.waybills_by_number(prefix, size=numbered.PAGE)


def _own(reader: Reader, prefix: str, after: int | None) -> list[WaybillRow]:
    found: dict[int, WaybillRow] = {}
    for party in reader.own:
        rows = queries.waybills_page(party, prefix=prefix, after=after, size=numbered.PAGE + 1, window=numbered.WINDOW)
        if prefix and after is None:
            rows += queries.carriers_waybills_numbered(party, prefix)
        found |= {row.id: row for row in rows}
    return sorted(found.values(), key=lambda row: -row.id)
