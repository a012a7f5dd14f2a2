"""Documents whole, as filed and current, for whoever corrects them; rows are those that the reader may see."""

from typing import Any

from entrepot.store.select import by_index, rows

Row = dict[str, Any]

_ORDER = """SELECT * FROM trade_order o WHERE o.order_no = %s AND o.marketplace_id = %s
    AND o.superseded_by IS NULL AND NOT o.deleted"""
_LINES = "SELECT * FROM trade_order_line i WHERE i.order_no = %s AND i.order_id = %s ORDER BY i.gnum"
_SLIPS = """SELECT * FROM trade_slip s WHERE s.order_no = %s AND s.marketplace_id = %s
    AND s.superseded_by IS NULL AND NOT s.deleted ORDER BY s.id"""
_WAYBILL = """SELECT * FROM trade_waybill w WHERE w.waybill_no = %s AND w.carrier_code = %s
    AND w.superseded_by IS NULL AND NOT w.deleted ORDER BY w.use DESC LIMIT 1"""


def order_as_filed(order_no: str, marketplace_id: int) -> tuple[Row, list[Row]] | None:
    """Every column of the current order and of its lines."""
    with by_index():
        head = rows(_ORDER, (order_no, marketplace_id))
        return (head[0], rows(_LINES, (order_no, head[0]["id"]))) if head else None


def slips_as_filed(order_no: str, marketplace_id: int) -> list[Row]:
    """Every column of the current collection slips of an order."""
    with by_index():
        return rows(_SLIPS, (order_no, marketplace_id))


def waybill_as_filed(waybill_no: str, carrier_code: str) -> Row | None:
    """Every column of the current waybill of the latest use of its number, under the code by which it was filed."""
    with by_index():
        return next(iter(rows(_WAYBILL, (waybill_no, carrier_code))), None)


_ORDERED = """
    SELECT DISTINCT ON (i.item_no) i.item_no, i.item_name FROM (
        SELECT * FROM trade_order o WHERE o.seller_id = %s AND o.superseded_by IS NULL AND NOT o.deleted
         ORDER BY o.id DESC LIMIT %s) o
     CROSS JOIN LATERAL (
        SELECT * FROM trade_order_line i WHERE i.order_no = o.order_no AND i.order_id = o.id OFFSET 0) i
     ORDER BY i.item_no"""


def wares_ordered(seller_id: int, *, orders: int) -> list[tuple[str, str]]:
    """(item number, name) of the wares in the newest `orders` orders of a seller."""
    with by_index():
        return [(row["item_no"], row["item_name"]) for row in rows(_ORDERED, (seller_id, orders))]
