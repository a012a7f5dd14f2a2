"""Sets of wishes and accounts for the tests of this folder."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import psycopg

from entrepot.modules.ledgers import api as ledgers

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
BROKER = 11
MONEY = pl.Decimal(38, 5)
_TIME = pl.Datetime("us", "UTC")
Kept = tuple[str, str, str, int | None, Decimal]  # kind, key, unit, holder, amount
Wanted = tuple[str, int, str]  # set, account, amount


def admitted(
    connection: psycopg.Connection, persons: int = 0, guarantees: int = 0, *, limit: str = "26000", cover: str = "1000"
) -> tuple[list[int], list[int]]:
    """Numbers of the accounts of so many persons and guarantees."""
    rows: list[Kept] = [
        ("person_year", f"{number:032x}:2026", "CNY", None, Decimal(limit)) for number in range(persons)
    ]
    rows += [("guarantee", f"4403{number:06}", "CNY", BROKER, Decimal(cover)) for number in range(guarantees)]
    found = ledgers.admit_many(connection, accounts(rows), now=NOW)
    numbers = dict(found.select("key", "account_id").iter_rows())
    ids = [numbers[row[1]] for row in rows]
    return ids[:persons], ids[persons:]


def accounts(rows: Sequence[Kept]) -> pl.DataFrame:
    """The frame that admit_many takes."""
    schema = {
        "kind": pl.String(), "key": pl.String(), "unit": pl.String(), "holder_id": pl.Int64(), "amount": MONEY,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def wishes(rows: Iterable[Wanted], *, minutes: dict[str, int] | None = None) -> pl.DataFrame:
    """The frame that reserve_together takes; sets arrive in the minutes told, else at once."""
    schema = {"set_key": pl.String(), "account_id": pl.Int64(), "amount": MONEY, "arrived_at": _TIME}
    told = minutes or {}
    whole = [
        (key, account, Decimal(amount), NOW + timedelta(minutes=told.get(key, 0))) for key, account, amount in rows
    ]
    return pl.DataFrame(whole, schema=schema, orient="row")


def parts(rows: Iterable[tuple[str, int, str, str]]) -> pl.DataFrame:
    """The frame that give_back_part takes: part, account, key, amount."""
    schema = {"part": pl.String(), "account_id": pl.Int64(), "key": pl.String(), "amount": MONEY, "arrived_at": _TIME}
    whole = [(part, account, key, Decimal(amount), NOW) for part, account, key, amount in rows]
    return pl.DataFrame(whole, schema=schema, orient="row")


def outcomes(answers: pl.DataFrame) -> dict[str, str]:
    """Set → outcome."""
    return dict(answers.select(answers.columns[0], "outcome").iter_rows())


def sides(connection: psycopg.Connection, account: int) -> tuple[Decimal, Decimal, Decimal]:
    """free, held, spent as they stand on the account."""
    row = connection.execute("SELECT free, held, spent FROM ledgers_account WHERE id = %s", (account,)).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def counted(connection: psycopg.Connection, account: int) -> tuple[Decimal, Decimal, Decimal]:
    """The same from the movements alone."""
    row = connection.execute(
        """
        SELECT coalesce(sum(amount * ((target = 'free')::int - (source = 'free')::int)), 0),
               coalesce(sum(amount * ((target = 'held')::int - (source = 'held')::int)), 0),
               coalesce(sum(amount * ((target = 'spent')::int - (source = 'spent')::int)), 0)
          FROM ledgers_movement WHERE account_id = %s
        """,
        (account,),
    ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def decimals(free: str, held: str, spent: str) -> tuple[Decimal, Decimal, Decimal]:
    """Amounts as exact numbers."""
    return Decimal(free), Decimal(held), Decimal(spent)
