"""Values outside N19,5 are set aside before anything is multiplied or summed: one hostile row must not blow a batch.

Inside the range no overflow is possible: two values below 10^14 with 5 places have a product below 10^28 with 10 places,
which is what Decimal(38, 10) holds.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, Schema

LIMIT: Final = Decimal(10) ** 14  # N19,5: 14 digits before the point


def in_range(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with a column `beyond`: the first column whose value has too many digits, or null.

    Such values become null, so no comparison sees them; the row itself stays and gets its finding (F20).
    """
    exact = [name for name, kind in schema.items() if kind == EXACT]
    if not exact or not _any_beyond(frame, exact):
        return frame.with_columns(beyond=pl.lit(None, dtype=pl.String))
    names = [pl.when(_is_beyond(name)).then(pl.lit(name)) for name in exact]
    values = [pl.when(~_is_beyond(name)).then(name).alias(name) for name in exact]
    return frame.with_columns(pl.coalesce(names).alias("beyond"), *values)


def _any_beyond(frame: pl.DataFrame, exact: Sequence[str]) -> bool:
    extremes = frame.select(
        pl.min_horizontal(pl.col(exact).min()).alias("low"), pl.max_horizontal(pl.col(exact).max()).alias("high")
    ).row(0)
    return any(extreme is not None and abs(extreme) >= LIMIT for extreme in extremes)


def _is_beyond(name: str) -> pl.Expr:
    limit = pl.lit(LIMIT, dtype=EXACT)
    return (pl.col(name) >= limit) | (pl.col(name) <= -limit)
