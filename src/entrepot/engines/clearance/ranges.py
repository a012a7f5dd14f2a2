"""Values outside N19,5 are set aside before anything is multiplied or summed: one hostile row must not blow a batch.

Inside the range no overflow is possible: two values below 10^14 with 5 places have a product below 10^28 with 10
places, which is what Decimal(38, 10) holds.
"""

from decimal import Decimal
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, Schema

LIMIT: Final = Decimal(10) ** 14  # N19,5: 14 digits before the point
_NONE: Final = pl.lit(None, dtype=pl.String).alias("beyond")


def in_range(frame: pl.DataFrame, schema: Schema) -> pl.LazyFrame:
    """The columns of the schema and `beyond`: the first of them whose value has too many digits, or null.

    Such values become null, so no comparison sees them; the row itself stays and gets its finding (F20).
    """
    exact = [name for name, kind in schema.items() if kind == EXACT]
    if not any(_any_beyond(frame[name]) for name in exact):
        return frame.lazy().select(*schema, _NONE)
    columns = frame.lazy().select(*schema)
    names = [pl.when(_is_beyond(name)).then(pl.lit(name)) for name in exact]
    values = [pl.when(~_is_beyond(name)).then(name).alias(name) for name in exact]
    return columns.with_columns(pl.coalesce(names).alias("beyond"), *values)


def _any_beyond(column: pl.Series) -> bool:
    return any(isinstance(extreme, Decimal) and abs(extreme) >= LIMIT for extreme in (column.min(), column.max()))


def _is_beyond(name: str) -> pl.Expr:
    limit = pl.lit(LIMIT, dtype=EXACT)
    return (pl.col(name) >= limit) | (pl.col(name) <= -limit)
