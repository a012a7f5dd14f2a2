"""Reservations: many at once, in one order for everybody, never more than there is."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import polars as pl
import psycopg

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.columns import EXACT, TIME, exact
from entrepot.modules.ledgers.errors import UnableToMove
from entrepot.modules.ledgers.operations.rows import lock, standing, write_reserved
from entrepot.modules.ledgers.operations.sets import answers, repeated_sets, served_rows, with_repeats
from entrepot.modules.ledgers.operations.sets import wishes as in_order
from entrepot.modules.ledgers.serving import serve

Outcome = Literal["held", "refused", "repeated"]


@dataclass(frozen=True)
class Request:
    """Somebody wants `amount` of an account. key: unique within it; arrived_at: aware, when it was asked for.

    by_id: the party it is for, where that is not the holder.
    """

    account_id: int
    key: str
    amount: Decimal
    arrived_at: datetime
    by_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """What became of a request. free: what is left after it; of a repeated one, `amount` is what it was given before.

    outcome: held; refused (nothing is kept, it may be asked for again); repeated (was answered before, stands so).
    """

    account_id: int
    key: str
    outcome: Outcome
    amount: Decimal
    free: Decimal


_REQUEST = {
    "account_id": pl.Int64(), "key": pl.String(), "amount": EXACT, "arrived_at": TIME, "by_id": pl.Int64(),
}  # fmt: skip
_PLACE = ["account_id", "key"]


@atomic
def reserve(connection: psycopg.Connection[Any], requests: Sequence[Request], *, now: datetime) -> list[Answer]:
    """Hold what was asked for as far as it is there: first come first served by (arrived_at, key) in each account.

    One that does not fit is refused whole and later, smaller ones may still fit. Answers stand in the order of the
    requests. A batch gives what its requests would give one by one in that order. Raises UnableToMove, also for a key
    whose amount went back before: a new wish has a key of its own.
    """
    for request in requests:
        checked(request.amount, UnableToMove)
    asked = (
        pl.DataFrame([astuple(one) for one in requests], schema=_REQUEST, orient="row")
        .unique(["account_id", "key"], keep="first", maintain_order=True)
        .sort("account_id", "arrived_at", "key")
        .with_columns(side=pl.lit("held"))
    )
    free = lock(connection, asked["account_id"])
    asked = with_repeats(asked, _before(connection, asked), _PLACE)
    served = serve(free, in_order(asked, range(asked.height), asked["account_id"].to_list()))
    fits = pl.Series([one.short is None for one in served], dtype=pl.Boolean)
    write_reserved(connection, asked.filter(fits & ~asked["repeated"]), why="reserved", now=now)
    answers = {}
    for row, one in zip(asked.iter_rows(named=True), served, strict=True):
        outcome: Outcome = "repeated" if row["repeated"] else "held" if one.short is None else "refused"
        amount = row["given"] if row["repeated"] else row["amount"]
        answers[row["account_id"], row["key"]] = Answer(row["account_id"], row["key"], outcome, amount, one.free)
    return [answers[request.account_id, request.key] for request in requests]


@atomic
def reserve_together(
    connection: psycopg.Connection[Any], wishes: pl.DataFrame, *, now: datetime, why: str = "reserved"
) -> pl.DataFrame:
    """Hold for each set what it wants of several accounts, all of it or nothing.

    wishes: set_key (String), account_id (Int64), amount (Decimal, above zero), arrived_at (Datetime, UTC), a row an
    amount; amounts of one set on one account add up. Optional at_once (Boolean): that amount is spent in the same step
    instead of held. Sets are served by (arrived_at, set_key) over the whole batch; one that does not fit is refused
    whole, and later, smaller ones may still fit.

    Returns a row a set, in the order of service: set_key, outcome (held, refused, repeated), and of a refused one
    refused_account_id (the first by number that has too little), free (what was left there) and wanted. Each
    reservation stands under set_key in its account: commit_many and the like name it by (account_id, set_key). The
    same set_key with the same amounts is answered `repeated` and changes nothing. Raises UnableToMove, with nothing
    changed, where it comes back with others, or after it went back: a new wish has a key of its own.
    """
    asked = _in_order(exact(wishes, UnableToMove))
    free = lock(connection, asked["account_id"])
    asked = with_repeats(asked, _before(connection, asked), _PLACE)
    repeated = repeated_sets(asked, "set_differs")
    served = serve(free, in_order(asked, asked["set_key"].to_list(), asked["account_id"].to_list()))
    answered = answers(served, repeated, "held")
    write_reserved(connection, served_rows(asked, answered, "held"), why=why, now=now)
    return answered


def _in_order(wishes: pl.DataFrame) -> pl.DataFrame:
    """A row a set and account, in the order of service."""
    at_once = pl.col("at_once").any() if "at_once" in wishes.columns else pl.lit(value=False)
    return (
        wishes.lazy()
        .group_by("set_key", "account_id")
        .agg(pl.col("amount").sum().cast(EXACT), pl.col("arrived_at").min(), at_once=at_once)
        .select(
            "set_key",
            "account_id",
            "amount",
            arrived_at=pl.col("arrived_at").min().over("set_key"),
            key="set_key",
            by_id=pl.lit(None, pl.Int64),
            side=pl.when("at_once").then(pl.lit("spent")).otherwise(pl.lit("held")),
        )
        .sort("arrived_at", "set_key", "account_id")
        .collect()
    )


def _before(connection: psycopg.Connection[Any], asked: pl.DataFrame) -> pl.DataFrame:
    """What stands under these keys already; raises UnableToMove for one that went back."""
    found = standing(connection, asked)
    gone = found.filter(~pl.col("state").is_in(["held", "spent"])).sort("key")
    if gone.height:
        raise UnableToMove("key_used", key=gone["key"][0], found=gone["state"][0])
    return found
