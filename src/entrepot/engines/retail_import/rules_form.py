"""Checks of form that import does not share with export: constants of message 621 and numbers beyond the interface."""

import polars as pl

from entrepot.engines.clearance.checks import NOTHING, Check, Checks, Scene, text, word
from entrepot.engines.retail_import.rules_match import YUAN, rule

_BY_SEA_OR_AIR = ("traf_no", "voyage_no", "bill_no")


@rule("F11")
def trade_mode_is_direct_purchase(_: Scene) -> Checks:
    return (Check("trade_mode", pl.col("trade_mode") != "9610", pl.col("trade_mode"), word("9610")),)


@rule("F12")
def goods_come_in(_: Scene) -> Checks:
    return (Check("ie_flag", pl.col("ie_flag") != "I", pl.col("ie_flag"), word("I")),)


@rule("F13")
def currency_is_the_yuan(_: Scene) -> Checks:
    currency = pl.col("currency")
    return (
        Check("currency", currency != YUAN, currency, word(YUAN)),
        Check("currency", currency != YUAN, currency, word(YUAN), over="lines"),
    )


@rule("F20")
def numbers_fit_the_interface(_: Scene) -> Checks:
    """N19,5, in the list and in what it is compared with; found names the column."""
    of_head = pl.coalesce("beyond", "order_beyond", "waybill_beyond", "payment_beyond")
    of_line = pl.coalesce("beyond", "order_beyond")
    return (
        Check("number", of_head.is_not_null(), of_head, NOTHING),
        Check("number", of_line.is_not_null(), of_line, NOTHING, over="lines"),
    )


@rule("F21")
def list_is_not_too_long(scene: Scene) -> Checks:
    most = scene.figures.whole("list_lines_max")
    return (Check("line_count", pl.col("lines") > most, text(pl.col("lines")), word(str(most))),)


@rule("F23")
def guarantor_is_a_firm_of_the_list(_: Scene) -> Checks:
    code = pl.col("assure_code")
    firms = [pl.col(name) for name in ("marketplace_code", "seller_code", "carrier_code")]
    strange = pl.all_horizontal(code != firm for firm in firms)
    return (Check("assure_code", strange, code, pl.concat_str(firms, separator=", ")),)


@rule("F24")
def transport_is_named(_: Scene) -> Checks:
    return tuple(
        Check(name, pl.col(name).fill_null("").str.strip_chars() == "", NOTHING, NOTHING) for name in _BY_SEA_OR_AIR
    )


@rule("F25")
def buyer_is_known_by_a_right_identity_number(_: Scene) -> Checks:
    kind = pl.col("buyer_id_type")
    return (
        Check("buyer_id_type", kind != "1", kind, word("1")),
        Check("buyer_id_number", ~pl.col("person_valid"), NOTHING, NOTHING),
    )
