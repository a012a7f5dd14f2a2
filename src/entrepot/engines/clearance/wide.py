"""The wide frames: one row a list with its order, waybill and slips beside it, one row a line with its order's line.

Everything that does not depend on a figure is worked out here, once a batch; the rules are then columns over these.
Columns of the other document carry a prefix: order_, waybill_, slip_.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import BATCH, EXACT, Batch
from entrepot.engines.clearance.ranges import in_range
from entrepot.engines.clearance.sharing import ALONE, LINE_ALONE, ORDER, share, used_elsewhere

_DECLARED: Final = "2"  # app_status of a document formally declared; 1 is parked: stored, never matched


def beside(columns: tuple[str, ...], prefix: str) -> list[pl.Expr]:
    """The columns of a counterpart under its prefix, with a mark that it is there at all."""
    return [*(pl.col(name).alias(f"{prefix}_{name}") for name in columns), pl.lit(value=True).alias(f"{prefix}_found")]


def there(prefix: str) -> pl.Expr:
    """Whether the document has come, is not deleted and not parked."""
    declared = pl.col(f"{prefix}_app_status") == _DECLARED
    return (~pl.col(f"{prefix}_deleted") & declared).fill_null(value=False)


def why_missing(prefix: str) -> pl.Expr:
    """missing, deleted or parked, of a document that is not there."""
    absent = pl.when(pl.col(f"{prefix}_found").is_null()).then(pl.lit("missing"))
    return absent.when(f"{prefix}_deleted").then(pl.lit("deleted")).otherwise(pl.lit("parked"))


# The columns below are made once: for a batch of one list, making them costs more than looking at it.
_ORDER: Final = [
    pl.col("order_id"),
    *beside(
        ("seller_id", "app_status", "deleted", "goods_value", "freight", "currency", "line_count", "beyond"), "order"
    ),
]
_WAYBILL: Final = [
    pl.col("waybill_id"),
    *beside(("seller_id", "app_status", "deleted", "gross_weight_kg", "pack_no", "beyond"), "waybill"),
]
_ORDER_LINE: Final = [
    pl.col("order_id").alias("own_order_id"),
    pl.col("gnum"),
    *beside(("item_no", "unit", "currency", "qty", "price", "total_price", "beyond"), "order"),
]
_DOCUMENTS: Final = [
    there("order").alias("order_there"),
    why_missing("order").alias("order_missing"),
    there("waybill").alias("waybill_there"),
    why_missing("waybill").alias("waybill_missing"),
    # What another firm's order or waybill says is not shown to this one: no comparison, no finding about it.
    (there("order") & (pl.col("order_seller_id") == pl.col("seller_id"))).alias("order_own"),
    (there("waybill") & (pl.col("waybill_seller_id") == pl.col("seller_id")).fill_null(value=True)).alias(
        "waybill_own"
    ),
]
_OF_HEAD: Final = [
    *(pl.col(name) for name in ("list_id", "law_date", "arrival_date", "statistics_flag")),
    pl.when("order_own").then("order_id").alias("own_order_id"),
    pl.when("order_own").then("order_currency").alias("own_order_currency"),
]
_COUNTS: Final = [
    pl.len().cast(pl.Int64).alias("lines"),
    pl.col("order_found").sum().cast(pl.Int64).alias("lines_of_order"),
    pl.col("total_price").sum().alias("lines_total"),
    pl.col("gnum").n_unique().cast(pl.Int64).alias("gnums"),
    pl.col("currency").n_unique().cast(pl.Int64).alias("currencies"),
]
_NO_LINES: Final = pl.col("lines", "lines_of_order", "gnums", "currencies").fill_null(0)
_SLIPS: Final = [
    pl.lit(value=True).alias("slip_found"),
    pl.col("charge").sum().alias("slip_charge"),
    pl.col("currency").first().alias("slip_currency"),
    pl.col("currency").n_unique().alias("slip_currencies"),
    pl.col("beyond").drop_nulls().first().alias("slip_beyond"),
    pl.col("slip_id").alias("slip_ids"),
]
_NO_SLIPS: Final = [
    pl.lit(None, dtype=kind).alias(name)
    for name, kind in (
        ("slip_found", pl.Boolean),
        ("slip_charge", EXACT),
        ("slip_currency", pl.String),
        ("slip_currencies", pl.UInt32),
        ("slip_beyond", pl.String),
        ("slip_ids", pl.List(pl.Int64)),
    )
]


@dataclass(frozen=True)
class Wide:
    """heads: one row a list, in the order of the batch; lines: one row a line."""

    heads: pl.DataFrame
    lines: pl.DataFrame


def widen(batch: Batch, time_zone: str) -> Wide:
    """The wide frames of a batch; days are counted in `time_zone`."""
    documents = collected(_with_documents(batch, time_zone))
    lines = collected(_lines(batch, documents))
    heads = collected(_with_slips(batch, _with_counts(documents.lazy(), lines)).with_columns(ALONE))
    heads, lines = share(batch, heads, lines)
    return Wide(used_elsewhere(batch.waybill_uses, heads, time_zone), lines)


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """The frame, by the engine and the settings that cost least for a few thousand rows."""
    return frame.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def _guarded(batch: Batch, name: str) -> pl.LazyFrame:
    return in_range(getattr(batch, name), BATCH[name])


def _with_documents(batch: Batch, time_zone: str) -> pl.LazyFrame:
    days = (
        pl.col(time).dt.convert_time_zone(time_zone).dt.date().alias(day)
        for time, day in (("app_time", "law_date"), ("arrived_at", "arrival_date"))
    )
    return (
        _guarded(batch, "lists")
        .join(_guarded(batch, "orders").select(_ORDER), on="order_id", how="left", maintain_order="left")
        .join(_guarded(batch, "waybills").select(_WAYBILL), on="waybill_id", how="left", maintain_order="left")
        .with_columns(*_DOCUMENTS, *days)
    )


def _lines(batch: Batch, heads: pl.DataFrame) -> pl.LazyFrame:
    """Lines of the lists, each with that line of its own firm's order that has its number."""
    of_order = _guarded(batch, "order_lines").select(_ORDER_LINE)
    return (
        _guarded(batch, "list_lines")
        .join(heads.lazy().select(_OF_HEAD), on="list_id", how="inner", maintain_order="left")
        .join(of_order, on=["own_order_id", "gnum"], how="left", maintain_order="left")
        .with_columns(LINE_ALONE)
    )


def _with_counts(heads: pl.LazyFrame, lines: pl.DataFrame) -> pl.LazyFrame:
    counts = lines.lazy().group_by("list_id").agg(_COUNTS)
    return heads.join(counts, on="list_id", how="left", maintain_order="left").with_columns(_NO_LINES)


def _with_slips(batch: Batch, heads: pl.LazyFrame) -> pl.LazyFrame:
    """Heads with the living slips of their order together: an order may be paid in parts."""
    if batch.slips.is_empty():
        return heads.with_columns(_NO_SLIPS)
    slips = (
        _guarded(batch, "slips")
        .filter(~pl.col("deleted") & (pl.col("app_status") == _DECLARED))
        .sort("slip_id")
        .group_by(ORDER)
        .agg(_SLIPS)
    )
    return heads.join(slips, on=list(ORDER), how="left", maintain_order="left")
