"""How far a seller has come with lists: whether there is one on the record, and whether one was released."""

from dataclasses import dataclass
from datetime import datetime

import psycopg

_LOOKED_AT = 200  # the first lists of a seller: who released none among them has not begun
_FIRSTS = """
    SELECT count(*), min(w.arrived_at), count(*) FILTER (WHERE w.state = 'released'),
           min(w.changed_at) FILTER (WHERE w.state = 'released')
      FROM (SELECT l.order_no, l.filer_id, l.cop_no, l.id FROM declarations_list l
             WHERE l.seller_id = %s ORDER BY l.id LIMIT %s) l
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w
         WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id OFFSET 0) w
     WHERE w.state <> 'deleted'"""


@dataclass(frozen=True)
class FirstLists:
    """Of the first lists of a seller: how many stand on the record and since when; how many were released, and when."""

    lists: int
    since: datetime | None
    released: int
    released_at: datetime | None


def first_lists(connection: psycopg.Connection, seller_id: int) -> FirstLists:
    """What the first lists of a seller became, for the reader of this connection."""
    row = connection.execute(_FIRSTS, (seller_id, _LOOKED_AT)).fetchone()
    assert row is not None
    return FirstLists(int(row[0]), row[1], int(row[2]), row[3])
