"""Whose a record is, and under which code of its marketplace it stands, as far as the reader sees it."""

from collections.abc import Sequence

from entrepot.store.select import by_index, select

_SELLERS = """
    SELECT o.seller_id FROM trade_orders_v1 o WHERE o.order_no = %(order)s AND o.marketplace_id = %(marketplace)s
     UNION
    SELECT l.seller_id FROM declarations_list l WHERE l.order_no = %(order)s AND l.marketplace_id = %(marketplace)s
"""
_CODES = """
    SELECT k.order_no, o.marketplace_id, o.marketplace_code FROM unnest(%(orders)s::text[]) AS k (order_no)
     CROSS JOIN LATERAL (SELECT * FROM trade_orders_v1 o WHERE o.order_no = k.order_no OFFSET 0) o
     UNION
    SELECT k.order_no, l.marketplace_id, l.marketplace_code FROM unnest(%(orders)s::text[]) AS k (order_no)
     CROSS JOIN LATERAL (SELECT * FROM declarations_list l WHERE l.order_no = k.order_no OFFSET 0) l
"""


def sellers_of(order_no: str, marketplace_id: int) -> set[int]:
    """Who sells what stands under this number: more than one only where a later version named another."""
    with by_index():
        return set(select(int, _SELLERS, {"order": order_no, "marketplace": marketplace_id}))


def marketplace_codes(orders: Sequence[str]) -> dict[tuple[str, int], str]:
    """(order number, marketplace id) → the code under which it was filed."""
    with by_index():
        rows = select(_key, _CODES, {"orders": list(orders)})
    return dict(rows)


def _key(order_no: str, marketplace_id: int, code: str) -> tuple[tuple[str, int], str]:
    return (order_no, marketplace_id), code
