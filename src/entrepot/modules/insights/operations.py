"""Counting: what the public page shows is written down here, so that the page itself counts nothing."""

import logging
from datetime import datetime, timedelta

import psycopg

from entrepot.modules.insights.figures import Counted, registered

EVERY = timedelta(minutes=5)
_LOCK = 0x0E17_0041
_MOST = "60s"  # for all figures together; a station that needs longer shows older ones, with their time

log = logging.getLogger(__name__)


def recount(connection: psycopg.Connection, *, now: datetime) -> dict[str, Counted]:
    """Count every figure and write it down, in one transaction of an owner's connection."""
    with connection.transaction():
        connection.execute("SELECT set_config('statement_timeout', %s, true)", (_MOST,))
        counted = {name: figure.count(connection) for name, figure in sorted(registered().items())}
        for name, each in counted.items():
            connection.execute(
                """
                INSERT INTO insights_figure (name, practice, live, counted_at) VALUES (%s, %s, %s, %s)
                    ON CONFLICT (name) DO UPDATE
                   SET practice = excluded.practice, live = excluded.live, counted_at = excluded.counted_at
                """,
                (name, each.practice, each.live, now),
            )
        connection.execute("DELETE FROM insights_figure WHERE NOT name = ANY (%s)", (list(counted),))
    return counted


def recount_if_due(connection: psycopg.Connection, *, now: datetime) -> bool:
    """Count again what was counted long ago, unless somebody else is at it; whether that was done."""
    with connection.transaction():
        row = connection.execute("SELECT min(counted_at) FROM insights_figure").fetchone()
        if row is not None and row[0] is not None and now - row[0] < EVERY:
            return False
        taken = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,)).fetchone()
        if taken is None or not taken[0]:
            return False
        try:
            recount(connection, now=now)
        except psycopg.errors.QueryCanceled:
            log.warning("the figures of the programme took longer than %s to count; the older ones stay", _MOST)
            return False
    return True
