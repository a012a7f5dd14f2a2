"""Events: rows written in the transaction of the change they tell of, read on by each subscriber at its own pace.

A subscriber's position is (transaction id, event id). It only reads events of transactions older than the oldest one
still running, so a transaction that commits late is never jumped over (docs/decisions/0006).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb


@dataclass(frozen=True)
class Event:
    """One event: `batch` names the rows it is about by a range or a list of keys."""

    id: int
    kind: str
    at: datetime
    batch: dict[str, object]


def announce(connection: psycopg.Connection, kind: str, batch: dict[str, object], *, now: datetime) -> None:
    """Write an event in the running transaction."""
    connection.execute("INSERT INTO store_event (kind, at, batch) VALUES (%s, %s, %s)", (kind, now, Jsonb(batch)))


def read_on(
    connection: psycopg.Connection, subscriber: str, handle: Callable[[Event], None], *, limit: int = 100
) -> int:
    """Hand up to `limit` further events to `handle` and move the subscriber's position in the same transaction.

    Returns the number handled. `handle` must be idempotent: a crash before the commit repeats the events.
    """
    connection.execute("INSERT INTO store_event_position VALUES (%s, '0', 0) ON CONFLICT DO NOTHING", (subscriber,))
    rows = connection.execute(
        """
        WITH position AS (SELECT transaction_id, event_id FROM store_event_position WHERE subscriber = %s FOR UPDATE)
        SELECT e.id, e.kind, e.at, e.batch, e.transaction_id::text
          FROM store_event e, position p
         WHERE (e.transaction_id, e.id) > (p.transaction_id, p.event_id)
           AND e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
         ORDER BY e.transaction_id, e.id LIMIT %s
        """,
        (subscriber, limit),
    ).fetchall()
    for identifier, kind, at, batch, _ in rows:
        handle(Event(identifier, kind, at, batch))
    if rows:
        connection.execute(
            "UPDATE store_event_position SET transaction_id = %s::xid8, event_id = %s WHERE subscriber = %s",
            (rows[-1][4], rows[-1][0], subscriber),
        )
    return len(rows)
