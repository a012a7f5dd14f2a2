"""One waybill: what its carrier said of it, and the records that it leads to as far as the reader may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.kernel.codes import NO_MARKETPLACE
from entrepot.modules.declarations.queries import shared
from entrepot.modules.declarations.web import entries
from entrepot.modules.trade import api as trade
from entrepot.store.select import by_index


@require_safe
def page(request: HttpRequest, waybill_no: str) -> HttpResponse:
    """All versions of it that the reader may see; 404 where there is none."""
    with by_index():
        rows = trade.waybills_numbered(waybill_no)
        records = shared.records_of_waybill(waybill_no) if rows else []
    if not rows:
        raise Http404(waybill_no)
    context = {
        "waybill_no": waybill_no,
        "current": [row for row in rows if row.superseded_by is None],
        "records": records,
        "no_marketplace": NO_MARKETPLACE,
        "entries": entries.of_waybills(rows),
    }
    return render(request, "declarations/waybill.html", context)
