"""Goods data of a practice seller: its wares as a trader would keep them, some still with gaps."""

from decimal import Decimal

import polars as pl

from entrepot.modules.catalogue import api as catalogue
from entrepot.project.practice import wares

BY = "练习关务员 · Practice classifier"
REASON = "goods, material and use compared with the heading · 按品名、材质、用途与税目核对"
WITH_GAPS = ("PW-1011", "PW-1012")  # sold, weighed by nobody yet
WITHOUT_ORIGIN = "PW-1012"  # nobody wrote down where it was made
_ELEMENTS = (catalogue.BRAND_KIND, catalogue.PREFERENCE, "用途", "材质", "品牌")
_EXACT = pl.Decimal(38, 10)
_KG = Decimal("0.001")
_PACKED = Decimal("1.1")


def goods_of(seller_id: int) -> pl.DataFrame:
    """seller_id and the cells of the catalogue for every ware of the generated sets; GTINs and the like stay open."""
    kept = wares.frame()
    weight = pl.col("grams").cast(_EXACT) * _KG
    weighed = pl.when(~pl.col("item_no").is_in(WITH_GAPS))
    elements = [
        catalogue.write_elements(list(zip(_ELEMENTS, model.split("|"), strict=True))) for model in kept["model"]
    ]
    return kept.with_columns(
        pl.Series("elements", elements),
        seller_id=pl.lit(seller_id, dtype=pl.Int64),
        hs_chosen_by=pl.lit(BY),
        hs_reason=pl.lit(REASON),
        factor1=pl.when(pl.col("unit1") == "035").then(weight).otherwise(pl.lit(Decimal(1), dtype=_EXACT)),
        factor2=pl.when(pl.col("unit2").is_not_null()).then(weight),
        net_weight_kg=weighed.then(weight),
        gross_weight_kg=weighed.then((weight * _PACKED).round(3, mode="half_away_from_zero")),
        origin=pl.when(pl.col("item_no") != WITHOUT_ORIGIN).then(pl.lit("142")),
    ).drop("model", "grams", "cents")
