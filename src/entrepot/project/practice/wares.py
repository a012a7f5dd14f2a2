"""The goods of the generated sets: codes, units and weights as the practice editions have them."""

from functools import cache
from importlib import resources

import polars as pl

_SCHEMA = {
    "item_no": pl.String,
    "item_name": pl.String,
    "declared_name": pl.String,
    "hs_code": pl.String,  # 10 digits
    "model": pl.String,  # declaration elements; the first two: 品牌类型 0 no brand, 出口享惠情况 0 no preference
    "unit": pl.String,  # units: 3-digit customs codes
    "unit1": pl.String,  # 035 (kilogram) or the declared unit
    "unit2": pl.String,
    "grams": pl.Int64,  # net weight of one declared unit
    "cents": pl.Int64,  # lowest price of one declared unit, in hundredths of the order's currency
}


@cache
def frame() -> pl.DataFrame:
    """The wares, one row a ware, in the order of the file."""
    source = resources.files("entrepot.project.practice").joinpath("data/wares.csv")
    return pl.read_csv(source.read_bytes(), schema=_SCHEMA)
