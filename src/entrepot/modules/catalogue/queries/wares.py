"""The goods of one seller a window at a time, in the order of their numbers, for pages."""

from collections.abc import Sequence

import polars as pl
import psycopg

from entrepot.modules.catalogue.queries.goods import GOODS
from entrepot.store.copying import copy_out

_COLUMNS = ", ".join(GOODS)
_LAST = "\U0010ffff"  # prefix <= text < prefix + _LAST holds for just the texts that begin with prefix
_WINDOW = f"""
    SELECT {_COLUMNS} FROM catalogue_goods
     WHERE seller_id = %(seller)s AND NOT superseded AND item_no > %(after)s COLLATE "C"
       AND item_no >= %(prefix)s COLLATE "C" AND item_no < %(until)s COLLATE "C"
     ORDER BY item_no LIMIT %(size)s"""
_SELLERS = """
    SELECT c.id FROM unnest(%s::bigint[]) WITH ORDINALITY AS c (id, place)
     WHERE EXISTS (SELECT FROM catalogue_goods g WHERE g.seller_id = c.id AND NOT g.superseded)
     ORDER BY c.place LIMIT %s"""


def goods_window(connection: psycopg.Connection, seller_id: int, *, after: str, prefix: str, size: int) -> pl.DataFrame:
    """GOODS: the next wares of a seller behind the number `after` whose numbers begin with `prefix`."""
    parameters = {"seller": seller_id, "after": after, "prefix": prefix, "until": prefix + _LAST, "size": size}
    return copy_out(connection, _WINDOW, GOODS, parameters)


def sellers_with_goods(connection: psycopg.Connection, among: Sequence[int], *, limit: int) -> list[int]:
    """Which of these parties have goods, in their order."""
    return [int(row[0]) for row in connection.execute(_SELLERS, (list(among), limit))]
