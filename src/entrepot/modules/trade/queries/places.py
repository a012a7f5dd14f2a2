"""Where an order number is on record: one number may stand at several marketplaces; as the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True)
class Place:
    """One record of a number. readers: the parties that may read some of it."""

    order_no: str
    marketplace_id: int
    marketplace_code: str
    marketplace_name: str
    seller_id: int
    seller_code: str
    seller_name: str
    readers: tuple[int, ...]


def order_places(connection: psycopg.Connection, order_no: str) -> list[Place]:
    """The records of the orders with this number, by marketplace, as the latest version names the parties."""
    rows = connection.execute(
        """
        SELECT DISTINCT ON (o.marketplace_id) o.order_no, o.marketplace_id, o.marketplace_code, o.marketplace_name,
               o.seller_id, o.seller_code, o.seller_name, o.audience
          FROM trade_order o WHERE o.order_no = %s ORDER BY o.marketplace_id, o.id DESC
        """,
        (order_no,),
    )
    return [place_of(row) for row in rows]


def place_of(row: Sequence[Any]) -> Place:
    """A row of the columns of Place; readers as a list."""
    order_no, marketplace_id, marketplace_code, marketplace_name, seller_id, seller_code, seller_name, readers = row
    return Place(
        order_no,
        marketplace_id,
        marketplace_code,
        marketplace_name,
        seller_id,
        seller_code,
        seller_name,
        tuple(readers),
    )
