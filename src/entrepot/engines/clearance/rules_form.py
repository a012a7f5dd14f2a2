"""Checks of form (F): what a list must hold by itself, whatever its order and waybill say."""

from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import (
    NOTHING,
    Check,
    Checks,
    Over,
    Scene,
    amount,
    beyond_tolerance,
    exact,
    rule,
    text,
    word,
)

_PLACES: Final = 5  # N19,5: products are rounded half away from zero at the fifth place after the point
_NOTHING_LESS: Final = exact(0)


def _must_be_positive(field: str, over: Over) -> Check:
    return Check(field, pl.col(field) <= _NOTHING_LESS, amount(pl.col(field)), NOTHING, over=over)


@rule("F01")
def gross_weight_is_positive(_: Scene) -> Checks:
    return (_must_be_positive("gross_weight_kg", "heads"),)


@rule("F02")
def net_weight_is_positive(_: Scene) -> Checks:
    return (_must_be_positive("net_weight_kg", "heads"),)


@rule("F03")
def net_weight_is_within_gross(_: Scene) -> Checks:
    net, gross = pl.col("net_weight_kg"), pl.col("gross_weight_kg")
    return (Check("net_weight_kg", net > gross, amount(net), amount(gross)),)


@rule("F04")
def list_has_lines(_: Scene) -> Checks:
    return (Check("line_count", pl.col("lines") == 0, word("0"), word("1")),)


@rule("F05")
def line_numbers_are_unique_from_one(_: Scene) -> Checks:
    lines, numbers = pl.col("lines"), pl.col("gnums")
    return (
        Check("gnum", pl.col("gnum") < 1, text(pl.col("gnum")), word("1"), over="lines"),
        Check("line_count", numbers < lines, text(numbers), text(lines)),
    )


@rule("F06")
def quantities_are_positive(_: Scene) -> Checks:
    return (_must_be_positive("qty", "lines"), _must_be_positive("qty1", "lines"))


@rule("F07")
def prices_are_not_negative(_: Scene) -> Checks:
    """A price of 0 is a gift and lawful."""
    return tuple(
        Check(name, pl.col(name) < _NOTHING_LESS, amount(pl.col(name)), word("0"), over="lines")
        for name in ("price", "total_price")
    )


@rule("F08")
def total_is_quantity_times_price(scene: Scene) -> Checks:
    product = (pl.col("qty") * pl.col("price")).round(_PLACES, mode="half_away_from_zero")
    differs = beyond_tolerance(pl.col("total_price"), product, scene.figures.exact("amount_tolerance"))
    return (Check("total_price", differs, amount(pl.col("total_price")), amount(product), over="lines"),)


@rule("F09")
def equal_units_have_equal_quantities(_: Scene) -> Checks:
    same_unit = pl.col("unit") == pl.col("unit1")
    qty, qty1 = pl.col("qty"), pl.col("qty1")
    return (Check("qty1", same_unit & (qty != qty1), amount(qty1), amount(qty), over="lines"),)


@rule("F10")
def second_unit_and_quantity_come_together(_: Scene) -> Checks:
    unit2, qty2 = pl.col("unit2"), pl.col("qty2")
    # a quantity set aside for its size (F20) is not missing
    lacks = unit2.is_not_null() & (qty2.is_null() & pl.col("beyond").is_null() | (qty2 <= _NOTHING_LESS))
    alone = unit2.is_null() & qty2.is_not_null()
    return (
        Check("qty2", lacks, amount(qty2), unit2, over="lines"),
        Check("unit2", alone, NOTHING, amount(qty2), over="lines"),
    )


@rule("F11")
def trade_mode_is_retail_export(_: Scene) -> Checks:
    return (Check("trade_mode", pl.col("trade_mode") != "9610", pl.col("trade_mode"), word("9610")),)


@rule("F12")
def goods_go_out(_: Scene) -> Checks:
    return (Check("ie_flag", pl.col("ie_flag") != "E", pl.col("ie_flag"), word("E")),)


@rule("F13")
def currency_is_one_and_the_orders(_: Scene) -> Checks:
    of_order = pl.col("own_order_currency")
    several = pl.col("currencies") > 1
    return (
        Check("currency", pl.col("currency") != of_order, pl.col("currency"), of_order, over="lines"),
        Check("currencies", several, text(pl.col("currencies")), word("1")),
    )


@rule("F18")
def time_of_submission_is_near_the_arrival(scene: Scene) -> Checks:
    drift = pl.duration(hours=scene.figures.whole("app_time_drift"))
    submitted, arrived = pl.col("app_time"), pl.col("arrived_at")
    far = (submitted < arrived - drift) | (submitted > arrived + drift)
    return (Check("app_time", far, _moment(submitted, scene), _moment(arrived, scene)),)


def _moment(time: pl.Expr, scene: Scene) -> pl.Expr:
    return time.dt.convert_time_zone(scene.time_zone).dt.strftime("%Y-%m-%d %H:%M:%S")


@rule("F19")
def list_is_declared_not_parked(_: Scene) -> Checks:
    return (Check("app_status", pl.col("app_status") != "2", pl.col("app_status"), word("2")),)


@rule("F20")
def numbers_fit_the_interface(_: Scene) -> Checks:
    """N19,5, in the list and in what it is compared with; found names the column."""
    of_head = pl.coalesce("beyond", "order_beyond", "waybill_beyond", "slip_beyond")
    of_line = pl.coalesce("beyond", "order_beyond")
    return (
        Check("number", of_head.is_not_null(), of_head, NOTHING),
        Check("number", of_line.is_not_null(), of_line, NOTHING, over="lines"),
    )


@rule("F21")
def list_is_not_too_long(scene: Scene) -> Checks:
    most = scene.figures.whole("list_lines_max")
    return (Check("line_count", pl.col("lines") > most, text(pl.col("lines")), word(str(most))),)


@rule("F22")
def statistics_flag_is_known(_: Scene) -> Checks:
    flag = pl.col("statistics_flag")
    return (Check("statistics_flag", ~flag.is_in(["A", "B"]), flag, word("A, B")),)
