"""Rules between a list and its order, waybill and slips (E), and between lists of one order (M17)."""

from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import (
    NOTHING,
    Check,
    Checks,
    Scene,
    amount,
    beyond_tolerance,
    rule,
    text,
    word,
)

_ORDER_LINE_FIELDS: Final = ("item_no", "unit", "currency")


def _all_lists_there(scene: Scene) -> pl.Expr:
    """Whether as many lists of the order live as its lines need; only then sums are compared."""
    return pl.col("order_own") & (pl.col("lists_there") >= _lists_needed(scene))


def _lists_needed(scene: Scene) -> pl.Expr:
    most = scene.figures.whole("list_lines_max")
    return (pl.col("order_line_count").cast(pl.Int64) + (most - 1)) // most


@rule("E01")
def order_exists_and_is_the_sellers(_: Scene) -> Checks:
    missing = Check(
        "order_id",
        ~pl.col("order_there"),
        pl.col("order_missing"),
        pl.col("order_no"),
        waits_for="order",
    )
    # whose order it is instead is nobody's business
    strange = Check("seller_id", pl.col("order_there") & ~pl.col("order_own"), pl.col("seller_code"), NOTHING)
    return (missing, strange)


@rule("E02")
def waybill_exists_and_is_not_used_elsewhere(scene: Scene) -> Checks:
    missing = Check(
        "waybill_id",
        ~pl.col("waybill_there"),
        pl.col("waybill_missing"),
        pl.col("waybill_no"),
        waits_for="waybill",
    )
    months = scene.figures.whole("waybill_reuse")
    again = Check(
        "waybill_no",
        pl.col("used_on").dt.offset_by(f"{months}mo") > pl.col("law_date"),
        text(pl.col("used_on")),
        pl.col("waybill_no"),
    )
    return (missing, again)


@rule("E03")
def waybill_names_the_same_seller(_: Scene) -> Checks:
    return (Check("seller_id", pl.col("waybill_there") & ~pl.col("waybill_own"), pl.col("seller_code"), NOTHING),)


@rule("E04")
def lines_are_those_of_the_order(scene: Scene) -> Checks:
    tolerance = scene.figures.exact("amount_tolerance")
    stranger = Check(
        "gnum",
        pl.col("own_order_id").is_not_null() & pl.col("order_found").is_null(),
        text(pl.col("gnum")),
        NOTHING,
        over="lines",
    )
    texts = [
        Check(name, pl.col(name) != pl.col(f"order_{name}"), pl.col(name), pl.col(f"order_{name}"), over="lines")
        for name in _ORDER_LINE_FIELDS
    ]
    qty, order_qty = pl.col("qty"), pl.col("order_qty")
    quantity = Check("qty", qty != order_qty, amount(qty), amount(order_qty), over="lines")
    amounts = [
        Check(
            name,
            beyond_tolerance(pl.col(name), pl.col(f"order_{name}"), tolerance),
            amount(pl.col(name)),
            amount(pl.col(f"order_{name}")),
            over="lines",
        )
        for name in ("price", "total_price")
    ]
    return (stranger, *texts, quantity, *amounts, *_coverage(scene))


def _coverage(scene: Scene) -> Checks:
    """Whether the living lists of the order hold every line of it, as soon as there are enough of them."""
    needed = _lists_needed(scene)
    waiting = Check(
        "sibling",
        pl.col("order_own") & (pl.col("lists_there") < needed),
        text(pl.col("lists_there")),
        text(needed),
        waits_for="sibling",
    )
    short = Check(
        "line_count",
        _all_lists_there(scene) & (pl.col("lines_covered") < pl.col("order_line_count")),
        text(pl.col("lines_covered")),
        text(pl.col("order_line_count")),
    )
    return (waiting, short)


@rule("E05")
def totals_are_the_goods_value(scene: Scene) -> Checks:
    declared, goods_value = pl.col("declared_total"), pl.col("order_goods_value")
    differs = beyond_tolerance(declared, goods_value, scene.figures.exact("amount_tolerance"))
    return (Check("goods_value", _all_lists_there(scene) & differs, amount(declared), amount(goods_value)),)


@rule("E06")
def weight_and_packages_are_the_waybills(scene: Scene) -> Checks:
    gross, of_waybill = pl.col("parcel_gross_kg"), pl.col("waybill_gross_weight_kg")
    heavier = beyond_tolerance(gross, of_waybill, scene.figures.exact("weight_tolerance"))
    comparable = pl.col("waybill_own") & _all_lists_there(scene)
    packages, of_waybill_packages = pl.col("pack_no"), pl.col("waybill_pack_no")
    return (
        Check("gross_weight_kg", comparable & heavier, amount(gross), amount(of_waybill)),
        Check(
            "pack_no",
            pl.col("waybill_own") & (packages != of_waybill_packages),
            text(packages),
            text(of_waybill_packages),
        ),
    )


@rule("E07")
def slip_covers_the_order(scene: Scene) -> Checks:
    """Only while slips are required: the verdict must not depend on whether an optional paper came first."""
    if not scene.figures.yes("slip_required"):
        return ()
    missing = Check(
        "slip_id",
        pl.col("slip_found").is_null(),
        word("missing"),
        pl.col("order_no"),
        waits_for="slip",
    )
    charge, due = pl.col("slip_charge"), pl.col("order_goods_value") + pl.col("order_freight")
    differs = beyond_tolerance(charge, due, scene.figures.exact("amount_tolerance"))
    comparable = pl.col("order_own") & pl.col("slip_found")
    other_currency = (pl.col("slip_currencies") > 1) | (pl.col("slip_currency") != pl.col("order_currency"))
    return (
        missing,
        Check("charge", comparable & differs, amount(charge), amount(due)),
        Check("currency", comparable & other_currency, pl.col("slip_currency"), pl.col("order_currency")),
    )


@rule("M17")
def line_is_declared_once(_: Scene) -> Checks:
    return (Check("gnum", pl.col("claimed_by").is_not_null(), pl.col("claimed_by"), NOTHING, over="lines"),)
