"""What pages and records ask of orders, collection slips and waybills. All rows are those that the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from entrepot.store.select import select


@dataclass(frozen=True)
class OrderVersion:
    """One version of an order, as filed; amounts in `currency` (3-digit customs code)."""

    id: int
    version: int
    superseded_by: int | None
    deleted: bool
    order_no: str
    marketplace_id: int
    marketplace_code: str
    marketplace_name: str
    seller_id: int
    seller_code: str
    seller_name: str
    message_id: int
    document_no: int
    app_type: str
    app_time: datetime
    app_status: str
    goods_value: Decimal
    freight: Decimal
    currency: str
    note: str | None
    line_count: int
    placed_at: datetime | None
    arrived_at: datetime
    practice: bool


@dataclass(frozen=True)
class OrderLine:
    """One line of one version of an order."""

    order_id: int
    gnum: int
    item_no: str
    item_name: str
    barcode: str | None
    unit: str
    currency: str
    qty: Decimal
    price: Decimal
    total_price: Decimal
    note: str | None
    repeat_of: int | None


@dataclass(frozen=True)
class SlipVersion:
    """One version of a collection slip."""

    id: int
    version: int
    superseded_by: int | None
    deleted: bool
    slip_key: str
    seller_id: int
    seller_name: str
    pay_code: str | None
    pay_name: str
    pay_no: str | None
    charge: Decimal
    currency: str
    accounting_date: datetime
    message_id: int
    app_type: str
    app_time: datetime
    app_status: str
    arrived_at: datetime


@dataclass(frozen=True)
class WaybillVersion:
    """One version of a waybill; `use` rises when its number returns after the reuse period."""

    id: int
    version: int
    superseded_by: int | None
    deleted: bool
    waybill_no: str
    carrier_id: int
    carrier_code: str
    carrier_name: str
    use: int
    freight: Decimal
    insured_fee: Decimal
    currency: str
    gross_weight_kg: Decimal
    pack_no: int
    goods_info: str
    seller_code: str | None
    seller_name: str | None
    message_id: int
    app_type: str
    app_time: datetime
    app_status: str
    arrived_at: datetime


@dataclass(frozen=True)
class OrderRow:
    """One current order in a list of orders."""

    id: int
    order_no: str
    marketplace_id: int
    marketplace_code: str
    marketplace_name: str
    seller_code: str
    seller_name: str
    goods_value: Decimal
    currency: str
    line_count: int
    arrived_at: datetime
    practice: bool


@dataclass(frozen=True)
class WaybillRow:
    """One current waybill in a list of waybills."""

    id: int
    waybill_no: str
    carrier_name: str
    seller_name: str | None
    gross_weight_kg: Decimal
    pack_no: int
    arrived_at: datetime
    practice: bool


def order_marketplaces(order_no: str, marketplace_code: str) -> list[tuple[int, str, str]]:
    """(marketplace id, seller code, seller name) of the orders and slips with that number filed under that code.

    A payment firm sees its slip and no order. More than one row only for marketplace 无, where each seller has orders
    of its own.
    """
    return select(
        _named,
        """
        SELECT DISTINCT ON (marketplace_id) marketplace_id, seller_code, seller_name FROM (
            SELECT marketplace_id, seller_code, seller_name, 0 AS after, id FROM trade_order
             WHERE order_no = %s AND marketplace_code = %s
            UNION ALL
            SELECT marketplace_id, seller_code, seller_name, 1, id FROM trade_slip
             WHERE order_no = %s AND marketplace_code = %s) named
         ORDER BY marketplace_id, after, id DESC
        """,
        (order_no, marketplace_code) * 2,
    )


def order_versions(order_no: str, marketplace_id: int) -> list[OrderVersion]:
    """All versions, the oldest first."""
    return select(
        OrderVersion,
        "SELECT o.FIELDS FROM trade_order o WHERE o.order_no = %s AND o.marketplace_id = %s ORDER BY o.id",
        (order_no, marketplace_id),
    )


def current_order(order_no: str, marketplace_id: int) -> OrderVersion | None:
    """The version that counts, unless the order is withdrawn."""
    rows = order_versions(order_no, marketplace_id)
    return next((row for row in rows if row.superseded_by is None and not row.deleted), None)


def current_lines(order_no: str, marketplace_id: int) -> list[OrderLine]:
    """The lines of the version that counts."""
    order = current_order(order_no, marketplace_id)
    return order_lines(order_no, [order.id]) if order is not None else []


def exports(order_no: str, marketplace_code: str) -> bool:
    """Whether a firm of the reader sells abroad what an order with this number there names."""
    found = select(
        int,
        "SELECT 1 FROM trade_order WHERE order_no = %s AND marketplace_code = %s AND superseded_by IS NULL"
        " AND order_type <> 'I' AND seller_id = ANY ((SELECT reader_ids())::bigint[]) LIMIT 1",
        (order_no, marketplace_code),
    )
    return bool(found)


def latest_orders(seller_ids: Sequence[int], *, size: int, numbers: Sequence[str] = ()) -> list[OrderVersion]:
    """Current orders of these sellers, the latest first; with `numbers`, those among them."""
    return select(
        OrderVersion,
        "SELECT o.FIELDS FROM trade_order o WHERE o.seller_id = ANY(%(sellers)s) AND o.superseded_by IS NULL"
        " AND NOT o.deleted AND (%(any)s OR o.order_no = ANY(%(numbers)s)) ORDER BY o.id DESC LIMIT %(size)s",
        {"sellers": list(seller_ids), "any": not numbers, "numbers": list(numbers), "size": size},
    )


def order_lines(order_no: str, order_ids: Sequence[int]) -> list[OrderLine]:
    """The lines of these versions, in the order of their numbers."""
    return select(
        OrderLine,
        "SELECT l.FIELDS FROM trade_order_line l"
        " WHERE l.order_no = %s AND l.order_id = ANY(%s) ORDER BY l.order_id, l.gnum",
        (order_no, list(order_ids)),
    )


def slip_versions(order_no: str, marketplace_id: int) -> list[SlipVersion]:
    """All versions of the order's collection slips, the oldest first."""
    return select(
        SlipVersion,
        "SELECT s.FIELDS FROM trade_slip s WHERE s.order_no = %s AND s.marketplace_id = %s ORDER BY s.id",
        (order_no, marketplace_id),
    )


def waybill_versions(keys: Sequence[tuple[str, int]]) -> list[WaybillVersion]:
    """All versions of the waybills with these (number, carrier id), the oldest first."""
    return select(
        WaybillVersion,
        "SELECT w.FIELDS FROM trade_waybill w"
        " JOIN unnest(%s::text[], %s::bigint[]) AS k (number, carrier) ON w.waybill_no = k.number"
        " AND w.carrier_id = k.carrier ORDER BY w.id",
        ([number for number, _ in keys], [carrier for _, carrier in keys]),
    )


def waybills_numbered(waybill_no: str) -> list[WaybillVersion]:
    """All versions of the waybills with just this number, the oldest first."""
    return select(
        WaybillVersion, "SELECT w.FIELDS FROM trade_waybill w WHERE w.waybill_no = %s ORDER BY w.id", (waybill_no,)
    )


@dataclass(frozen=True)
class Side:
    """One party's side of the orders. column: "seller_id" or "marketplace_id", each the first of an index."""

    column: Literal["seller_id", "marketplace_id"]
    party_id: int


_PAGE = """
    WITH newest AS (
        SELECT * FROM trade_order o WHERE o.{column} = %(party)s AND o.id < %(after)s
         ORDER BY o.id DESC LIMIT %(window)s)
    SELECT n.FIELDS FROM newest n
     WHERE n.superseded_by IS NULL AND NOT n.deleted AND n.order_no >= %(prefix)s AND n.order_no < %(until)s
     ORDER BY n.id DESC LIMIT %(size)s
"""
_LAST = "\U0010ffff"  # prefix <= text < prefix + _LAST holds for just the texts that begin with prefix


def orders_page(side: Side, *, prefix: str, after: int | None, size: int, window: int) -> list[OrderRow]:
    """Current orders of one party, the newest first, with ids below `after`: at most `size` of the newest `window`."""
    parameters = {"party": side.party_id, "after": after or 2**62, "window": window, "size": size}
    texts = {"prefix": prefix, "until": prefix + _LAST}
    return select(OrderRow, _PAGE.format(column=side.column), {**parameters, **texts})


_BY_NUMBER = """
    SELECT o.FIELDS FROM trade_order o WHERE o.order_no >= %(prefix)s AND o.order_no < %(until)s
       AND o.superseded_by IS NULL AND NOT o.deleted ORDER BY o.order_no, o.id LIMIT %(size)s
"""


def orders_by_number(prefix: str, *, size: int) -> list[OrderRow]:
    """Current orders whose number begins with `prefix`, in the order of the numbers: for a reader who sees all."""
    return select(OrderRow, _BY_NUMBER, {"prefix": prefix, "until": prefix + _LAST, "size": size})


def orders_numbered(order_no: str) -> list[OrderRow]:
    """Current orders with just this number."""
    return select(
        OrderRow,
        "SELECT o.FIELDS FROM trade_order o"
        " WHERE o.order_no = %s AND o.superseded_by IS NULL AND NOT o.deleted ORDER BY o.id DESC",
        (order_no,),
    )


_WAYBILLS = """
    WITH newest AS (
        SELECT * FROM trade_waybill w WHERE w.carrier_id = %(party)s AND w.id < %(after)s
         ORDER BY w.id DESC LIMIT %(window)s)
    SELECT n.FIELDS FROM newest n
     WHERE n.superseded_by IS NULL AND NOT n.deleted AND n.waybill_no >= %(prefix)s AND n.waybill_no < %(until)s
     ORDER BY n.id DESC LIMIT %(size)s
"""


def waybills_page(carrier_id: int, *, prefix: str, after: int | None, size: int, window: int) -> list[WaybillRow]:
    """Current waybills of one carrier, the newest first, with ids below `after`: as `orders_page`."""
    parameters = {"party": carrier_id, "after": after or 2**62, "window": window, "size": size}
    return select(WaybillRow, _WAYBILLS, {**parameters, "prefix": prefix, "until": prefix + _LAST})


_WAYBILLS_BY_NUMBER = """
    SELECT w.FIELDS FROM trade_waybill w WHERE w.waybill_no >= %(prefix)s AND w.waybill_no < %(until)s
       AND w.superseded_by IS NULL AND NOT w.deleted ORDER BY w.waybill_no, w.id LIMIT %(size)s
"""


def waybills_by_number(prefix: str, *, size: int) -> list[WaybillRow]:
    """Current waybills whose number begins with `prefix`, in the order of the numbers: for a reader who sees all."""
    return select(WaybillRow, _WAYBILLS_BY_NUMBER, {"prefix": prefix, "until": prefix + _LAST, "size": size})


def carriers_waybills_numbered(carrier_id: int, waybill_no: str) -> list[WaybillRow]:
    """Current waybills of one carrier with just this number: one for each use of it."""
    return select(
        WaybillRow,
        "SELECT w.FIELDS FROM trade_waybill w WHERE w.waybill_no = %s AND w.carrier_id = %s"
        " AND w.superseded_by IS NULL AND NOT w.deleted ORDER BY w.id DESC",
        (waybill_no, carrier_id),
    )


def _named(party_id: int, code: str, name: str) -> tuple[int, str, str]:
    return party_id, code, name
