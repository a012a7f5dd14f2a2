"""Rules between a list and its order, payment and waybill (M01 to M14), and between lists of one order (M17).

Persons are compared by keyed hashes and a finding says only that they differ.
"""

from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import (
    NOTHING,
    Check,
    Checks,
    Predicate,
    Scene,
    amount,
    beyond_tolerance,
    registering,
    text,
    word,
)

PREDICATES: Final[dict[str, Predicate]] = {}
rule: Final = registering(PREDICATES)
YUAN: Final = "142"
_PAID: Final = pl.col("order_own") & pl.col("payment_found")
_SHIPPED: Final = pl.col("order_own") & pl.col("waybill_there") & pl.col("waybill_own")


def _awaited(document: str, key: str) -> Check:
    field = f"{document}_id"
    return Check(field, ~pl.col(f"{document}_there"), pl.col(f"{document}_missing"), pl.col(key), waits_for=document)


def _differs(field: str, broken: pl.Expr) -> Check:
    """Two persons or addresses that differ: neither is shown."""
    return Check(field, broken, NOTHING, NOTHING)


@rule("M01")
def order_payment_and_waybill_are_of_one_order(_: Scene) -> Checks:
    unpaid = Check(
        "payment_id", pl.col("payment_found").is_null(), word("missing"), pl.col("order_no"), waits_for="payment"
    )
    # whose order the waybill serves instead is nobody's business
    strange = Check("order_no", pl.col("waybill_there") & ~pl.col("waybill_own"), NOTHING, pl.col("order_no"))
    return (_awaited("order", "order_no"), unpaid, strange)


@rule("M02")
def order_is_the_sellers(_: Scene) -> Checks:
    strange = pl.col("order_there") & ~pl.col("order_own")
    return (Check("seller_id", strange, pl.col("seller_code"), NOTHING),)


@rule("M03")
def waybill_exists_and_is_not_used_elsewhere(scene: Scene) -> Checks:
    months = scene.figures.whole("waybill_reuse")
    again = pl.col("used_on").dt.offset_by(f"{months}mo") > pl.col("law_date")
    return (
        _awaited("waybill", "waybill_no"),
        Check("waybill_no", again, text(pl.col("used_on")), pl.col("waybill_no")),
    )


@rule("M04")
def payment_is_the_one_that_the_order_names(_: Scene) -> Checks:
    return tuple(
        Check(
            name, _PAID & (pl.col(f"payment_{name}") != pl.col(f"order_{name}")), pl.col(f"payment_{name}"),
            pl.col(f"order_{name}"),
        )
        for name in ("pay_code", "pay_transaction_no")
    )  # fmt: skip


@rule("M05")
def amount_paid_adds_up(scene: Scene) -> Checks:
    paid = pl.col("order_actual_paid")
    due = pl.col("order_goods_value") + pl.col("order_freight") + pl.col("order_tax_total") - pl.col("order_discount")
    differs = beyond_tolerance(paid, due, scene.figures.exact("amount_tolerance"))
    return (Check("actual_paid", pl.col("order_own") & differs, amount(paid), amount(due)),)


@rule("M06")
def payment_is_what_the_order_says_and_in_yuan(scene: Scene) -> Checks:
    paid, due = pl.col("payment_amount_paid"), pl.col("order_actual_paid")
    differs = beyond_tolerance(paid, due, scene.figures.exact("amount_tolerance"))
    of_order, of_payment = pl.col("order_currency"), pl.col("payment_currency")
    return (
        Check("amount_paid", _PAID & differs, amount(paid), amount(due)),
        Check("currency", pl.col("order_own") & (of_order != YUAN), of_order, word(YUAN)),
        Check("currency", _PAID & (of_payment != YUAN), of_payment, word(YUAN)),
    )


@rule("M07")
def buyer_is_the_orders(_: Scene) -> Checks:
    return (_differs("buyer", pl.col("order_own") & (pl.col("buyer_hash") != pl.col("order_buyer_hash"))),)


@rule("M08")
def payer_is_the_buyer(_: Scene) -> Checks:
    return (_differs("payer", _PAID & (pl.col("payment_payer_hash") != pl.col("order_buyer_hash"))),)


@rule("M09")
def consignee_is_the_waybills(_: Scene) -> Checks:
    return tuple(
        _differs(name, _SHIPPED & (pl.col(f"order_{name}_hash") != pl.col(f"waybill_{name}_hash")))
        for name in ("consignee", "consignee_telephone", "consignee_address")
    )


@rule("M10")
def address_is_the_orders(_: Scene) -> Checks:
    other = pl.col("consignee_address_hash") != pl.col("order_consignee_address_hash")
    return (_differs("consignee_address", pl.col("order_own") & other),)


@rule("M11")
def lines_are_those_of_the_order(scene: Scene) -> Checks:
    tolerance = scene.figures.exact("amount_tolerance")
    no_such_line = pl.col("own_order_id").is_not_null() & pl.col("order_found").is_null()
    stranger = Check("gnum", no_such_line, text(pl.col("gnum")), NOTHING, over="lines")
    texts = [
        Check(name, pl.col(name) != pl.col(of_order), pl.col(name), pl.col(of_order), over="lines")
        for name, of_order in (
            ("item_no", "order_item_no"), ("declared_name", "order_item_name"), ("unit", "order_unit")
        )
    ]  # fmt: skip
    qty, ordered = pl.col("qty"), pl.col("order_qty")
    amounts = [
        Check(
            name, beyond_tolerance(pl.col(name), pl.col(f"order_{name}"), tolerance), amount(pl.col(name)),
            amount(pl.col(f"order_{name}")), over="lines",
        )
        for name in ("price", "total_price")
    ]  # fmt: skip
    covered, lines = pl.col("lines_of_order"), pl.col("order_line_count").cast(pl.Int64)
    return (
        stranger,
        *texts,
        Check("qty", qty != ordered, amount(qty), amount(ordered), over="lines"),
        *amounts,
        Check("line_count", pl.col("order_own") & (covered < lines), text(covered), text(lines)),
    )


@rule("M12")
def totals_are_the_goods_value(scene: Scene) -> Checks:
    declared, goods_value = pl.col("lines_total"), pl.col("order_goods_value")
    differs = beyond_tolerance(declared, goods_value, scene.figures.exact("amount_tolerance"))
    return (Check("goods_value", pl.col("order_own") & differs, amount(declared), amount(goods_value)),)


@rule("M13")
def freight_and_insurance_are_the_waybills(scene: Scene) -> Checks:
    tolerance = scene.figures.exact("amount_tolerance")
    return tuple(
        Check(
            name, _SHIPPED & beyond_tolerance(pl.col(name), pl.col(f"waybill_{name}"), tolerance), amount(pl.col(name)),
            amount(pl.col(f"waybill_{name}")),
        )
        for name in ("freight", "insured_fee")
    )  # fmt: skip


@rule("M14")
def weight_is_the_waybills_and_the_parcel_one(scene: Scene) -> Checks:
    gross, of_waybill = pl.col("gross_weight_kg"), pl.col("waybill_gross_weight_kg")
    differs = beyond_tolerance(gross, of_waybill, scene.figures.exact("weight_tolerance"))
    packages, on_waybill = pl.col("pack_no"), pl.col("waybill_pack_no")
    return (
        Check("gross_weight_kg", _SHIPPED & differs, amount(gross), amount(of_waybill)),
        Check("pack_no", packages != 1, text(packages), word("1")),
        Check("waybill_pack_no", _SHIPPED & (on_waybill != 1), text(on_waybill), word("1")),
    )


@rule("M17")
def order_is_declared_once(_: Scene) -> Checks:
    return (Check("order_no", pl.col("claimed_by").is_not_null(), pl.col("claimed_by"), pl.col("order_no")),)
