"""The tax of the lists of a part: put beside heads and lines, so that rules are columns over it."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import polars as pl

from entrepot.engines.clearance.editions import References
from entrepot.engines.clearance.frames import EXACT
from entrepot.engines.clearance.parts import Part
from entrepot.engines.duty import AMOUNTS, Rates, amounts, bills, taxed
from entrepot.rulebook import Figures

TAX_FIGURES: Final = ("single_limit", "single_item", "tax_share")  # what a tax rests on beside its rates
_NO_TAX: Final = pl.lit(None, dtype=EXACT).alias("tax")
_SINGLE: Final = (pl.col("lines") == 1) & (pl.col("pieces") == 1)
# Values that no rule of form lets pass have no tax.
_SOUND: Final = (
    (pl.col("least_total") >= 0)
    & (pl.col("freight") >= 0)
    & (pl.col("insured_fee") >= 0)
    & (pl.col("gnums") == pl.col("lines"))
)


@lru_cache(maxsize=4)
def rates_of(references: References) -> Rates | None:
    """The rates of the loaded edition, made ready once; None without one."""
    edition = references.editions.get("import_rates")
    return None if edition is None else Rates(edition)


def with_tax(part: Part, references: References) -> tuple[Part, pl.DataFrame]:
    """The part, and the amounts of tax of its lines (AMOUNTS).

    Heads get above_limit, single_item (above the limit, but one indivisible item) and tax (CNY to the cent; null where
    it cannot be computed, and for what may not come in as retail import); lines get rated (null where none is due).
    """
    figures = part.figures
    heads = part.heads.with_columns(above_limit=_above(figures))
    heads = heads.with_columns(single_item=pl.col("above_limit") & _SINGLE & _lets_single_items_in(figures))
    rates = rates_of(references)
    if rates is None or any(map(figures.lapse, TAX_FIGURES)):
        lines = part.lines.with_columns(rated=pl.lit(None, dtype=pl.Boolean))
        return replace(part, heads=heads.with_columns(_NO_TAX), lines=lines), pl.DataFrame(schema=AMOUNTS)
    owed = heads.select(
        "list_id",
        goods_total="lines_total",
        in_full="single_item",
        due=(_SOUND & (~pl.col("above_limit") | pl.col("single_item"))).fill_null(value=False),
    )
    lines = taxed(
        part.lines.join(owed, on="list_id", how="left", maintain_order="left"), rates, figures.exact("tax_share")
    ).with_columns(rated=pl.when("due").then("rated"))
    tax = bills(lines).select("list_id", "tax")
    heads = heads.join(tax, on="list_id", how="left", maintain_order="left")
    return replace(part, heads=heads, lines=lines), amounts(lines)


def _above(figures: Figures) -> pl.Expr:
    if figures.lapse("single_limit") is not None:
        return pl.lit(value=False)
    return (pl.col("dutiable_value") > pl.lit(figures.exact("single_limit"), dtype=EXACT)).fill_null(value=False)


def _lets_single_items_in(figures: Figures) -> bool:
    return figures.lapse("single_item") is None and figures.yes("single_item")
