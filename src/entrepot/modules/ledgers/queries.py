"""What lies in accounts, as far as the caller may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg


@dataclass(frozen=True)
class Balance:
    """What is free, held and spent of one account, in its unit."""

    account_id: int
    unit: str
    free: Decimal
    held: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Moved:
    """One movement: which way, how much, why and when."""

    key: str
    source: str
    target: str
    amount: Decimal
    why: str
    at: datetime


def balances(connection: psycopg.Connection, kind: str, keys: Sequence[str]) -> dict[str, Balance]:
    """key → balance of the accounts of one kind; keys without an account that the caller sees are left out."""
    found = connection.execute(
        "SELECT key, id, unit, free, held, spent FROM ledgers_account WHERE kind = %s AND key = ANY(%s)",
        (kind, list(keys)),
    )
    return {row[0]: Balance(*row[1:]) for row in found}


def movements(connection: psycopg.Connection, account_id: int) -> list[Moved]:
    """Everything that moved in an account, the oldest first."""
    found = connection.execute(
        "SELECT key, source, target, amount, why, at FROM ledgers_movement WHERE account_id = %s ORDER BY id",
        (account_id,),
    )
    return [Moved(*row) for row in found]
