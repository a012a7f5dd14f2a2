"""How the wares of a seller were sold, by its newest orders: for whoever asks which form of trade fits."""

from dataclasses import dataclass
from decimal import Decimal

import psycopg

from entrepot.kernel.codes import NO_MARKETPLACE

_US_DOLLAR = "502"  # customs code of the currency
_NEWEST = "SELECT * FROM trade_order o WHERE o.seller_id = %s AND o.superseded_by IS NULL AND NOT o.deleted"
_SOLD = f"""
    SELECT i.item_no, min(i.item_name), count(DISTINCT (o.order_no, o.marketplace_id)),
           bool_or(o.marketplace_code <> %s)
      FROM ({_NEWEST} ORDER BY o.id DESC LIMIT %s) o
     CROSS JOIN LATERAL (
        SELECT * FROM trade_order_line i WHERE i.order_no = o.order_no AND i.order_id = o.id OFFSET 0) i
     GROUP BY i.item_no ORDER BY i.item_no"""
_ORDERS = f"""
    SELECT count(*), max(o.goods_value) FILTER (WHERE o.currency = %s)
      FROM ({_NEWEST} ORDER BY o.id DESC LIMIT %s) o"""


@dataclass(frozen=True)
class SoldWare:
    """One ware in the newest orders: how many name it, and whether one of them names a marketplace."""

    item_no: str
    item_name: str
    orders: int
    over_marketplace: bool


@dataclass(frozen=True)
class Sold:
    """The newest orders of a seller. orders: how many were looked at; largest_usd: goods value, None without any."""

    orders: int
    largest_usd: Decimal | None
    wares: tuple[SoldWare, ...]


def sold_by(connection: psycopg.Connection, seller_id: int, *, newest: int) -> Sold:
    """What the newest orders of a seller say."""
    wares = connection.execute(_SOLD, (NO_MARKETPLACE, seller_id, newest)).fetchall()
    row = connection.execute(_ORDERS, (_US_DOLLAR, seller_id, newest)).fetchone()
    assert row is not None
    return Sold(int(row[0]), row[1], tuple(SoldWare(str(a), str(b), int(c), bool(d)) for a, b, c, d in wares))
