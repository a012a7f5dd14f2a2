"""From prices to taxes: freight and insurance spread over lines, then the formula of each kind of tax.

Within the limit of one transaction, of a line of dutiable value P, rates ct and vat and a share s:
    consumption tax = P ÷ (1 − ct) × ct × s;   VAT = (P + P ÷ (1 − ct) × ct) × vat × s;   duty none.
In full: D = P × duty; consumption tax = (P + D) ÷ (1 − ct) × ct; VAT = (P + D + consumption tax) × vat.
Every base and amount is rounded half up to five places, once.
"""

from decimal import Decimal
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import Schema
from entrepot.engines.duty.exactly import EXACT, grossed_up, half_up, of_units, taken, units
from entrepot.engines.duty.rates import Rates, below_floor

TAXES: Final = ("duty", "consumption_tax", "vat")
CENT: Final = 2
# One row a line and tax that is levied. amount = base × rate, half up to five places.
AMOUNTS: Final[Schema] = {
    "list_id": pl.Int64,
    "gnum": pl.Int32,
    "tax": pl.String,
    "base": EXACT,
    "rate": EXACT,
    "amount": EXACT,
}


def spread(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with dutiable_value: the price and its part of freight and insurance.

    lines: list_id, gnum, total_price, charges (of the list, on each of its lines), goods_total (likewise). By value,
    half up to five places; what rounding leaves over goes to the line of highest price, of several the first.
    """
    if not (lines["charges"] != 0).any():
        return lines.with_columns(dutiable_value="total_price")
    price, charges, goods = units(pl.col("total_price")), units(pl.col("charges")), units(pl.col("goods_total"))
    parts = lines.with_columns(part=pl.when(goods > 0).then(half_up(price * charges, goods)).otherwise(0))
    left = (
        parts.group_by("list_id")
        .agg(
            left=units(pl.col("charges").first()) - pl.col("part").sum(),
            gnum=pl.col("gnum").sort_by("total_price", "gnum", descending=[True, False]).first(),
        )
        .filter(pl.col("left") != 0)
    )
    whole = parts.join(left, on=["list_id", "gnum"], how="left", maintain_order="left")
    value = units(pl.col("total_price")) + pl.col("part") + pl.col("left").fill_null(0)
    return whole.with_columns(dutiable_value=of_units(value)).drop("part", "left")


def taxed(lines: pl.DataFrame, rates: Rates, share: Decimal) -> pl.DataFrame:
    """Lines with dutiable_value, and base, rate and amount of each tax (duty_base … vat_amount); `rated`.

    lines: list_id, gnum, hs_code, total_price, charges, goods_total, unit, unit1, unit2, qty, qty1, qty2, in_full. None
    negative. share: of consumption tax and VAT, levied unless in_full. rated: false where the edition lacks the code, a
    rate that is needed, or the quantity by which consumption tax applies; its amounts are null.
    """
    found = rates.beside(spread(lines))
    if rates.has_floors:
        found = found.with_columns(below=below_floor())
        tax = pl.when("below").then(pl.lit(0, dtype=EXACT)).otherwise("consumption_tax")
        found = found.with_columns(consumption_tax=pl.when(pl.col("below").is_not_null()).then(tax)).drop("below")
    levied = pl.when("in_full").then(pl.lit(1, dtype=EXACT)).otherwise(pl.lit(share, dtype=EXACT))
    found = found.with_columns(
        duty_rate=pl.when("in_full").then("duty").otherwise(pl.lit(0, dtype=EXACT)),
        consumption_tax_rate=pl.col("consumption_tax") * levied,
        vat_rate=pl.col("vat") * levied,
        value=units(pl.col("dutiable_value")),
    )
    found = found.with_columns(duty_units=taken(pl.col("value"), pl.col("duty_rate")))
    dutied = pl.col("value") + pl.col("duty_units")
    found = found.with_columns(dutied=dutied, grossed=grossed_up(dutied, pl.col("consumption_tax")))
    contained = taken(pl.col("grossed"), pl.col("consumption_tax"))
    found = found.with_columns(sold=pl.col("dutied") + contained)
    return (
        found.with_columns(
            duty_base="dutiable_value",
            duty_amount=of_units(pl.col("duty_units")),
            consumption_tax_base=of_units(pl.col("grossed")),
            consumption_tax_amount=of_units(taken(pl.col("grossed"), pl.col("consumption_tax_rate"))),
            vat_base=of_units(pl.col("sold")),
            vat_amount=of_units(taken(pl.col("sold"), pl.col("vat_rate"))),
        )
        .with_columns(rated=pl.all_horizontal(pl.col(f"{tax}_amount").is_not_null() for tax in TAXES))
        .drop("value", "duty_units", "dutied", "grossed", "sold")
    )


def amounts(lines: pl.DataFrame) -> pl.DataFrame:
    """AMOUNTS of lines as `taxed` gives them, by list_id, gnum and tax; lines that are not rated have none."""
    rated = lines.filter("rated")
    rows = [
        rated.filter(pl.col(f"{tax}_rate") != 0).select(
            "list_id",
            "gnum",
            tax=pl.lit(tax),
            base=f"{tax}_base",
            rate=f"{tax}_rate",
            amount=f"{tax}_amount",
        )
        for tax in TAXES
    ]
    return pl.concat(rows).sort("list_id", "gnum", "tax")


def bills(lines: pl.DataFrame) -> pl.DataFrame:
    """list_id; duty, consumption_tax, vat and tax (their sum) of each list, to the cent; null unless all are rated.

    Each kind of tax is summed over the lines of the list first, then rounded half up.
    """
    kinds = [pl.col(f"{tax}_amount").sum().round(CENT, mode="half_away_from_zero").alias(tax) for tax in TAXES]
    summed = lines.group_by("list_id", maintain_order=True).agg(
        *kinds, rated=pl.col("rated").fill_null(value=False).all()
    )
    return summed.with_columns(pl.when("rated").then(tax).alias(tax) for tax in TAXES).select(
        "list_id", *TAXES, tax=pl.sum_horizontal(TAXES, ignore_nulls=False)
    )
