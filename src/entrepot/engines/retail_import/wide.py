"""The wide frames of import: one row a list with order, payment and waybill beside it, one row a line with its order's.

As `entrepot.engines.clearance.wide`; columns of the other documents carry a prefix: order_, payment_, waybill_.
"""

from typing import Final

import polars as pl

from entrepot.engines.clearance.ranges import in_range
from entrepot.engines.clearance.sharing import ORDER, SETTLED, used_elsewhere
from entrepot.engines.clearance.wide import Wide, beside, collected, there, why_missing
from entrepot.engines.retail_import.frames import BATCH, Batch

_DECLARED: Final = "2"
_PAID: Final = ("order_no", "marketplace_id")  # a payment belongs to an order of a marketplace
_ORDER: Final = [
    pl.col("order_id"),
    *beside(
        (
            "seller_id", "app_status", "deleted", "goods_value", "freight", "discount", "tax_total", "actual_paid",
            "currency", "line_count", "buyer_hash", "pay_code", "pay_transaction_no", "consignee_hash",
            "consignee_telephone_hash", "consignee_address_hash", "beyond",
        ),
        "order",
    ),
]  # fmt: skip
_WAYBILL: Final = [
    pl.col("waybill_id"),
    *beside(
        (
            "order_no", "app_status", "deleted", "freight", "insured_fee", "gross_weight_kg", "pack_no",
            "consignee_hash", "consignee_telephone_hash", "consignee_address_hash", "beyond",
        ),
        "waybill",
    ),
]  # fmt: skip
_PAYMENT: Final = [
    *(pl.col(name) for name in _PAID),
    pl.col("payment_id"),
    *beside(("pay_code", "pay_transaction_no", "payer_hash", "amount_paid", "currency", "beyond"), "payment"),
]
_ORDER_LINE: Final = [
    pl.col("order_id").alias("own_order_id"),
    pl.col("gnum"),
    *beside(("item_no", "item_name", "unit", "qty", "price", "total_price", "beyond"), "order"),
]
_DOCUMENTS: Final = [
    there("order").alias("order_there"),
    why_missing("order").alias("order_missing"),
    there("waybill").alias("waybill_there"),
    why_missing("waybill").alias("waybill_missing"),
    # What an order of another firm, its payment, or a waybill of another order says is not shown to this one.
    (there("order") & (pl.col("order_seller_id") == pl.col("seller_id"))).alias("order_own"),
    (there("waybill") & (pl.col("waybill_order_no") == pl.col("order_no")).fill_null(value=True)).alias("waybill_own"),
]
_OF_HEAD: Final = [
    *(pl.col(name) for name in ("list_id", "law_date", "arrival_date", "charges")),
    pl.when("order_own").then("order_id").alias("own_order_id"),
]
_COUNTS: Final = [
    pl.len().cast(pl.Int64).alias("lines"),
    pl.col("order_found").sum().cast(pl.Int64).alias("lines_of_order"),
    pl.col("total_price").sum().alias("lines_total"),
    pl.col("total_price").min().alias("least_total"),
    pl.col("qty").sum().alias("pieces"),
    pl.col("gnum").n_unique().cast(pl.Int64).alias("gnums"),
]
_ALONE: Final = [
    (pl.col("lines_total") + pl.col("charges")).alias("dutiable_value"),
    pl.lit(None, dtype=pl.Date).alias("used_on"),
    pl.lit(None, dtype=pl.String).alias("claimed_by"),
    pl.lit(None, dtype=pl.List(pl.Int64)).alias("slip_ids"),
]
_NO_LINES: Final = pl.col("lines", "lines_of_order", "lines_total", "least_total", "pieces", "gnums").fill_null(0)


def widen(batch: Batch, time_zone: str) -> Wide:
    """The wide frames of a batch; days are counted in `time_zone`."""
    documents = collected(_with_documents(batch, time_zone))
    lines = collected(_lines(batch, documents))
    counts = lines.lazy().group_by("list_id").agg(_COUNTS)
    heads = collected(
        documents.lazy()
        .join(counts, on="list_id", how="left", maintain_order="left")
        .with_columns(_NO_LINES)
        .with_columns(_ALONE)
    )
    heads = _claimed(batch.siblings, heads)
    return Wide(used_elsewhere(batch.waybill_uses, heads, time_zone, named="order_no"), lines)


def _guarded(batch: Batch, name: str) -> pl.LazyFrame:
    return in_range(getattr(batch, name), BATCH[name])


def _with_documents(batch: Batch, time_zone: str) -> pl.LazyFrame:
    days = (
        pl.col(time).dt.convert_time_zone(time_zone).dt.date().alias(day)
        for time, day in (("app_time", "law_date"), ("arrived_at", "arrival_date"))
    )
    heads = (
        _guarded(batch, "lists")
        .join(_guarded(batch, "orders").select(_ORDER), on="order_id", how="left", maintain_order="left")
        .join(_guarded(batch, "waybills").select(_WAYBILL), on="waybill_id", how="left", maintain_order="left")
        .with_columns(*_DOCUMENTS, *days, charges=pl.col("freight") + pl.col("insured_fee"))
    )
    return _with_payments(batch, heads)


def _with_payments(batch: Batch, heads: pl.LazyFrame) -> pl.LazyFrame:
    """Heads with the living payment of their order: of several the one that the order names, else the first."""
    paid = (
        _guarded(batch, "payments")
        .filter(~pl.col("deleted") & (pl.col("app_status") == _DECLARED))
        .select(_PAYMENT)
        .collect()
    )
    if paid.select(_PAID).is_duplicated().any():
        named = heads.select(*_PAID, "order_pay_code", "order_pay_transaction_no").collect().unique(_PAID, keep="any")
        meant = (pl.col("payment_pay_code") == pl.col("order_pay_code")) & (
            pl.col("payment_pay_transaction_no") == pl.col("order_pay_transaction_no")
        )
        paid = (
            paid.join(named, on=list(_PAID), how="left")
            .sort(~meant.fill_null(value=False), "payment_id")
            .unique(_PAID, keep="first", maintain_order=True)
            .drop("order_pay_code", "order_pay_transaction_no")
        )
    return heads.join(paid.lazy(), on=list(_PAID), how="left", maintain_order="left")


def _lines(batch: Batch, heads: pl.DataFrame) -> pl.LazyFrame:
    """Lines of the lists, each with that line of its own firm's order that has its number."""
    of_order = _guarded(batch, "order_lines").select(_ORDER_LINE)
    return (
        _guarded(batch, "list_lines")
        .join(heads.lazy().select(_OF_HEAD), on="list_id", how="inner", maintain_order="left")
        .join(of_order, on=["own_order_id", "gnum"], how="left", maintain_order="left")
    )


def _claimed(siblings: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """Heads with claimed_by: cop_no of the other living list that came first and has the order.

    An order has one list here: it holds at most as many lines as a list. Who comes first is as with the lines of an
    export order: decided or filed lists before all others, then the earlier, then the lower id.
    """
    if siblings.is_empty() and heads["order_no"].n_unique() == heads.height:
        return heads
    columns = ("list_id", *ORDER, "cop_no", "arrived_at", "unsettled")
    living = pl.concat(
        [
            heads.with_columns(unsettled=pl.lit(value=True)).select(columns),
            siblings.with_columns(unsettled=~pl.col("state").is_in(SETTLED)).select(columns),
        ]
    )
    first = (
        living.sort("unsettled", "arrived_at", "list_id")
        .unique(ORDER, keep="first", maintain_order=True)
        .select(*ORDER, holder="list_id", holder_cop_no="cop_no")
    )
    return (
        heads.join(first, on=list(ORDER), how="left", maintain_order="left")
        .with_columns(claimed_by=pl.when(pl.col("holder") != pl.col("list_id")).then("holder_cop_no"))
        .drop("holder", "holder_cop_no")
    )
