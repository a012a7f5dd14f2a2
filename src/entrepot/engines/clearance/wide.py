"""The wide frames: one row a list with its order, waybill and slips beside it, one row a line with its order's line.

Everything that does not depend on a figure is worked out here, once a batch; the rules are then columns over these.
Columns of the other document carry a prefix: order_, waybill_, slip_.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import BATCH, EXACT, Batch
from entrepot.engines.clearance.ranges import in_range
from entrepot.engines.clearance.sharing import ORDER, share, used_elsewhere
from entrepot.rulebook import Rulebook

_DECLARED: Final = "2"  # app_status of a document formally declared; 1 is parked: stored, never matched
_ORDER: Final = ("seller_id", "app_status", "deleted", "goods_value", "freight", "currency", "line_count", "beyond")
_WAYBILL: Final = ("seller_id", "app_status", "deleted", "gross_weight_kg", "pack_no", "beyond")
_ORDER_LINE: Final = ("item_no", "unit", "currency", "qty", "price", "total_price", "beyond")
_SLIP: Final = {
    "slip_found": pl.Boolean,
    "slip_charge": EXACT,
    "slip_currency": pl.String,
    "slip_currencies": pl.UInt32,
    "slip_beyond": pl.String,
    "slip_ids": pl.List(pl.Int64),
}


@dataclass(frozen=True)
class Wide:
    """heads: one row a list, in the order of the batch; lines: one row a line."""

    heads: pl.DataFrame
    lines: pl.DataFrame


def widen(batch: Batch, rulebook: Rulebook) -> Wide:
    """The wide frames of a batch."""
    heads = _with_days(_with_documents(batch), rulebook)
    lines = _lines(batch, heads)
    heads = _with_counts(heads, lines)
    heads, lines = share(batch, heads, lines)
    heads = used_elsewhere(batch, heads, rulebook.time_zone)
    return Wide(_with_slips(batch, heads), lines)


def _guarded(batch: Batch, name: str) -> pl.DataFrame:
    return in_range(getattr(batch, name).select(*BATCH[name]), BATCH[name])


def _beside(columns: tuple[str, ...], prefix: str) -> list[pl.Expr]:
    """The columns of a counterpart under its prefix, with a mark that it is there at all."""
    return [*(pl.col(name).alias(f"{prefix}_{name}") for name in columns), pl.lit(value=True).alias(f"{prefix}_found")]


def _there(prefix: str) -> pl.Expr:
    """Whether the document has come, is not deleted and not parked."""
    declared = pl.col(f"{prefix}_app_status") == _DECLARED
    return (~pl.col(f"{prefix}_deleted") & declared).fill_null(value=False)


def _why_missing(prefix: str) -> pl.Expr:
    absent = pl.when(pl.col(f"{prefix}_found").is_null()).then(pl.lit("missing"))
    return absent.when(f"{prefix}_deleted").then(pl.lit("deleted")).otherwise(pl.lit("parked"))


def _with_documents(batch: Batch) -> pl.DataFrame:
    orders = _guarded(batch, "orders").select("order_id", *_beside(_ORDER, "order"))
    waybills = _guarded(batch, "waybills").select("waybill_id", *_beside(_WAYBILL, "waybill"))
    return (
        _guarded(batch, "lists")
        .join(orders, on="order_id", how="left", maintain_order="left")
        .join(waybills, on="waybill_id", how="left", maintain_order="left")
        .with_columns(
            order_there=_there("order"),
            order_missing=_why_missing("order"),
            waybill_there=_there("waybill"),
            waybill_missing=_why_missing("waybill"),
            # What another firm's order or waybill says is not shown to this one: no comparison, no finding about it.
            order_own=_there("order") & (pl.col("order_seller_id") == pl.col("seller_id")),
            waybill_own=_there("waybill") & (pl.col("waybill_seller_id") == pl.col("seller_id")).fill_null(value=True),
        )
    )


def _with_days(heads: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The days of the regime's zone that choose the law, and the number of the interval in which each lies."""
    in_zone = heads.select(
        law_date=pl.col("app_time").dt.convert_time_zone(rulebook.time_zone).dt.date(),
        arrival_date=pl.col("arrived_at").dt.convert_time_zone(rulebook.time_zone).dt.date(),
    )
    changes = pl.Series(rulebook.change_days, dtype=pl.Date)
    intervals = [
        changes.search_sorted(in_zone[day], side="right").alias(name)
        for day, name in (("law_date", "law_interval"), ("arrival_date", "arrival_interval"))
    ]
    return heads.hstack([in_zone["law_date"], in_zone["arrival_date"], *intervals])


def _lines(batch: Batch, heads: pl.DataFrame) -> pl.DataFrame:
    """Lines of the lists, each with that line of its own firm's order that has its number."""
    of_head = heads.select(
        "list_id",
        "law_interval",
        "arrival_interval",
        "statistics_flag",
        own_order_id=pl.when("order_own").then("order_id"),
        own_order_currency=pl.when("order_own").then("order_currency"),
    )
    of_order = _guarded(batch, "order_lines").select(
        pl.col("order_id").alias("own_order_id"), "gnum", *_beside(_ORDER_LINE, "order")
    )
    return (
        _guarded(batch, "list_lines")
        .join(of_head, on="list_id", how="left", maintain_order="left")
        .join(of_order, on=["own_order_id", "gnum"], how="left", maintain_order="left")
    )


def _with_counts(heads: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    counts = lines.group_by("list_id").agg(
        lines=pl.len().cast(pl.Int64),
        lines_of_order=pl.col("order_found").sum().cast(pl.Int64),
        lines_total=pl.col("total_price").sum(),
        gnums=pl.col("gnum").n_unique().cast(pl.Int64),
        currencies=pl.col("currency").n_unique().cast(pl.Int64),
    )
    return heads.join(counts, on="list_id", how="left", maintain_order="left").with_columns(
        pl.col("lines", "lines_of_order", "gnums", "currencies").fill_null(0)
    )


def _with_slips(batch: Batch, heads: pl.DataFrame) -> pl.DataFrame:
    """Heads with the living slips of their order together: an order may be paid in parts."""
    if batch.slips.is_empty():
        return heads.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in _SLIP.items())
    slips = (
        _guarded(batch, "slips")
        .filter(~pl.col("deleted") & (pl.col("app_status") == _DECLARED))
        .sort("slip_id")
        .group_by(ORDER)
        .agg(
            slip_found=pl.lit(value=True),
            slip_charge=pl.col("charge").sum(),
            slip_currency=pl.col("currency").first(),
            slip_currencies=pl.col("currency").n_unique(),
            slip_beyond=pl.col("beyond").drop_nulls().first(),
            slip_ids=pl.col("slip_id"),
        )
    )
    return heads.join(slips, on=list(ORDER), how="left", maintain_order="left")
