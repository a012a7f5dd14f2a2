"""Lists found without knowing their reader: by order number, by their own number; as the owner."""

from dataclasses import dataclass, replace

import psycopg

from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import Place


def record_places(connection: psycopg.Connection, order_no: str) -> list[Place]:
    """The records with this order number, whether their order or only a list of them has come."""
    rows = connection.execute(
        """
        SELECT DISTINCT ON (l.marketplace_id) l.order_no, l.marketplace_id, l.marketplace_code, l.marketplace_name,
               l.seller_id, l.seller_code, l.seller_name,
               (SELECT array_agg(DISTINCT p) FROM declarations_list k, unnest(k.audience || k.carrier_id) p
                 WHERE k.order_no = l.order_no AND k.marketplace_id = l.marketplace_id)
          FROM declarations_list l WHERE l.order_no = %s ORDER BY l.marketplace_id, l.id DESC
        """,
        (order_no,),
    )
    found = {place.marketplace_id: place for place in trade.order_places(connection, order_no)}
    for row in rows:
        place = trade.place_of(row)
        known = found.get(place.marketplace_id, place)
        found[place.marketplace_id] = replace(known, readers=tuple({*known.readers, *place.readers}))
    return list(found.values())


@dataclass(frozen=True)
class NumberedList:
    """A list by its number: whose it is, and which record and version it belongs to."""

    filer_id: int
    agent_code: str
    agent_name: str
    cop_no: str
    order_no: str
    marketplace_id: int
    list_id: int
    state: str


# Work rows are known by (filer, number): from one filer to the next along that key, then to the number.
_NUMBERED = """
    WITH RECURSIVE f (id) AS (
        (SELECT filer_id FROM declarations_work ORDER BY filer_id LIMIT 1)
        UNION ALL
        SELECT (SELECT w.filer_id FROM declarations_work w WHERE w.filer_id > f.id ORDER BY w.filer_id LIMIT 1)
          FROM f WHERE f.id IS NOT NULL)
    SELECT w.filer_id, l.agent_code, l.agent_name, w.cop_no, l.order_no, l.marketplace_id, w.list_id, w.state
      FROM f JOIN declarations_work w ON w.filer_id = f.id AND w.cop_no = %(number)s
      JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
     WHERE %(filer)s::bigint IS NULL OR w.filer_id = %(filer)s::bigint ORDER BY w.filer_id
"""


def lists_numbered(connection: psycopg.Connection, cop_no: str, filer_id: int | None = None) -> list[NumberedList]:
    """The lists with this number: one a filer."""
    rows = connection.execute(_NUMBERED, {"number": cop_no, "filer": filer_id})
    return [NumberedList(*row) for row in rows]
