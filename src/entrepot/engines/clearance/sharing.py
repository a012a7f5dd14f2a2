"""What several lists have to do with each other: lists of one order, and lists on one waybill.

Where two living lists want the same, the first comer has it: a list that customs already decided or that was filed,
else the one that arrived earlier, else the lower id. So the order of rows, and what else stands in the batch, change
nothing.
"""

from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import SIBLINGS, Batch
from entrepot.engines.clearance.ranges import in_range

ORDER: Final = ("order_no", "marketplace_id", "seller_id")
WAYBILL: Final = ("carrier_id", "waybill_no")
SETTLED: Final = ("filed", "released", "held")  # states of a list that no later or earlier one can push aside
_USE: Final = ("list_id", *WAYBILL, *ORDER, "app_time", "arrived_at", "unsettled")
_RANK: Final = ("unsettled", "arrived_at", "list_id", "gnum", "total_price")


# The columns of heads and of lines as they are when no other list has to do with a list; `share` and `used_elsewhere`
# correct them. claimed_by: cop_no of the other list that has the line; used_on: day of another use of the waybill.
ALONE: Final = (
    (pl.col("lines") > 0).cast(pl.Int64).alias("lists_there"),
    pl.col("lines_of_order").alias("lines_covered"),
    pl.col("lines_total").alias("declared_total"),
    pl.col("gross_weight_kg").alias("parcel_gross_kg"),
    pl.lit(None, dtype=pl.Date).alias("used_on"),
)
LINE_ALONE: Final = pl.lit(None, dtype=pl.String).alias("claimed_by")


def share(batch: Batch, heads: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Heads with what all living lists of their order hold together, lines with the other list that has the line."""
    if batch.siblings.is_empty() and heads["order_no"].n_unique() == heads.height:
        return heads, lines
    of_siblings = in_range(batch.siblings, SIBLINGS).collect()
    shared = _shared(heads, of_siblings)
    if shared.is_empty():
        return heads, lines
    claims = _claims(shared, lines, of_siblings)
    first = claims.sort(_RANK).unique(subset=["order_key", "gnum"], keep="first", maintain_order=True)
    return _heads_together(heads, shared, _in_order(first, batch)), _lines_claimed(lines, shared, first)


def _shared(heads: pl.DataFrame, siblings: pl.DataFrame) -> pl.DataFrame:
    """The heads whose order has another living list, with a number for the order."""
    twice = heads.filter(pl.struct(*ORDER).is_duplicated())
    elsewhere = heads.join(siblings.select(*ORDER), on=list(ORDER), how="semi")
    return (
        pl.concat([twice, elsewhere])
        .unique("list_id", maintain_order=True)
        .with_columns(order_key=pl.struct(*ORDER).rank("dense"))
        .with_columns(any_order_id=pl.when("order_own").then("order_id").max().over("order_key"))
    )


def _claims(shared: pl.DataFrame, lines: pl.DataFrame, siblings: pl.DataFrame) -> pl.DataFrame:
    """One row a line of any living list of the shared orders."""
    columns = (
        "order_key", "any_order_id", "list_id", "cop_no", "unsettled", "arrived_at", *WAYBILL, "gross_weight_kg",
        "gnum", "total_price",
    )  # fmt: skip
    keys = shared.select(*ORDER, "order_key", "any_order_id").unique("order_key")
    here = (
        lines.select("list_id", "gnum", "total_price")
        .join(shared, on="list_id")
        .with_columns(unsettled=pl.lit(value=True))
    )
    there = siblings.join(keys, on=list(ORDER)).with_columns(unsettled=~pl.col("state").is_in(SETTLED))
    return pl.concat([here.select(columns), there.select(columns)])


def _in_order(first: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """The claims with a mark whether the order has a line of that number."""
    known = batch.order_lines.select(any_order_id="order_id", gnum="gnum", in_order=pl.lit(value=True))
    return first.join(known.unique(), on=["any_order_id", "gnum"], how="left")


def _heads_together(heads: pl.DataFrame, shared: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    of_order = first.group_by("order_key").agg(
        lists_there_=pl.col("list_id").n_unique().cast(pl.Int64),
        lines_covered_=pl.col("in_order").sum().cast(pl.Int64),
        declared_total_=pl.col("total_price").sum(),
    )
    parcels = (
        first.unique("list_id").group_by("order_key", *WAYBILL).agg(parcel_gross_kg_=pl.col("gross_weight_kg").sum())
    )
    together = (
        shared.select("list_id", "order_key", *WAYBILL)
        .join(of_order, on="order_key", how="left")
        .join(parcels, on=["order_key", *WAYBILL], how="left")
        .drop("order_key", *WAYBILL)
    )
    names = ("lists_there", "lines_covered", "declared_total", "parcel_gross_kg")
    return (
        heads.join(together, on="list_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"{name}_", name).alias(name) for name in names)
        .drop(f"{name}_" for name in names)
    )


def _lines_claimed(lines: pl.DataFrame, shared: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    holders = first.select("order_key", "gnum", holder="list_id", holder_cop_no="cop_no")
    return (
        lines.drop("claimed_by")
        .join(shared.select("list_id", "order_key"), on="list_id", how="left", maintain_order="left")
        .join(holders, on=["order_key", "gnum"], how="left", maintain_order="left")
        .with_columns(claimed_by=pl.when(pl.col("holder") != pl.col("list_id")).then("holder_cop_no"))
        .drop("order_key", "holder", "holder_cop_no")
    )


def used_elsewhere(
    waybill_uses: pl.DataFrame, heads: pl.DataFrame, time_zone: str, named: str = "seller_id"
) -> pl.DataFrame:
    """Heads with used_on: the latest day on which a list of another order, that came first, used the waybill.

    named: the column of a list that the waybill names too (as waybill_…, null if it names none); a list that has
    another there is refused by its own rule and takes nothing from others.
    """
    if waybill_uses.is_empty() and heads["waybill_no"].n_unique() == heads.height:
        return heads
    uses = pl.concat(
        [
            heads.with_columns(unsettled=pl.lit(value=True)).select(_USE),
            waybill_uses.with_columns(unsettled=~pl.col("state").is_in(SETTLED)).select(_USE),
        ]
    )
    other_order = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_other") for name in ORDER)
    earlier = (pl.col("arrived_at_other") < pl.col("arrived_at")) | (
        (pl.col("arrived_at_other") == pl.col("arrived_at")) & (pl.col("list_id_other") < pl.col("list_id"))
    )
    entitled = (pl.col(f"{named}_other") == pl.col(f"waybill_{named}")).fill_null(value=True)
    used = (
        heads.select("list_id", *ORDER, *WAYBILL, "arrived_at", f"waybill_{named}")
        .join(uses, on=list(WAYBILL), suffix="_other")
        .filter(
            (pl.col("list_id") != pl.col("list_id_other")) & other_order & entitled & (~pl.col("unsettled") | earlier)
        )
        .group_by("list_id")
        .agg(used_on=pl.col("app_time").dt.convert_time_zone(time_zone).dt.date().max())
    )
    return heads.drop("used_on").join(used, on="list_id", how="left", maintain_order="left")
