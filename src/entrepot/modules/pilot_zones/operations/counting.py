"""What firms did by day, counted from decisions: seller by seller, as far as batches have been decided.

Counting runs as the owner (worker, command line); pages read what was counted, under the policies.
"""

from collections.abc import Sequence
from datetime import datetime

import psycopg

_LOCK = "SELECT transaction_id, batch_id FROM pilot_zones_counted WHERE id = 1 FOR UPDATE"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# Sellers in batches that nobody counted yet, below the oldest running transaction: nothing comes before them later.
_NEW = """
    SELECT DISTINCT s.seller FROM declarations_batches_v1 b CROSS JOIN LATERAL unnest(b.sellers) AS s (seller)
     WHERE (b.transaction_id, b.id) > (%(transaction)s::text::xid8, %(batch)s::bigint)
       AND b.transaction_id < %(horizon)s::text::xid8
"""
_LAST = """
    SELECT b.transaction_id::text::bigint, b.id FROM declarations_batches_v1 b
     WHERE b.transaction_id < %(horizon)s::text::xid8 ORDER BY b.transaction_id DESC, b.id DESC LIMIT 1
"""
_ALL = "SELECT DISTINCT seller_id FROM declarations_lists_v1 UNION SELECT DISTINCT firm_id FROM pilot_zones_day_count"
_FORGET = (
    "DELETE FROM pilot_zones_day_count WHERE firm_id = ANY (%(firms)s::bigint[])",
    "DELETE FROM pilot_zones_day_value WHERE firm_id = ANY (%(firms)s::bigint[])",
)
# What the figures are of is export: lists of import stand in the same view.
_EXPORT = """NOT EXISTS (SELECT FROM declarations_lists_import_v1 i
                          WHERE i.order_no = l.order_no AND i.list_id = l.id)"""
_COUNT = (
    f"""
    INSERT INTO pilot_zones_day_count (firm_id, day, form, country, state, lists, millis)
    SELECT l.seller_id, (l.decided_at AT TIME ZONE 'Asia/Shanghai')::date, l.trade_mode, l.country, l.state, count(*),
           sum(greatest((extract(epoch FROM l.decided_at - l.arrived_at) * 1000)::bigint, 0))
      FROM declarations_lists_v1 l
     WHERE l.seller_id = ANY (%(firms)s::bigint[]) AND l.state IN ('released', 'refused', 'held')
       AND l.decided_at IS NOT NULL AND {_EXPORT}
     GROUP BY 1, 2, 3, 4, 5
    """,
    f"""
    INSERT INTO pilot_zones_day_value (firm_id, day, form, country, chapter, currency, value, lines)
    SELECT l.seller_id, (l.decided_at AT TIME ZONE 'Asia/Shanghai')::date, l.trade_mode, l.country,
           left(n.hs_code, 2), n.currency, sum(n.total_price), count(*)
      FROM declarations_lists_v1 l
      JOIN declarations_list_lines_v1 n ON n.order_no = l.order_no AND n.list_id = l.id
     WHERE l.seller_id = ANY (%(firms)s::bigint[]) AND l.state = 'released' AND l.decided_at IS NOT NULL
       AND {_EXPORT}
     GROUP BY 1, 2, 3, 4, 5, 6
    """,
)
_COUNTED = "UPDATE pilot_zones_counted SET transaction_id = %s, batch_id = %s, counted_at = %s WHERE id = 1"


def count(connection: psycopg.Connection, *, now: datetime, firms: Sequence[int] = (), everything: bool = False) -> int:
    """Count again what sellers did whose lists were decided since the last time, and of `firms`; how many firms.

    everything: all sellers, also those whose lists are gone. One counts at a time; the caller commits.
    """
    row = connection.execute(_LOCK).fetchone()
    assert row is not None
    horizon = connection.execute(_HORIZON).fetchone()
    assert horizon is not None
    place = {"transaction": str(row[0]), "batch": row[1], "horizon": str(horizon[0])}
    found = connection.execute(_ALL if everything else _NEW, None if everything else place).fetchall()
    last = connection.execute(_LAST, {"horizon": str(horizon[0])}).fetchone() or row
    wanted = {"firms": sorted({int(one) for (one,) in found} | set(firms))}
    if wanted["firms"]:
        for statement in (*_FORGET, *_COUNT):
            connection.execute(statement, wanted)
    connection.execute(_COUNTED, (*max(tuple(row), tuple(last)), now))
    return len(wanted["firms"])
