"""Sets of wishes as frames: compared with what stands already, handed to the pass, answered."""

from collections.abc import Hashable, Iterable, Iterator, MutableMapping
from decimal import Decimal
from typing import TypeVar

import polars as pl

from entrepot.modules.ledgers.columns import EXACT
from entrepot.modules.ledgers.errors import UnableToMove
from entrepot.modules.ledgers.serving import Served, serve

Place = TypeVar("Place", bound=Hashable)
_NOTHING = Decimal(0)


def with_repeats(asked: pl.DataFrame, before: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """With `given`, the amount that stands under the same key already, and `repeated`. before: `on`, given."""
    if before.is_empty():
        return asked.with_columns(given=pl.lit(None, EXACT), repeated=pl.lit(value=False))
    joined = asked.join(before.select(*on, "given"), on=on, how="left", maintain_order="left")
    return joined.with_columns(repeated=pl.col("given").is_not_null())


def check_repeats(asked: pl.DataFrame, refusal: str) -> None:
    """Each set stands as it is wanted now, or not at all; else UnableToMove(refusal)."""
    if not asked["repeated"].any():
        return
    same = pl.col("repeated") & (pl.col("given") == pl.col("amount"))
    other = asked.filter(pl.col("repeated").any().over("set_key") & ~same)
    if other.height:
        raise UnableToMove(refusal, key=other["set_key"][0])


def serve_rows(
    free: MutableMapping[Place, Decimal], asked: pl.DataFrame, sets: Iterable[Hashable], places: Iterable[Place]
) -> list[Served]:
    """The pass over rows in the order of service: amount, repeated; what stands already wants nothing more."""
    return serve(free, _wishes(asked, sets, places))


def _wishes(
    asked: pl.DataFrame, sets: Iterable[Hashable], places: Iterable[Place]
) -> Iterator[tuple[Hashable, Place, Decimal]]:
    rows = zip(sets, places, asked["amount"], asked["repeated"], strict=True)
    return ((one, place, _NOTHING if repeated else amount) for one, place, amount, repeated in rows)


def answers(asked: pl.DataFrame, served: list[Served], done: str) -> pl.DataFrame:
    """A row a set, in the order of service: set_key, outcome (done, refused, repeated); of a refused one
    refused_account_id, free, wanted.
    """
    sets = asked.with_row_index("at").unique("set_key", keep="first", maintain_order=True)
    short = pl.Series([one.short for one in served], dtype=pl.Int64)
    at = asked[(sets["at"].cast(pl.Int64) + short.fill_null(0)).to_list()]
    refused = short.is_not_null()
    outcome = pl.when("repeated").then(pl.lit("repeated")).when(refused).then(pl.lit("refused")).otherwise(pl.lit(done))
    free = pl.Series([one.free for one in served], dtype=EXACT)
    return sets.select(
        "set_key",
        outcome=outcome,
        refused_account_id=pl.when(refused).then(at["account_id"]),
        free=pl.when(refused).then(free),
        wanted=pl.when(refused).then(at["amount"]),
    )
