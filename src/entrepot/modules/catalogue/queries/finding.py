"""Goods by what somebody types: the beginning of a number or a name, or the initials of its pinyin."""

from dataclasses import dataclass

from entrepot.kernel.initials import comparable
from entrepot.store.select import select

_LAST = "\U0010ffff"  # prefix <= text < prefix + _LAST holds for just the texts that begin with prefix
# The sellers whose goods the reader may see, each asked by index.
_FOUND = """
    SELECT g.seller_id, g.item_no, coalesce(g.item_name, ''), coalesce(g.declared_name, ''), coalesce(g.hs_code, '')
      FROM (SELECT DISTINCT k.seller_id, k.item_no FROM (
                SELECT unnest((SELECT reader_ids())::bigint[]) UNION SELECT unnest((SELECT client_ids())::bigint[])
            ) AS s (id) CROSS JOIN LATERAL (
                SELECT f.seller_id, f.item_no FROM catalogue_found_by f
                 WHERE f.seller_id = s.id AND f.key >= %(text)s AND f.key < %(until)s ORDER BY f.key LIMIT %(most)s) k
             LIMIT %(most)s) k
     CROSS JOIN LATERAL (
        SELECT * FROM catalogue_goods g
         WHERE g.seller_id = k.seller_id AND g.item_no = k.item_no AND NOT g.superseded OFFSET 0) g
     ORDER BY g.item_no, g.seller_id LIMIT %(size)s
"""


@dataclass(frozen=True)
class FoundGoods:
    """One current ware."""

    seller_id: int
    item_no: str
    item_name: str
    declared_name: str
    hs_code: str


def find_goods(text: str, *, limit: int = 20) -> list[FoundGoods]:
    """Goods of the request's reader and of its clients that are found by `text`."""
    prefix = comparable(text)
    if not prefix:
        return []
    values = {"text": prefix, "until": prefix + _LAST, "size": limit, "most": limit * 4}
    return select(FoundGoods, _FOUND, values)
