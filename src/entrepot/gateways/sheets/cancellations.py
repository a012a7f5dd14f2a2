"""Cancellations that name no order: each is joined to the one earlier order that fits, else its owner is asked.

Guarantees: a cancellation is joined only where exactly one earlier order of the same buyer (or the order it names), as
it was ordered, held everything it takes back, at the same price and in at least that quantity; the cancellations of one
order never take back more than is left of it; a cancellation that an order already notes is a repeat and changes
nothing, and the same cancellations again join nothing more; whatever is not joined comes back with the orders that
might have been meant.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from entrepot.gateways.sheets.cells import EXACT, TIME
from entrepot.gateways.sheets.order_lines import Orders, with_identity, with_repeats
from entrepot.gateways.sheets.problems import none, problems
from entrepot.gateways.sheets.table import ROW_NO

_GOODS = ["item_no", "price"]
# A cancellation whose rarest line stands in more orders of its buyer than this is asked about without comparing all.
_MOST_CANDIDATES = 1_000
_NAMED = 5  # candidates named in a problem
_KEY = ["message_no", "document_no"]
_NOTE = "Cancelled by · 取消单: "  # in the order's note, then the numbers of its cancellations


@dataclass(frozen=True)
class Fits:
    """What became of cancellations.

    joined, repeated: cancellation_no, order_no. orders, lines: the changed orders in full, columns as they came, with
    goods_value, line_count, note, content_hash, guid and app_time new, app_type '2' (change) or '3' (delete: nothing
    worth money is left; such an order keeps its last lines). asked: cancellation_no, reason (a row reason of
    `sentences`), count, candidates.
    """

    joined: pl.DataFrame
    repeated: pl.DataFrame
    orders: pl.DataFrame
    lines: pl.DataFrame
    asked: pl.DataFrame


@dataclass(frozen=True)
class Stored:
    """Current orders of the buyers who cancelled, or which cancellations name; deleted ones with `deleted` true.

    orders: message_no, document_no (any pair that is unique), order_no, buyer, placed_at, note and the other columns of
    a decoded order head; lines: message_no, document_no, gnum and the other columns of a decoded order line. `buyer`
    has the type it has in the cancellations: plain text or keyed hash. ordered: lines (the same key columns, item_no,
    price, qty) as before any cancellation, of deleted orders too; the current lines where none was joined yet.
    """

    orders: pl.DataFrame
    lines: pl.DataFrame
    ordered: pl.DataFrame | None = None


def fit_cancellations(cancellations: pl.DataFrame, cancelled: pl.DataFrame, stored: Stored, *, now: datetime) -> Fits:
    """Join cancellations (order_no, buyer, cancels, placed_at; lines order_no, item_no, price, qty) to stored orders.

    Cancellations of one order are counted from the earliest on. `now` becomes the app_time of changed orders.
    """
    repeated = _repeated(cancellations, stored.orders)
    heads = cancellations.rename({"order_no": "cancellation_no", "placed_at": "cancelled_at"}).join(
        repeated, on="cancellation_no", how="anti", maintain_order="left"
    )
    wanted = (
        cancelled.rename({"order_no": "cancellation_no"})
        .group_by("cancellation_no", *_GOODS)
        .agg(pl.col("qty").sum())
        .join(heads.select("cancellation_no", "buyer", "cancels", "cancelled_at"), on="cancellation_no")
    )
    living = stored.orders
    if "deleted" in living.columns:
        living = living.filter(~pl.col("deleted"))
    held = _held(living, stored.lines)
    ordered = _held(stored.orders, stored.lines if stored.ordered is None else stored.ordered)
    counts = _counts(heads, wanted, ordered)
    only = counts.filter(pl.col("count") == 1).select("cancellation_no", "order_no", "cancelled_at")
    joined = _within(only, wanted, held)
    orders, lines = _changed(joined, wanted, Stored(living, stored.lines), now)
    return Fits(joined, repeated, orders, lines, _asked(counts, joined))


def _held(orders: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """order_no, buyer, placed_at, item_no, price, held: what the orders hold, one row a ware and price."""
    together = lines.group_by(*_KEY, *_GOODS).agg(held=pl.col("qty").sum())
    return together.join(orders.select(*_KEY, "order_no", "buyer", "placed_at"), on=_KEY)


def asked_problems(read: Orders, fits: Fits) -> pl.DataFrame:
    """A problem for each row of a cancellation that was not joined; problems.SCHEMA."""
    whole = pl.lit(None, dtype=pl.String)
    rows = (
        read.rows.filter(pl.col("state") == "cancellation")
        .join(fits.asked, left_on="order_no", right_on="cancellation_no", maintain_order="left")
        .select(ROW_NO, "order_no", "reason", "count", "candidates", whole.alias("column"), whole.alias("found"))
    )
    parts = [problems(part, str(reason)) for (reason,), part in rows.partition_by("reason", as_dict=True).items()]
    return pl.concat([none(), *parts]).sort(ROW_NO, maintain_order=True)


def _repeated(cancellations: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    noted = orders.filter(pl.col("note").str.contains(_NOTE, literal=True)).select(
        "order_no", cancellation_no=pl.col("note").str.split(_NOTE).list.last().str.split(", ")
    )
    return (
        noted.explode("cancellation_no")
        .join(cancellations.select(cancellation_no="order_no"), on="cancellation_no")
        .unique("cancellation_no", keep="first", maintain_order=True)
        .select("cancellation_no", "order_no")
    )


def _counts(heads: pl.DataFrame, wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Each cancellation with how many orders it fits, one of them, and some of their numbers."""
    rarest = _rarest(wanted, held)
    pairs = _fitting(wanted, _candidates(rarest, wanted, held), held)
    found = pairs.group_by("cancellation_no").agg(
        count=pl.len().cast(pl.Int64), order_no=pl.col("order_no").first(), candidates=_named(pl.col("order_no"))
    )
    too_many = rarest.filter(pl.col("orders") > _MOST_CANDIDATES).select(
        "cancellation_no",
        pl.col("orders").alias("count"),
        pl.lit(None, dtype=pl.String).alias("order_no"),
        pl.lit("…").alias("candidates"),
    )
    return heads.select("cancellation_no", "cancelled_at", "buyer", "cancels").join(
        pl.concat([found, too_many]), on="cancellation_no", how="left", maintain_order="left"
    )


def _named(order_no: pl.Expr) -> pl.Expr:
    return order_no.sort().head(_NAMED).str.join(", ") + pl.when(order_no.len() > _NAMED).then(pl.lit(" …")).otherwise(
        pl.lit("")
    )


def _rarest(wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Of each cancellation that names no order the line that fewest orders of its buyer hold, and how many do."""
    by_buyer = held.filter(pl.col("buyer").is_not_null()).group_by("buyer", *_GOODS).agg(orders=pl.len().cast(pl.Int64))
    return (
        wanted.filter(pl.col("cancels").is_null() & pl.col("buyer").is_not_null())
        .join(by_buyer, on=["buyer", *_GOODS], how="left")
        .with_columns(pl.col("orders").fill_null(0))
        .sort("cancellation_no", "orders", *_GOODS)
        .unique("cancellation_no", keep="first", maintain_order=True)
    )


def _candidates(rarest: pl.DataFrame, wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """cancellation_no, order_no: earlier orders that hold the cancellation's rarest line, or the order it names."""
    few = rarest.filter(pl.col("orders").is_between(1, _MOST_CANDIDATES))
    found = few.join(held.select("buyer", *_GOODS, "order_no", "placed_at"), on=["buyer", *_GOODS])
    named = wanted.filter(pl.col("cancels").is_not_null()).unique("cancellation_no")
    named = named.join(held.select("order_no", "placed_at").unique("order_no"), left_on="cancels", right_on="order_no")
    return pl.concat(
        [
            found.filter(pl.col("placed_at") <= pl.col("cancelled_at")).select("cancellation_no", "order_no"),
            named.select("cancellation_no", pl.col("cancels").alias("order_no")),
        ]
    )


def _fitting(wanted: pl.DataFrame, candidates: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """The candidates that hold all that the cancellation takes back."""
    needed = wanted.group_by("cancellation_no").agg(needed=pl.len())
    met = (
        candidates.join(wanted.select("cancellation_no", *_GOODS, "qty"), on="cancellation_no")
        .join(held.select("order_no", *_GOODS, "held"), on=["order_no", *_GOODS])
        .filter(pl.col("held") >= pl.col("qty"))
        .group_by("cancellation_no", "order_no")
        .agg(met=pl.len())
    )
    whole = met.join(needed, on="cancellation_no").filter(pl.col("met") == pl.col("needed"))
    return whole.select("cancellation_no", "order_no")


def _within(only: pl.DataFrame, wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Those of `only` that, with all earlier ones of the same order, do not exceed what it holds."""
    taken = (
        only.join(wanted.select("cancellation_no", *_GOODS, "qty"), on="cancellation_no")
        .join(held.select("order_no", *_GOODS, "held"), on=["order_no", *_GOODS], how="left")
        .sort("cancelled_at", "cancellation_no")
        .with_columns(together=pl.col("qty").cum_sum().over("order_no", *_GOODS))
    )
    exceeding = taken.filter(pl.col("held").is_null() | (pl.col("together") > pl.col("held")))
    return only.join(exceeding, on="cancellation_no", how="anti").select("cancellation_no", "order_no")


def _gone(joined: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """order_no, item_no, price, gone: what the joined cancellations take back."""
    taken = joined.join(wanted.select("cancellation_no", *_GOODS, "qty"), on="cancellation_no")
    return taken.group_by("order_no", *_GOODS).agg(gone=pl.col("qty").sum())


def _changed(
    joined: pl.DataFrame, wanted: pl.DataFrame, stored: Stored, now: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Heads and lines of the changed orders."""
    by = joined.group_by("order_no").agg(by=pl.col("cancellation_no").sort().str.join(", "))
    orders = stored.orders.join(by, on="order_no", maintain_order="left")
    lines = stored.lines.join(orders.select(*_KEY, "order_no"), on=_KEY, maintain_order="left")
    left = _left(lines, _gone(joined, wanted))
    worth = left.group_by(_KEY).agg(new_value=pl.col("total_price").sum(), new_count=pl.len().cast(pl.Int32))
    heads = orders.join(worth, on=_KEY, how="left", maintain_order="left")
    remains = (pl.col("new_value") > 0).fill_null(value=False)
    note = pl.col("note").fill_null("")
    already = note.str.contains(_NOTE, literal=True)
    heads = heads.with_columns(
        goods_value=pl.when(remains).then("new_value").otherwise("goods_value"),
        line_count=pl.when(remains).then("new_count").otherwise("line_count"),
        app_type=pl.when(remains).then(pl.lit("2")).otherwise(pl.lit("3")),
        app_time=pl.lit(now).cast(TIME),
        note=pl.concat_str(note, pl.when(already).then(pl.lit(", ")).otherwise(pl.lit(_NOTE)), "by"),
    )
    kept, emptied = heads.filter(pl.col("app_type") == "2"), heads.filter(pl.col("app_type") == "3")
    new_lines = pl.concat(
        [
            left.join(kept.select(_KEY), on=_KEY, how="semi").select(stored.lines.columns),
            stored.lines.join(emptied.select(_KEY), on=_KEY, how="semi"),
        ]
    ).sort(*_KEY, "gnum")
    new_lines = with_repeats(new_lines).select(stored.lines.columns)
    return with_identity(heads.drop("content_hash", "guid", strict=False), new_lines).select(
        stored.orders.columns
    ), new_lines


def _left(lines: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """What is left of the lines: quantities are taken back from the first equal line on."""
    zero = pl.lit(0, dtype=EXACT)
    before = pl.col("qty").cum_sum().over("order_no", *_GOODS) - pl.col("qty")
    met = lines.join(gone, on=["order_no", *_GOODS], how="left", maintain_order="left").with_columns(
        gone=pl.col("gone").fill_null(zero), before=before
    )
    still = pl.max_horizontal(zero, pl.col("before") + pl.col("qty") - pl.col("gone"))
    left = met.with_columns(qty=pl.min_horizontal(pl.col("qty"), still)).filter(pl.col("qty") > 0)
    return left.with_columns(total_price=(pl.col("qty") * pl.col("price")).round(5, mode="half_away_from_zero"))


def _asked(counts: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    count = pl.col("count").fill_null(0)
    reason = (
        pl.when(count == 1)
        .then(pl.lit("cancellation_exceeds"))
        .when(count > 1)
        .then(pl.lit("cancellation_fits_several"))
        .when(pl.col("buyer").is_null() & pl.col("cancels").is_null())
        .then(pl.lit("cancellation_without_buyer"))
        .otherwise(pl.lit("cancellation_fits_none"))
    )
    return counts.join(joined, on="cancellation_no", how="anti", maintain_order="left").select(
        "cancellation_no", reason.alias("reason"), count.alias("count"), pl.col("candidates").fill_null("")
    )
