"""Goods that come back (message 625): within the windows, the goods that were bought and not more of them, and what is
given back for them.

A return in time bears no tax and restores the buyer's year (General Administration of Customs, announcement 45 of
2020).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, Schema, check_frame
from entrepot.engines.duty import spread
from entrepot.kernel.violations import Violation
from entrepot.rulebook import Figures, Rulebook

# The lines of the released list, one row each. qty: bought; returned: of it given back before. In declared units.
BOUGHT: Final[Schema] = MappingProxyType(
    {
        "gnum": pl.Int32,
        "qty": EXACT,
        "returned": EXACT,
        "total_price": EXACT,
        "hs_code": pl.String,
        "declared_name": pl.String,
        "unit": pl.String,
    }
)
GOODS: Final = ("hs_code", "declared_name", "unit")
_FIFTH, _CENT = Decimal("0.00001"), Decimal("0.01")
_EXACTLY: Final = Context(prec=80)


@dataclass(frozen=True)
class Return:
    """What is asked. Days of China; released_on: None if the list is not released; arrived_on: of the goods at the site
    they came from, None as long as they have not. lines: (gnum, quantity in declared units), each gnum once. goods:
    gnum → code, name and unit as the return gives them; lines that are not in it are not compared.
    """

    released_on: date | None
    applied_on: date
    arrived_on: date | None
    lines: tuple[tuple[int, Decimal], ...]
    goods: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Returned:
    """findings: what speaks against it; value_back, tax_back: CNY given back to the buyer's year and to the guarantee.

    Both are zero unless there is nothing against it and the goods have arrived.
    """

    findings: tuple[Violation, ...]
    value_back: Decimal
    tax_back: Decimal


@dataclass(frozen=True)
class _Bought:
    """gnum → what is left of the quantity bought; gnum → code, name, unit on the list."""

    left: Mapping[int, Decimal]
    goods: Mapping[int, tuple[str, str, str]]


Check = Callable[[Return, _Bought, Figures], Iterator[Violation]]


def judge_return(
    asked: Return, bought: pl.DataFrame, charges: Decimal, amounts: pl.DataFrame, rulebook: Rulebook
) -> Returned:
    """The answer to a return by the figures of the day it was applied for. Pure.

    bought: BOUGHT of the list; charges: its freight and insurance; amounts: its rows of AMOUNTS. Parts given back one
    after the other come to exactly the dutiable value and the tax of the list when everything has come back. Raises
    NotTheFrame.
    """
    check_frame("bought", bought, BOUGHT, frozenset())
    left = dict(bought.select("gnum", pl.col("qty") - pl.col("returned")).rows())
    named = {gnum: (code, name, unit) for gnum, code, name, unit in bought.select("gnum", *GOODS).rows()}
    of_list = _Bought(left, named)
    figures = rulebook.at(asked.applied_on)
    findings: list[Violation] = []
    for code, check in CHECKS.items():
        rule = rulebook.rules[code]
        lapse = next((found for name in rule.parameters if (found := figures.lapse(name))), None)
        if not rule.on:
            continue
        found_here: Sequence[Violation] = (
            list(check(asked, of_list, figures)) if lapse is None else [_lapsed(code, lapse.parameter, lapse.on)]
        )
        findings += [replace(one, revision=rule.revision, parameters=rule.parameters) for one in found_here]
    if findings or asked.arrived_on is None:
        return Returned(tuple(findings), Decimal(0), Decimal(0))
    return Returned((), *_given_back(asked, bought, charges, amounts))


def _lapsed(code: str, parameter: str, on: date) -> Violation:
    return Violation(code, 0, parameter, None, str(on), f"lapsed:{parameter}", outcome="not_checked")


def _applied_in_time(asked: Return, _: _Bought, figures: Figures) -> Iterator[Violation]:
    if asked.released_on is None:
        yield Violation("R01", 0, "released_on", None, None, None)
        return
    last = asked.released_on + timedelta(days=figures.whole("return_apply"))
    if asked.applied_on > last:
        yield Violation("R01", 0, "applied_on", None, str(asked.applied_on), str(last))


def _arrived_in_time(asked: Return, _: _Bought, figures: Figures) -> Iterator[Violation]:
    if asked.released_on is None or asked.arrived_on is None:
        return
    last = asked.released_on + timedelta(days=figures.whole("return_arrive"))
    if asked.arrived_on > last:
        yield Violation("R02", 0, "arrived_on", None, str(asked.arrived_on), str(last))


def _of_the_list(asked: Return, of_list: _Bought, _: Figures) -> Iterator[Violation]:
    for gnum, _qty in asked.lines:
        if gnum not in of_list.left:
            yield Violation("R03", 0, "gnum", gnum, str(gnum), None)


def _not_more_than_bought(asked: Return, of_list: _Bought, _: Figures) -> Iterator[Violation]:
    left = of_list.left
    for gnum, qty in asked.lines:
        if gnum in left and not 0 < qty <= left[gnum]:
            yield Violation("R04", 0, "qty", gnum, f"{qty.normalize():f}", f"{left[gnum].normalize():f}")


def _the_same_goods(asked: Return, of_list: _Bought, _: Figures) -> Iterator[Violation]:
    for gnum, _qty in asked.lines:
        if gnum not in of_list.goods or gnum not in asked.goods:
            continue
        for column, found, expected in zip(GOODS, asked.goods[gnum], of_list.goods[gnum], strict=True):
            if found != expected:
                yield Violation("R05", 0, column, gnum, found, expected)


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R01": _applied_in_time,
        "R02": _arrived_in_time,
        "R03": _of_the_list,
        "R04": _not_more_than_bought,
        "R05": _the_same_goods,
    }
)


def _given_back(
    asked: Return, bought: pl.DataFrame, charges: Decimal, amounts: pl.DataFrame
) -> tuple[Decimal, Decimal]:
    """Value and tax of what has come back with this return, less those of what had before it."""
    rows = bought.with_columns(
        list_id=pl.lit(0), charges=pl.lit(charges, dtype=EXACT), goods_total=pl.col("total_price").sum()
    )
    values = dict(spread(rows).select("gnum", "dutiable_value").rows())
    taxes: dict[str, dict[int, Decimal]] = {}
    for tax, gnum, amount in amounts.select("tax", "gnum", "amount").rows():
        taxes.setdefault(tax, {})[gnum] = amount
    whole = dict(bought.select("gnum", "qty").rows())
    before = dict(bought.select("gnum", "returned").rows())
    after = {**before, **{gnum: before[gnum] + qty for gnum, qty in asked.lines}}
    value, tax = (
        _sum(values, after, whole) - _sum(values, before, whole),
        sum((_cents(each, after, whole) - _cents(each, before, whole) for each in taxes.values()), Decimal(0)),
    )
    return value, tax


def _sum(of_lines: Mapping[int, Decimal], back: Mapping[int, Decimal], whole: Mapping[int, Decimal]) -> Decimal:
    """The parts of the lines' amounts that belong to what has come back, each half up to five places."""
    parts = (
        _EXACTLY.divide(_EXACTLY.multiply(amount, back[gnum]), whole[gnum]).quantize(_FIFTH, ROUND_HALF_UP)
        for gnum, amount in of_lines.items()
    )
    return sum(parts, Decimal(0))


def _cents(of_lines: Mapping[int, Decimal], back: Mapping[int, Decimal], whole: Mapping[int, Decimal]) -> Decimal:
    return _sum(of_lines, back, whole).quantize(_CENT, ROUND_HALF_UP)
