"""Orders of the reader's firms, the newest first, by the beginning of their numbers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.trade.queries import pages as queries
from entrepot.modules.trade.queries.pages import OrderRow, Side
from entrepot.modules.trade.web import eyes, numbered
from entrepot.shell import moved, standings
from entrepot.shell.moved import Moved
from entrepot.shell.navigation import Place, register
from entrepot.shell.standings import Standing
from entrepot.store.select import Reader, by_index

_NEWEST = 200  # orders that the home page looks at


def register_pages() -> None:
    """Its place in the top bar."""
    register(Place("trade:orders", gettext_lazy("Orders"), "orders", 40, visible=_may_have_orders))
    moved.register("trade", _arrived)


def _may_have_orders(request: HttpRequest) -> bool:
    """Orders are of who sells and of the marketplace; the authority sees everybody's."""
    return parties.may_have_of(request, "seller", "marketplace", "authority")


def _arrived(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """Orders of the reader's firms that came since then, among the newest."""
    reader = eyes.reader_of(request)
    if not reader.own or eyes.decides(reader):
        return
    with by_index():
        sides = [Side("seller_id", party) for party in reader.own]
        pages = [queries.orders_page(side, prefix="", after=None, size=_NEWEST, window=_NEWEST) for side in sides]
    came = [row.arrived_at for rows in pages for row in rows if row.arrived_at >= since]
    if came:
        hint = ngettext("%(count)s order", "%(count)s orders", len(came)) % {"count": len(came)}
        yield Moved(max(came), gettext("Orders arrived"), hint, reverse("trade:orders"), "orders", "info")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Current orders that the reader's firms sell or that stand on its marketplaces."""
    return numbered.show(request, "trade/orders.html", by_number=_by_number, own=_own, shown_as=_with_standings)


def _with_standings(rows: Sequence[OrderRow]) -> list[tuple[OrderRow, list[Standing]]]:
    """Each order with the states of its lists: one question for the whole page."""
    found = standings.of([(row.order_no, row.marketplace_id) for row in rows])
    return [(row, found[row.order_no, row.marketplace_id]) for row in rows]


def _by_number(prefix: str) -> list[OrderRow]:
    return queries.orders_by_number(prefix, size=numbered.PAGE)


def _own(reader: Reader, prefix: str, after: int | None) -> list[OrderRow]:
    found: dict[int, OrderRow] = {}
    for party in reader.own:
        for side in (Side("seller_id", party), Side("marketplace_id", party)):
            rows = queries.orders_page(side, prefix=prefix, after=after, size=numbered.PAGE + 1, window=numbered.WINDOW)
            found |= {row.id: row for row in rows}
    if prefix and after is None:
        found |= {row.id: row for row in queries.orders_numbered(prefix)}
    return sorted(found.values(), key=lambda row: -row.id)
