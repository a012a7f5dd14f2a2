"""Waybills of the reader's carriers, the newest first, by the beginning of their numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from entrepot.modules.trade.queries import pages as queries
from entrepot.modules.trade.queries.pages import WaybillRow
from entrepot.modules.trade.web import eyes
from entrepot.shell import paging
from entrepot.shell.navigation import Place, register
from entrepot.store.select import Reader, by_index

PAGE = 50
WINDOW = 5_000
NUMBER_LENGTH = 60  # logisticsNo of the interface


def register_pages() -> None:
    """Its place in the top bar."""
    register(Place("trade:waybills", gettext_lazy("Waybills"), "waybill", 50))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Current waybills that the reader's firms carry."""
    reader = eyes.reader_of(request)
    prefix = request.GET.get("number", "").strip()[:NUMBER_LENGTH].replace("\0", "")
    everybody = eyes.decides(reader)
    with by_index():
        rows = _by_number(prefix) if everybody else _own(reader, prefix, paging.after(request))
    shown = rows[:PAGE]
    context = {
        "rows": shown,
        "prefix": prefix,
        "everybody": everybody,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=shown[-1].id if len(rows) > PAGE else None),
    }
    return render(request, "trade/waybills.html", context)


def _by_number(prefix: str) -> list[WaybillRow]:
    return queries.waybills_by_number(prefix, size=PAGE)


def _own(reader: Reader, prefix: str, after: int | None) -> list[WaybillRow]:
    found: dict[int, WaybillRow] = {}
    for party in reader.own:
        rows = queries.waybills_page(party, prefix=prefix, after=after, size=PAGE + 1, window=WINDOW)
        if prefix and after is None:
            rows += queries.carriers_waybills_numbered(party, prefix)
        found |= {row.id: row for row in rows}
    return sorted(found.values(), key=lambda row: -row.id)
