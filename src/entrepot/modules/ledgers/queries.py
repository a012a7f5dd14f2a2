"""What lies in accounts, as far as the caller may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg


@dataclass(frozen=True)
class Balance:
    """What is free, held and spent of one account, in its unit."""

    account_id: int
    unit: str
    free: Decimal
    held: Decimal
    spent: Decimal

    @property
    def limit(self) -> Decimal:
        """What was put in and not taken out."""
        return self.free + self.held + self.spent


@dataclass(frozen=True)
class Kept:
    """An account with its key and the party that keeps it (none: a limit of a person)."""

    key: str
    holder_id: int | None
    balance: Balance


@dataclass(frozen=True)
class Moved:
    """One movement: which way, how much, why and when. part: the key of the return, of a part that went back."""

    number: int
    key: str
    part: str
    source: str
    target: str
    amount: Decimal
    why: str
    at: datetime


@dataclass(frozen=True)
class Use:
    """One reservation: what was given, what of it has gone back, and how it stands."""

    key: str
    state: str
    amount: Decimal
    returned: Decimal
    arrived_at: datetime
    changed_at: datetime


def balances(connection: psycopg.Connection[Any], kind: str, keys: Sequence[str]) -> dict[str, Balance]:
    """key → balance of the accounts of one kind; keys without an account that the caller sees are left out."""
    found = connection.execute(
        "SELECT key, id, unit, free, held, spent FROM ledgers_account WHERE kind = %s AND key = ANY(%s)",
        (kind, list(keys)),
    )
    return {row[0]: Balance(*row[1:]) for row in found}


_KEPT = "SELECT key, holder_id, id, unit, free, held, spent FROM ledgers_account WHERE kind = %s"


def kept(
    connection: psycopg.Connection[Any], kind: str, *, holders: Sequence[int] | None = None, after: str = "", size: int
) -> list[Kept]:
    """The accounts of one kind that the caller sees, by key, from the one after `after`; of these parties alone."""
    of = "" if holders is None else " AND holder_id = ANY (%s)"
    values = (kind, after, *([] if holders is None else [list(holders)]), size)
    found = connection.execute(f"{_KEPT} AND key > %s{of} ORDER BY key LIMIT %s", values)
    return [Kept(row[0], row[1], Balance(*row[2:])) for row in found]


def kept_under(connection: psycopg.Connection[Any], kind: str, key: str) -> Kept | None:
    """The account of this key, if the caller sees one."""
    row = connection.execute(f"{_KEPT} AND key = %s", (kind, key)).fetchone()
    return None if row is None else Kept(row[0], row[1], Balance(*row[2:]))


def accounts_of(connection: psycopg.Connection[Any], kind: str, holders: Sequence[int]) -> dict[int, int]:
    """Party → number of its account of one kind; of several the first by key. Parties without one are left out."""
    found = connection.execute(
        "SELECT DISTINCT ON (holder_id) holder_id, id FROM ledgers_account WHERE kind = %s AND holder_id = ANY (%s)"
        " ORDER BY holder_id, key",
        (kind, list(holders)),
    )
    return {int(holder): int(account) for holder, account in found}


_MOVED = "SELECT id, key, part, source, target, amount, why, at FROM ledgers_movement WHERE account_id = %s"


def movements(connection: psycopg.Connection[Any], account_id: int) -> list[Moved]:
    """Everything that moved in an account, the oldest first."""
    return [Moved(*row) for row in connection.execute(f"{_MOVED} ORDER BY id", (account_id,))]


def latest_movements(
    connection: psycopg.Connection[Any], account_id: int, *, before: int | None = None, size: int
) -> list[Moved]:
    """The same from the newest on, or from the one before `before`."""
    statement = f"{_MOVED} AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s"
    return [Moved(*row) for row in connection.execute(statement, (account_id, before, before, size))]


def uses(connection: psycopg.Connection[Any], account_id: int, *, size: int) -> list[Use]:
    """What was reserved of an account that few want, such as a person's year; the newest first."""
    found = connection.execute(
        """
        SELECT r.key, r.state, r.amount, r.returned, r.arrived_at, r.changed_at
          FROM ledgers_movement m JOIN ledgers_reservation r ON r.key = m.key AND r.account_id = m.account_id
         WHERE m.account_id = %s AND m.source = 'free' AND m.target <> 'outside' ORDER BY m.id DESC LIMIT %s
        """,
        (account_id, size),
    )
    return [Use(*row) for row in found]
