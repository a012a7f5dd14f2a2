"""The rows that every operation goes through: accounts locked in one order, reservations and movements written.

Whoever reserves or moves takes the accounts concerned in the order of their numbers and holds them until the end of
its transaction, so two batches wait for each other and never in a ring. One transaction locks once, or with rising
accounts, or accounts that it holds already.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg

from entrepot.modules.ledgers.columns import EXACT, arrays
from entrepot.modules.ledgers.errors import UnableToMove
from entrepot.store.connection import bigint_array

_LOCK = "SELECT id, free FROM ledgers_account WHERE id = ANY (%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"
# One row after the other by its key: a table that grows as fast as this one would be read whole otherwise.
_STANDING = """
    SELECT asked.account_id, asked.key, r.state, r.amount, r.returned
      FROM unnest(%s::bigint[], %s::text[]) AS asked (account_id, key)
     CROSS JOIN LATERAL (SELECT state, amount, returned FROM ledgers_reservation f
                          WHERE f.account_id = asked.account_id AND f.key = asked.key OFFSET 0) AS r
"""
_STANDING_COLUMNS = {
    "account_id": pl.Int64(), "key": pl.String(), "state": pl.String(), "given": EXACT, "returned": EXACT,
}  # fmt: skip
# A row a reservation; side: where its amount goes from the free side, held or spent.
_RESERVE = """
    WITH asked AS (
        SELECT * FROM unnest(%(accounts)s::bigint[], %(keys)s::text[], %(amounts)s::numeric[], %(sides)s::text[],
                             %(arrivals)s::timestamptz[], %(parties)s::bigint[])
                      AS t (account_id, key, amount, side, arrived_at, by_id)
    ), kept AS (
        INSERT INTO ledgers_reservation (account_id, key, amount, state, by_id, arrived_at, changed_at)
        SELECT account_id, key, amount, side, by_id, arrived_at, %(now)s FROM asked
    ), noted AS (
        INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at)
        SELECT account_id, key, 'free', side, amount, %(why)s, %(now)s FROM asked
    )
    UPDATE ledgers_account a SET free = a.free - t.amount, held = a.held + t.held, spent = a.spent + t.amount - t.held
      FROM (SELECT account_id, sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE side = 'held'), 0) AS held
              FROM asked GROUP BY account_id) AS t
     WHERE a.id = t.account_id
"""
# A row an amount that goes from the side `source` of its account to the side `target`. What goes back from what was
# spent may be a part: the reservation is returned once all of it is.
_MOVE = """
    WITH asked AS (
        SELECT * FROM unnest(%(accounts)s::bigint[], %(keys)s::text[], %(amounts)s::numeric[], %(parts)s::text[])
                      AS t (account_id, key, amount, part)
    ), turned AS (
        UPDATE ledgers_reservation r
           SET state = CASE WHEN %(source)s = 'spent' AND r.returned + t.amount < r.amount THEN 'spent'
                            ELSE %(becomes)s END,
               returned = r.returned + CASE %(source)s WHEN 'spent' THEN t.amount ELSE 0 END, changed_at = %(now)s
          FROM (SELECT account_id, key, sum(amount) AS amount FROM asked GROUP BY account_id, key) AS t
         WHERE r.account_id = t.account_id AND r.key = t.key
    ), noted AS (
        INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at, part)
        SELECT account_id, key, %(source)s, %(target)s, amount, %(why)s, %(now)s, part FROM asked
    )
    UPDATE ledgers_account a
       SET free = a.free + CASE %(target)s WHEN 'free' THEN t.amount ELSE 0 END,
           held = a.held - CASE %(source)s WHEN 'held' THEN t.amount ELSE 0 END,
           spent = a.spent + CASE 'spent' WHEN %(target)s THEN t.amount WHEN %(source)s THEN -t.amount ELSE 0 END
      FROM (SELECT account_id, sum(amount) AS amount FROM asked GROUP BY account_id) AS t
     WHERE a.id = t.account_id
"""


def lock(connection: psycopg.Connection[Any], accounts: pl.Series) -> dict[int, Decimal]:
    """What is free in each account, locked in the order of their numbers; raises UnableToMove where one is missing."""
    wanted = set(accounts.to_list())
    free: dict[int, Decimal] = dict(connection.execute(_LOCK, (bigint_array(sorted(wanted)),)).fetchall())
    if missing := wanted - free.keys():
        raise UnableToMove("account_unknown", account=min(missing))
    return free


def standing(connection: psycopg.Connection[Any], places: pl.DataFrame) -> pl.DataFrame:
    """Reservations that were made before: account_id, key, state, given (the amount), returned.

    places: account_id, key. Ask after the locks, in a statement of its own, which sees what was committed before them.
    """
    found = connection.execute(_STANDING, arrays(places, "account_id", "key")).fetchall()
    return pl.DataFrame(found, schema=_STANDING_COLUMNS, orient="row")


def write_reserved(connection: psycopg.Connection[Any], rows: pl.DataFrame, *, why: str, now: datetime) -> None:
    """Reserve what was found to fit. rows: account_id, key, amount, side (held or spent), arrived_at, by_id."""
    if rows.is_empty():
        return
    columns = arrays(rows, "account_id", "key", "amount", "side", "arrived_at", "by_id")
    names = ("accounts", "keys", "amounts", "sides", "arrivals", "parties")
    connection.execute(_RESERVE, {**dict(zip(names, columns, strict=True)), "why": why, "now": now})


def write_moved(
    connection: psycopg.Connection[Any],
    rows: pl.DataFrame,
    way: tuple[str, str],
    becomes: str,
    *,
    why: str,
    now: datetime,
) -> None:
    """Move what was found to stand so. rows: account_id, key, amount, part; way: from which side to which."""
    if rows.is_empty():
        return
    columns = arrays(rows, "account_id", "key", "amount", "part")
    values = dict(zip(("accounts", "keys", "amounts", "parts"), columns, strict=True))
    way_of_all = {"source": way[0], "target": way[1], "becomes": becomes, "why": why, "now": now}
    connection.execute(_MOVE, values | way_of_all)
