"""Rates of an edition `import_rates` by HS code."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from entrepot.engines.clearance.editions import Edition
from entrepot.engines.clearance.frames import NotTheFrame
from entrepot.engines.duty.exactly import EXACT, PLACES

_FOUND: Final = ("vat", "consumption_tax", "duty", "floor_gram", "floor_sheet")
_GRAMS: Final = {"035": 1000, "036": 1, "095": 1000, "096": 1}  # kg, g, litre, ml (customs table of units)
_SHEETS: Final = ("010", "020")  # 张, 片


@dataclass(frozen=True, eq=False)
class Rates:
    """An edition made ready. The longest prefix that fits a code decides.

    vat, consumption_tax, duty: shares of 1; null: the edition does not know. floor_gram, floor_sheet: consumption tax
    only applies from this dutiable value of a gram or millilitre, or of a sheet; null: whatever it is. Raises
    NotTheFrame for a rate that is none.
    """

    edition: Edition

    def __post_init__(self) -> None:
        for name in ("vat", "consumption_tax", "duty"):
            rate = pl.col(name)
            wrong = self.edition.rows.filter((rate < 0) | (rate >= 1) | (rate != rate.round(PLACES)))
            if wrong.height:
                raise NotTheFrame(
                    f"edition {self.edition.edition!r} of {self.edition.kind}: expected {name} of {wrong['prefix'][0]} "
                    f"as a share from 0 to below 1 with at most {PLACES} places, found {wrong[name][0].normalize()}"
                )

    @cached_property
    def _rows(self) -> pl.DataFrame:
        return self.edition.rows.unique("prefix", keep="first", maintain_order=True).with_row_index("row")

    @cached_property
    def _by_length(self) -> tuple[tuple[int, pl.Series, pl.Series], ...]:
        parts = self._rows.with_columns(length=pl.col("prefix").str.len_chars()).partition_by("length", as_dict=True)
        lengths = sorted((int(key[0]) for key in parts), reverse=True)
        return tuple((length, parts[(length,)]["prefix"], parts[(length,)]["row"]) for length in lengths)

    def beside(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Lines (hs_code) with the rates of their codes; nulls where no prefix fits."""
        code = pl.col("hs_code")
        row = pl.coalesce(
            code.str.slice(0, length).replace_strict(prefixes, rows, default=None, return_dtype=pl.UInt32)
            for length, prefixes, rows in self._by_length
        )
        known = self._rows.select("row", *_FOUND)
        return lines.with_columns(row.alias("row")).join(known, on="row", how="left", maintain_order="left").drop("row")

    @cached_property
    def has_floors(self) -> bool:
        """Whether any rate has a floor."""
        return bool(
            self._rows.select(pl.any_horizontal(pl.col("floor_gram", "floor_sheet").is_not_null().any())).item()
        )


def below_floor() -> pl.Expr:
    """Whether consumption tax does not apply to the line, for its value is below the floor.

    Null where that cannot be told: goods with a floor by the gram and no quantity in grams or millilitres.
    """
    value = pl.col("dutiable_value")
    sheets = pl.when(pl.col("unit").is_in(_SHEETS)).then("qty")
    by_sheet = pl.col("floor_sheet").is_not_null() & sheets.is_not_null()
    no_floor = pl.col("floor_gram").is_null() & ~by_sheet
    return (
        pl.when(by_sheet)
        .then(value < pl.col("floor_sheet") * sheets)
        .when(no_floor)
        .then(pl.lit(value=False))
        .otherwise(value < pl.col("floor_gram") * _grams())
    )


def _grams() -> pl.Expr:
    """Grams or millilitres of a line by its first statutory, second statutory or declared unit."""
    return pl.coalesce(
        pl.col(quantity) * pl.col(unit).replace_strict(_GRAMS, default=None, return_dtype=EXACT)
        for unit, quantity in (("unit1", "qty1"), ("unit2", "qty2"), ("unit", "qty"))
    )
