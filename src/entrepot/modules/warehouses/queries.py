"""Stock, shipments and orders to send, as far as the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.warehouses.models import Dispatch, Lot, Shipment, Warehouse
from entrepot.modules.warehouses.operations.receiving import STOCK
from entrepot.store.connection import under_django

_MOST = 200


@dataclass(frozen=True)
class Stock:
    """A ware of a seller in a warehouse, by the ledgers. at: when the last lot of it began."""

    warehouse: Warehouse
    seller_id: int
    seller_code: str
    item_no: str
    barcode: str
    name: str
    unit: str
    free: Decimal
    held: Decimal
    gone: Decimal
    at: datetime


def warehouses_of(own: Sequence[int]) -> list[Warehouse]:
    """The warehouses that these operators run."""
    return list(Warehouse.objects.filter(operator_id__in=own).order_by("code"))


def stock(own: Sequence[int], *, using: str = "default") -> list[Stock]:
    """Wares that these firms own in any warehouse, or keep for others in theirs."""
    return _stock(Lot.objects.using(using).filter(Q(seller_id__in=own) | Q(operator_id__in=own)), using)


def stock_of(seller_id: int, item_nos: Sequence[str], *, country: str = "", using: str = "default") -> dict[str, Stock]:
    """Item number → its stock at the nearest warehouse, with what is free there; wares without free stock are left out.

    Nearest: in `country` (ISO 3166-1 alpha-2) where that is given and has some, else where most is free.
    """
    rows = _stock(Lot.objects.using(using).filter(seller_id=seller_id, item_no__in=list(item_nos)), using)
    best: dict[str, Stock] = {}
    for one in sorted(rows, key=lambda one: (one.warehouse.country == country, one.free, one.warehouse.code)):
        if one.free > 0:
            best[one.item_no] = one
    return best


def _stock(lots: Iterable[Lot], using: str) -> list[Stock]:
    rows = list(lots.select_related("warehouse").order_by("pk"))  # type: ignore[attr-defined]
    balances = ledgers.balances(under_django(using), STOCK, [str(lot.pk) for lot in rows])
    grouped: dict[tuple[int, int, str, str, str], list[Lot]] = {}
    for lot in rows:
        grouped.setdefault((lot.warehouse_id, lot.seller_id, lot.item_no, lot.barcode, lot.unit), []).append(lot)
    found = []
    for its in grouped.values():
        last, sums = its[-1], [balances[str(lot.pk)] for lot in its]
        found.append(
            Stock(
                last.warehouse, last.seller_id, last.seller_code, last.item_no, last.barcode, last.name, last.unit,
                sum((one.free for one in sums), Decimal(0)), sum((one.held for one in sums), Decimal(0)),
                sum((one.spent for one in sums), Decimal(0)), last.began_at,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.warehouse.code, one.seller_code, one.item_no))


def shipments(own: Sequence[int], *, using: str = "default") -> list[Shipment]:
    """Shipments of these sellers or to these operators, the newest first."""
    rows = Shipment.objects.using(using).filter(Q(seller_id__in=own) | Q(operator_id__in=own))
    return list(rows.select_related("warehouse").order_by("-pk")[:_MOST])


def shipment(number: str, *, using: str = "default") -> Shipment | None:
    """A shipment with its lines."""
    rows = Shipment.objects.using(using).select_related("warehouse").prefetch_related("lines")
    return rows.filter(shipment_no=number).order_by("-pk").first()


def dispatches(own: Sequence[int], *, using: str = "default") -> list[Dispatch]:
    """Orders of these sellers or to be sent by these operators, the newest first."""
    rows = Dispatch.objects.using(using).filter(Q(seller_id__in=own) | Q(operator_id__in=own))
    return list(rows.select_related("warehouse").order_by("-pk")[:_MOST])


def dispatch(number: str, *, using: str = "default") -> Dispatch | None:
    """An order with the lots it is filled from."""
    rows = Dispatch.objects.using(using).select_related("warehouse").prefetch_related("fillings__lot__line__shipment")
    return rows.filter(dispatch_no=number).first()


def of_record(order_no: str, marketplace_id: int) -> tuple[list[Shipment], list[Dispatch]]:
    """What of a record came in, and what of it was sent."""
    key = {"order_no": order_no, "marketplace_id": marketplace_id}
    came = Shipment.objects.filter(**key).select_related("warehouse").prefetch_related("lines").order_by("pk")
    sent = Dispatch.objects.filter(**key).select_related("warehouse").order_by("pk")
    return list(came), list(sent)


def to_do(own: Sequence[int], *, most: int) -> tuple[int, int]:
    """Shipments to receive and orders to send in the warehouses of these operators, counted up to `most`."""
    came = Shipment.objects.filter(operator_id__in=own).exclude(state="received").values_list("pk", flat=True)[:most]
    send = Dispatch.objects.filter(operator_id__in=own).exclude(state="shipped").values_list("pk", flat=True)[:most]
    return len(came), len(send)
