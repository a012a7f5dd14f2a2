"""What is held is spent or free again; what was spent goes back, whole or in parts."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg

from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.columns import EXACT, arrays, exact
from entrepot.modules.ledgers.errors import UnableToMove
from entrepot.modules.ledgers.operations.rows import lock, standing, write_moved
from entrepot.modules.ledgers.operations.sets import answers, repeated_sets, served_rows, wishes, with_repeats
from entrepot.modules.ledgers.serving import Served, serve

Key = tuple[int, str]  # account_id, key of the reservation

_KEY = {"account_id": pl.Int64(), "key": pl.String()}
_GONE_BACK = """
    SELECT m.account_id, m.key, m.part, m.amount
      FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS asked (account_id, key, part)
      JOIN ledgers_movement m USING (account_id, key, part)
     WHERE m.source = 'spent' AND m.target = 'free' AND m.part <> ''
"""


def commit(connection: psycopg.Connection[Any], keys: Iterable[Key], *, now: datetime, why: str = "used") -> None:
    """What was held is spent. A key that is spent already stays so; raises UnableToMove for any other state."""
    commit_many(connection, _frame(keys), now=now, why=why)


def release(connection: psycopg.Connection[Any], keys: Iterable[Key], *, now: datetime, why: str = "released") -> None:
    """What was held is free again. A key that is released already stays so; raises UnableToMove for any other state."""
    release_many(connection, _frame(keys), now=now, why=why)


def give_back(
    connection: psycopg.Connection[Any], keys: Iterable[Key], *, now: datetime, why: str = "returned"
) -> None:
    """What was spent, less the parts that went back, is free again. Raises UnableToMove for what was never spent."""
    _turn(connection, _frame(keys), "spent", "returned", "free", why=why, now=now)


def commit_many(connection: psycopg.Connection[Any], rows: pl.DataFrame, *, now: datetime, why: str = "used") -> None:
    """As `commit`. rows: account_id (Int64), key (String)."""
    _turn(connection, rows, "held", "spent", "spent", why=why, now=now)


def release_many(
    connection: psycopg.Connection[Any], rows: pl.DataFrame, *, now: datetime, why: str = "released"
) -> None:
    """As `release`. rows: account_id (Int64), key (String)."""
    _turn(connection, rows, "held", "released", "free", why=why, now=now)


@atomic
def give_back_part(
    connection: psycopg.Connection[Any], rows: pl.DataFrame, *, now: datetime, why: str = "returned"
) -> pl.DataFrame:
    """Give back parts of what was spent, never more than that: for each part all its amounts or nothing.

    rows: part (String, the key of the return), account_id (Int64), key (String, of the reservation), amount (Decimal,
    above zero), arrived_at (Datetime, UTC). Parts are served by (arrived_at, part) over the whole batch.

    Returns a row a part, in the order of service: part, outcome (given, refused, repeated), and of a refused one
    refused_account_id, left (what of it is spent and has not gone back) and wanted. The same part with the same
    amounts is `repeated` and changes nothing; with others UnableToMove is raised, with nothing changed.
    """
    asked = _parts(exact(rows, UnableToMove))
    lock(connection, asked["account_id"])
    asked = with_repeats(asked, _gone_back(connection, asked), ["account_id", "key", "part"])
    repeated = repeated_sets(asked, "part_differs")
    places = list(zip(asked["account_id"], asked["key"], strict=True))
    left = dict.fromkeys(places, Decimal(0)) | _left(connection, asked)
    served = serve(left, wishes(asked, asked["part"], places))
    by_account = [Served(one.key, None if one.short is None else one.short[0], one.free, one.wanted) for one in served]
    answered = answers(by_account, repeated, "given")
    write_moved(connection, served_rows(asked, answered, "given"), ("spent", "free"), "returned", why=why, now=now)
    return answered.rename({"set_key": "part", "free": "left"})


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """A row a part and reservation, in the order of service."""
    whole = rows.group_by("part", "account_id", "key").agg(
        pl.col("amount").sum().cast(EXACT), pl.col("arrived_at").min()
    )
    first = pl.col("arrived_at").min().over("part")
    return whole.with_columns(set_key="part", arrived_at=first).sort("arrived_at", "part", "account_id", "key")


def _gone_back(connection: psycopg.Connection[Any], asked: pl.DataFrame) -> pl.DataFrame:
    """Parts that went back before: account_id, key, part, given."""
    columns = arrays(asked, "account_id", "key", "part")
    schema = {**_KEY, "part": pl.String(), "given": EXACT}
    return pl.DataFrame(connection.execute(_GONE_BACK, columns).fetchall(), schema=schema, orient="row")


def _left(connection: psycopg.Connection[Any], asked: pl.DataFrame) -> dict[Key, Decimal]:
    """What of each reservation is spent and has not gone back; what was never spent is left out."""
    spent = standing(connection, asked.unique(["account_id", "key"])).filter(pl.col("state") == "spent")
    return {
        row[:2]: row[2] for row in spent.select("account_id", "key", pl.col("given") - pl.col("returned")).iter_rows()
    }


def _frame(keys: Iterable[Key]) -> pl.DataFrame:
    return pl.DataFrame(list(keys), schema=_KEY, orient="row")


@atomic
def _turn(
    connection: psycopg.Connection[Any],
    rows: pl.DataFrame,
    expected: str,
    becomes: str,
    target: str,
    *,
    why: str,
    now: datetime,
) -> None:
    """Move the whole of reservations from the side `expected` to `target`; what has become so before stays."""
    asked = rows.select("account_id", "key").unique()
    lock(connection, asked["account_id"])
    found = asked.join(standing(connection, asked), on=["account_id", "key"], how="left").sort("account_id", "key")
    wrong = found.filter(~pl.col("state").is_in([expected, becomes]).fill_null(value=False))
    if wrong.height:
        key, state = wrong["key"][0], wrong["state"][0]
        if state is None:
            raise UnableToMove("key_unknown", key=key)
        raise UnableToMove("state_differs", key=key, found=state, expected=expected)
    moved = found.filter(pl.col("state") == expected).with_columns(
        amount=pl.col("given") - pl.col("returned"), part=pl.lit("")
    )
    write_moved(connection, moved, (expected, target), becomes, why=why, now=now)
