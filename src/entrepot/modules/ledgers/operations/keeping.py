"""Opening accounts, putting in and taking out, letting others reserve."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.columns import EXACT, arrays, exact
from entrepot.modules.ledgers.errors import UnableToKeepAccount
from entrepot.store.connection import bigint_array

_FIND = """
    SELECT asked.kind, asked.key, a.id, a.unit, a.holder_id, a.free + a.held + a.spent
      FROM unnest(%s::text[], %s::text[]) AS asked (kind, key)
     CROSS JOIN LATERAL (SELECT * FROM ledgers_account f WHERE f.kind = asked.kind AND f.key = asked.key OFFSET 0) AS a
"""
_FOUND = {
    "kind": pl.String(), "key": pl.String(), "account_id": pl.Int64(), "kept_in": pl.String(), "kept_by": pl.Int64(),
    "limit": EXACT,
}  # fmt: skip
# In the order of keys, so that two batches that open the same wait for each other and never crosswise.
_OPEN = """
    INSERT INTO ledgers_account (kind, key, unit, holder_id, audience, movers, free, opened_at)
    SELECT kind, key, unit, holder_id, audience::bigint[], movers::bigint[], amount, %(now)s
      FROM unnest(%(kinds)s::text[], %(keys)s::text[], %(units)s::text[], %(holders)s::bigint[],
                  %(audiences)s::text[], %(movers)s::text[], %(amounts)s::numeric[])
           AS t (kind, key, unit, holder_id, audience, movers, amount)
     ORDER BY kind, key
    ON CONFLICT (kind, key) DO NOTHING RETURNING id, free
"""
# A statement of its own: the policy of movements looks for the account, which one statement does not see of itself.
_OPENED = """
    INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at)
    SELECT id, 'opening', 'outside', 'free', free, 'opened', %s
      FROM unnest(%s::bigint[], %s::numeric[]) AS t (id, free)
"""
_MOVED = """
    INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_BEFORE = """
    SELECT FROM ledgers_movement WHERE account_id = %s AND key = %s AND source = %s AND target = %s
       AND (source = 'outside' OR target = 'outside')
"""


@atomic
def admit_many(connection: psycopg.Connection[Any], accounts: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """Open those of these accounts that are missing, with their amounts free; all of them with their numbers.

    accounts: kind, key, unit (String), holder_id (Int64, null: a limit that no firm keeps), amount (Decimal, zero or
    more: what a new one is opened with). Optional audience, movers (String, a literal of bigint[]).

    Returns a row an account, in the order of kind and key: kind, key, account_id, limit (all that was put in and not
    taken out). One that stands is not changed; where its limit differs from the amount asked for, `set_limits` makes
    the difference by a movement of its own. May run at once with others, the same accounts or not; best in a short
    transaction of its own, as whoever opens the same waits for it. Raises UnableToKeepAccount for one that is kept in
    another unit, or by others.
    """
    asked = _checked_accounts(accounts)
    found = _find(connection, asked)
    missing = asked.join(found, on=["kind", "key"], how="anti") if found.height else asked
    if missing.height:
        _open(connection, missing, now)
        found = pl.concat([found, _find(connection, missing)])  # in a statement of its own: it sees what others opened
    known = asked.join(found, on=["kind", "key"], how="left", maintain_order="left")
    _check_found(known)
    return known.select("kind", "key", "account_id", "limit")


def open_account(
    connection: psycopg.Connection[Any],
    *,
    kind: str,
    key: str,
    unit: str,
    holder_id: int,
    now: datetime,
    amount: Decimal = Decimal(0),
    audience: Sequence[int] = (),
    movers: Sequence[int] = (),
) -> int:
    """The number of the account of `key`, opened with `amount` on its free side if it was not there before.

    audience: further parties that see it; movers: those that may also reserve for themselves. Repeating it changes
    nothing. Raises UnableToKeepAccount for an account that is kept in another unit, or by others.
    """
    if amount:
        checked(amount, UnableToKeepAccount)
    row = {
        "kind": [kind], "key": [key], "unit": [unit], "holder_id": [holder_id], "amount": [amount],
        "audience": [bigint_array(audience)], "movers": [bigint_array(movers)],
    }  # fmt: skip
    frame = pl.DataFrame(row, schema_overrides={"amount": EXACT})
    return int(admit_many(connection, frame, now=now)["account_id"][0])


def _checked_accounts(accounts: pl.DataFrame) -> pl.DataFrame:
    """One row an account, in the order of keys, with every column."""
    nobody = [pl.lit("{}").alias(name) for name in ("audience", "movers") if name not in accounts.columns]
    zero = accounts["amount"] == 0
    exact(accounts.filter(~zero), UnableToKeepAccount)
    whole = accounts.with_columns(pl.col("amount").cast(EXACT), pl.col("holder_id").cast(pl.Int64), *nobody)
    return whole.unique(["kind", "key"], keep="first", maintain_order=True).sort("kind", "key")


def _find(connection: psycopg.Connection[Any], asked: pl.DataFrame) -> pl.DataFrame:
    found = connection.execute(_FIND, arrays(asked, "kind", "key")).fetchall()
    return pl.DataFrame(found, schema=_FOUND, orient="row")


def _open(connection: psycopg.Connection[Any], missing: pl.DataFrame, now: datetime) -> None:
    columns = arrays(missing, "kind", "key", "unit", "holder_id", "audience", "movers", "amount")
    names = ("kinds", "keys", "units", "holders", "audiences", "movers", "amounts")
    opened = connection.execute(_OPEN, {**dict(zip(names, columns, strict=True)), "now": now}).fetchall()
    filled = [(number, free) for number, free in opened if free > 0]
    if filled:
        connection.execute(_OPENED, (now, *map(list, zip(*filled, strict=True))))


def _check_found(known: pl.DataFrame) -> None:
    """Each is there, as far as the caller sees, kept by whom it says in the unit it says."""
    others = known.filter(pl.col("account_id").is_null() | pl.col("kept_by").ne_missing(pl.col("holder_id")))
    if others.height:
        raise UnableToKeepAccount("account_unknown", account=f"{others['kind'][0]} {others['key'][0]}")
    differs = known.filter(pl.col("kept_in") != pl.col("unit"))
    if differs.height:
        row = differs.row(0, named=True)
        raise UnableToKeepAccount(
            "unit_differs", kind=row["kind"], key=row["key"], unit=row["kept_in"], found=row["unit"]
        )


@atomic
def admit(connection: psycopg.Connection[Any], account_id: int, party_id: int) -> None:
    """Let another party reserve from the account. Its holder does that; repeating it changes nothing."""
    connection.execute(
        "UPDATE ledgers_account SET movers = movers || %(party)s::bigint"
        " WHERE id = %(account)s AND NOT %(party)s = ANY (movers)",
        {"account": account_id, "party": party_id},
    )


@atomic
def put_in(
    connection: psycopg.Connection[Any], account_id: int, amount: Decimal, *, key: str, why: str, now: datetime
) -> None:
    """Let the free side grow by `amount`; a negative one takes out what is free. The same key counts once.

    Raises UnableToKeepAccount when more is taken out than is free.
    """
    checked(abs(amount), UnableToKeepAccount)
    row = connection.execute(
        "SELECT free, unit FROM ledgers_account WHERE id = %s FOR UPDATE", (account_id,)
    ).fetchone()
    if row is None:
        raise UnableToKeepAccount("account_unknown", account=account_id)
    sides = ("outside", "free") if amount > 0 else ("free", "outside")
    if connection.execute(_BEFORE, (account_id, key, *sides)).fetchone() is not None:
        return
    if row[0] + amount < 0:
        raise UnableToKeepAccount("too_much", free=f"{row[0].normalize():f}", unit=row[1], found=abs(amount))
    connection.execute(_MOVED, (account_id, key, *sides, abs(amount), why, now))
    connection.execute("UPDATE ledgers_account SET free = free + %s WHERE id = %s", (amount, account_id))
