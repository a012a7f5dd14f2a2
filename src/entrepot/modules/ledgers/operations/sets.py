"""Sets of wishes as frames: compared with what stands already, handed to the pass, answered."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

import polars as pl

from entrepot.modules.ledgers.columns import EXACT
from entrepot.modules.ledgers.errors import UnableToMove
from entrepot.modules.ledgers.serving import Served

Place = TypeVar("Place", bound=Hashable)
_ANSWER = {
    "set_key": pl.String(), "outcome": pl.String(), "refused_account_id": pl.Int64(), "free": EXACT, "wanted": EXACT,
}  # fmt: skip
_NOTHING = Decimal(0)


def with_repeats(asked: pl.DataFrame, before: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """With `given`, the amount that stands under the same key already, and `repeated`. before: `on`, given."""
    if before.is_empty():
        return asked.with_columns(given=pl.lit(None, EXACT), repeated=pl.lit(value=False))
    joined = asked.join(before.select(*on, "given"), on=on, how="left", maintain_order="left")
    return joined.with_columns(repeated=pl.col("given").is_not_null())


def repeated_sets(asked: pl.DataFrame, refusal: str) -> set[str]:
    """Keys of sets that stand already; each as it is wanted now, else UnableToMove(refusal)."""
    if not asked["repeated"].any():
        return set()
    again = asked.filter(pl.col("repeated").any().over("set_key"))
    other = again.filter((pl.col("given") == pl.col("amount")).fill_null(value=False).not_())
    if other.height:
        raise UnableToMove(refusal, key=other["set_key"][0])
    return set(again["set_key"])


def wishes(
    asked: pl.DataFrame, sets: Iterable[Hashable], places: Iterable[Place]
) -> Iterator[tuple[Hashable, Place, Decimal]]:
    """Rows in the order of service as the pass takes them; what stands already wants nothing more."""
    rows = zip(sets, places, asked["amount"].to_list(), asked["repeated"].to_list(), strict=True)
    return ((one, place, _NOTHING if repeated else amount) for one, place, amount, repeated in rows)


def answers(served: Sequence[Served[int]], repeated: set[str], done: str) -> pl.DataFrame:
    """A row a set, in the order of service: set_key, outcome (done, refused, repeated); of a refused one
    refused_account_id, free, wanted.
    """
    rows = [
        (one.key, "refused", one.short, one.free, one.wanted) if one.short is not None
        else (one.key, "repeated" if one.key in repeated else done, None, None, None)
        for one in served
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_ANSWER, orient="row")


def served_rows(asked: pl.DataFrame, answered: pl.DataFrame, done: str) -> pl.DataFrame:
    """The rows of sets that were served now."""
    kept = answered["set_key"].filter(answered["outcome"] == done)
    return asked if len(kept) == answered.height else asked.filter(pl.col("set_key").is_in(kept.implode()))
