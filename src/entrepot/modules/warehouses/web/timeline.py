"""What came into a warehouse and left it, as entries of timelines and lines of the home page."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses import queries
from entrepot.modules.warehouses.models import Dispatch, Shipment, Warehouse
from entrepot.modules.warehouses.web import eyes
from entrepot.shell.moved import Moved
from entrepot.shell.needs import Need, Tone
from entrepot.shell.timeline import Entry, in_order

_COUNTED = 100
_STEPS: tuple[tuple[str, str, str | Promise, Tone, str], ...] = (
    ("reserved_at", "reserved", _("Reserved: %(quantity)s of %(ware)s"), "info", "goods"),
    ("picked_at", "picked", _("Picked: %(quantity)s of %(ware)s"), "info", "ready"),
    ("packed_at", "packed", _("Packed"), "info", "goods"),
    ("shipped_at", "shipped", _("Shipped with waybill %(waybill)s"), "good", "waybill"),
)


def warehouse_name(warehouse: Warehouse) -> str:
    """In the reader's language."""
    return parties.named(warehouse.name_zh, warehouse.name_en, get_language() or "en")


def of_record(order_no: str, marketplace_id: int) -> list[Entry]:
    """What warehouses say on a record to the reader of the running transaction."""
    came, sent = queries.of_record(order_no, marketplace_id)
    entries = [entry for shipment in came for entry in of_shipment(shipment)]
    return in_order([*entries, *(entry for dispatch in sent for entry in of_dispatch(dispatch))])


def of_shipment(shipment: Shipment) -> Iterator[Entry]:
    """Announced and received, with what was expected and what came."""
    by, facts = warehouse_name(shipment.warehouse), {"number": shipment.shipment_no}
    title, key = _("Shipment %(number)s announced"), f"announced-{shipment.pk}"
    yield Entry(shipment.announced_at, "announced", by, title, facts, (), "info", "due", key)
    if shipment.received_at is not None:
        lines = list(shipment.lines.all())
        expected = sum((line.expected for line in lines), Decimal(0))
        received = sum((line.received for line in lines), Decimal(0))
        exact = all(line.expected == line.received for line in lines)
        details = ((_("Expected"), expected), (_("Received"), received))
        title, key = _("Shipment %(number)s received"), f"received-{shipment.pk}"
        tone: Tone = "good" if exact else "wait"
        yield Entry(shipment.received_at, "received", by, title, facts, details, tone, "goods", key)


def of_dispatch(dispatch: Dispatch) -> Iterator[Entry]:
    """Reserved, picked, packed, shipped."""
    by = warehouse_name(dispatch.warehouse)
    quantity = f"{dispatch.quantity.normalize():f}"
    facts = {"quantity": quantity, "ware": dispatch.name or dispatch.item_no, "waybill": dispatch.waybill_no}
    for column, kind, title, tone, icon in _STEPS:
        at: datetime | None = getattr(dispatch, column)
        if at is not None:
            details = ((_("Dispatch"), dispatch.dispatch_no), (_("Carrier"), dispatch.carrier * (kind == "shipped")))
            yield Entry(at, kind, by, title, facts, details, tone, icon, f"{kind}-{dispatch.pk}")


def needs_of(request: HttpRequest) -> Iterator[Need]:
    """What the reader's warehouses have to do, for the home page."""
    own = eyes.own(request)
    came, send = queries.to_do(own, most=_COUNTED) if own and eyes.operates(request) else (0, 0)
    url = reverse("warehouses:overview")
    if came:
        hint = gettext("Announced to your warehouse: scan what comes")
        yield Need(came, gettext("Shipments to receive"), hint, url, "goods", "wait", 5, at_least=came >= _COUNTED)
    if send:
        hint = gettext("Stock is reserved: pick, pack, ship")
        yield Need(send, gettext("Orders to send"), hint, url, "waybill", "wait", 6, at_least=send >= _COUNTED)


def moved_of(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """What of the reader's stock was shipped since, for its seller's home page."""
    own = eyes.own(request)
    if not own or eyes.operates(request):
        return
    gone = [row.shipped_at for row in queries.dispatches(own) if row.shipped_at and row.shipped_at >= since]
    if gone:
        hint = ngettext("%(count)s order", "%(count)s orders", len(gone)) % {"count": len(gone)}
        url = reverse("warehouses:overview")
        yield Moved(max(gone), gettext("Shipped from a warehouse abroad"), hint, url, "waybill", "good")
