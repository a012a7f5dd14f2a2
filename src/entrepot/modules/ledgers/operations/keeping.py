"""Opening accounts, putting in and taking out."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import psycopg

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.errors import UnableToKeepAccount

_OPEN = """
    INSERT INTO ledgers_account (kind, key, unit, holder_id, audience, movers, opened_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (kind, key) DO NOTHING RETURNING id
"""
_MOVED = """
    INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_BEFORE = "SELECT FROM ledgers_movement WHERE account_id = %s AND key = %s AND source = %s AND target = %s"


@atomic
def open_account(
    connection: psycopg.Connection,
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
    row = connection.execute(_OPEN, (kind, key, unit, holder_id, list(audience), list(movers), now)).fetchone()
    if row is not None:
        if amount:
            put_in(connection, row[0], amount, key="opening", why="opened", now=now)
        return int(row[0])
    found = connection.execute(
        "SELECT id, unit, holder_id FROM ledgers_account WHERE kind = %s AND key = %s", (kind, key)
    ).fetchone()
    if found is None or found[2] != holder_id:
        raise UnableToKeepAccount("account_unknown", account=f"{kind} {key}")
    if found[1] != unit:
        raise UnableToKeepAccount("unit_differs", kind=kind, key=key, unit=found[1], found=unit)
    return int(found[0])


@atomic
def admit(connection: psycopg.Connection, account_id: int, party_id: int) -> None:
    """Let another party reserve from the account. Its holder does that; repeating it changes nothing."""
    connection.execute(
        "UPDATE ledgers_account SET movers = movers || %(party)s::bigint"
        " WHERE id = %(account)s AND NOT %(party)s = ANY (movers)",
        {"account": account_id, "party": party_id},
    )


@atomic
def put_in(
    connection: psycopg.Connection, account_id: int, amount: Decimal, *, key: str, why: str, now: datetime
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
