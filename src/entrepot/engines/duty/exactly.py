"""Division and multiplication without a wrong last digit: whole numbers of units, rounded half up by name.

Decimal(38, 10) keeps ten places and would round a product or quotient twice. Half up (四舍五入) is how customs compute
amounts; values here are never negative.
"""

from typing import Final

import polars as pl

EXACT: Final = pl.Decimal(38, 10)
PLACES: Final = 5  # N19,5, the places of amounts in messages
RATE_PLACES: Final = 10
_UNIT: Final = pl.lit("0.00001").cast(EXACT)


def units(column: pl.Expr) -> pl.Expr:
    """An amount of at most five places as a whole number of 0.00001."""
    return (column * 10**PLACES).cast(pl.Int128)


def of_units(whole: pl.Expr) -> pl.Expr:
    """The amount of so many 0.00001."""
    return whole.cast(EXACT) * _UNIT


def half_up(dividend: pl.Expr, divisor: pl.Expr | int) -> pl.Expr:
    """The quotient of whole numbers, not negative, rounded half up; null where the divisor is 0."""
    over = pl.lit(divisor, dtype=pl.Int128) if isinstance(divisor, int) else divisor
    whole = dividend // over
    return whole + ((dividend - whole * over) * 2 >= over).cast(pl.Int128)


def taken(base: pl.Expr, rate: pl.Expr) -> pl.Expr:
    """base (whole units) × rate (a decimal of at most ten places), in whole units."""
    return half_up(base * (rate * 10**RATE_PLACES).cast(pl.Int128), 10**RATE_PLACES)


def grossed_up(base: pl.Expr, rate: pl.Expr) -> pl.Expr:
    """base (whole units) ÷ (1 − rate), in whole units: a price that contains a tax of this rate."""
    return half_up(base * 10**PLACES, 10**PLACES - units(rate))
