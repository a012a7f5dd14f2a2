"""What a tax bill (816) says of a released list: each line with what is still owed for it, sums to the cent. Pure."""

from types import MappingProxyType
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, Schema, check_frame
from entrepot.engines.duty import TAXES, spread
from entrepot.engines.duty.exactly import half_up, of_units, units

_CENT: Final = 2
# One row a line of a released list. charges: freight and insurance of the list, on each of its lines; returned: of qty
# what has come back, in declared units; duty, consumption_tax, vat: CNY as computed with its decision, 0 for none.
OWED: Final[Schema] = MappingProxyType(
    {
        "list_id": pl.Int64,
        "gnum": pl.Int32,
        "total_price": EXACT,
        "charges": EXACT,
        "qty": EXACT,
        "returned": EXACT,
        **dict.fromkeys(TAXES, EXACT),
    }
)


def still_owed(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sums (list_id, duty, consumption_tax, vat; CNY to the cent) and lines (list_id, gnum, tax_price and the same).

    lines: OWED. Of a line that came back in part its part is taken off, half up to five places; a line of which nothing
    is left has no row, and a list without lines none. Sums come down by what `judge_return` gave back, to the cent.
    Raises NotTheFrame.
    """
    check_frame("lines", lines, OWED, frozenset())
    valued = spread(lines.with_columns(goods_total=pl.col("total_price").sum().over("list_id")))
    valued = valued.rename({"dutiable_value": "tax_price"})
    back = [_part(name).alias(f"{name}_back") for name in ("tax_price", *TAXES)]
    parted = valued.with_columns(back)
    sums = parted.group_by("list_id", maintain_order=True).agg(
        (_cents(name) - _cents(f"{name}_back")).alias(name) for name in TAXES
    )
    left = [(pl.col(name) - pl.col(f"{name}_back")).alias(name) for name in ("tax_price", *TAXES)]
    kept = parted.filter(pl.col("qty") > pl.col("returned")).select("list_id", "gnum", *left)
    return sums.join(kept, on="list_id", how="semi", maintain_order="left"), kept


def _part(name: str) -> pl.Expr:
    part = half_up(units(pl.col(name)) * units(pl.col("returned")), units(pl.col("qty")))
    return pl.when(pl.col("returned") > 0).then(of_units(part)).otherwise(pl.lit(0, dtype=EXACT))


def _cents(name: str) -> pl.Expr:
    return pl.col(name).sum().round(_CENT, mode="half_away_from_zero")
