"""Rules F: each cell that is wrong by itself gives exactly its own finding, and leaves the rest of the batch alone."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.clearance.asking import ask, failures, verdict
from tests.unit.clearance.batches import ARRIVED, batch_of, with_cell, without

LIST, SECOND = 10**6, 10**6 + 1
D = Decimal

HEADS: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
    ({"trade_mode": "9710"}, ("F11", None, "trade_mode", "9710", "9610")),
    ({"ie_flag": "I"}, ("F12", None, "ie_flag", "I", "E")),
    ({"statistics_flag": "C"}, ("F22", None, "statistics_flag", "C", "A, B")),
    ({"app_status": "1"}, ("F19", None, "app_status", "1", "2")),
    ({"freight_currency": "999"}, ("F14", None, "freight_currency", "999", "test 2026")),
    ({"insured_currency": "999"}, ("F14", None, "insured_currency", "999", "test 2026")),
    ({"country": "999"}, ("F16", None, "country", "999", "test 2026")),
    ({"net_weight_kg": D("1.25001")}, ("F03", None, "net_weight_kg", "1.25001", "1.25")),
    ({"net_weight_kg": D(0)}, ("F02", None, "net_weight_kg", "0", None)),
    (
        {"app_time": ARRIVED - timedelta(days=4)},
        ("F18", None, "app_time", "2026-02-26 19:00:00", "2026-03-02 19:00:00"),
    ),
]
# of line 1, which has quantity 2 and price 0.99
LINES: list[tuple[dict[str, Any], list[tuple[Any, ...]]]] = [
    ({"qty1": D("2.00001")}, [("F09", 1, "qty1", "2.00001", "2")]),
    ({"qty1": D(0), "unit1": "035"}, [("F06", 1, "qty1", "0", None)]),
    ({"qty2": None}, [("F10", 1, "qty2", None, "035")]),
    ({"qty2": D(0)}, [("F10", 1, "qty2", "0", "035")]),
    ({"unit2": None}, [("F10", 1, "unit2", None, "0.5")]),
    ({"unit2": "XYZ"}, [("F15", 1, "unit2", "XYZ", "test 2026")]),
    ({"unit1": "XYZ", "qty1": D(5)}, [("F15", 1, "unit1", "XYZ", "test 2026")]),
    ({"hs_code": "6109100022"}, [("F17", 1, "hs_code", "6109100022", "test 2026")]),
    (
        {"qty": D(0), "qty1": D(0), "total_price": D(0)},
        [
            ("E04", 1, "qty", "0", "2"),
            ("E04", 1, "total_price", "0", "1.98"),
            ("E05", None, "goods_value", "9.99999", "11.97999"),
            ("F06", 1, "qty", "0", None),
            ("F06", 1, "qty1", "0", None),
        ],
    ),
    (
        {"price": D("-0.99"), "total_price": D("-1.98")},
        [
            ("E04", 1, "price", "-0.99", "0.99"),
            ("E04", 1, "total_price", "-1.98", "1.98"),
            ("E05", None, "goods_value", "8.01999", "11.97999"),
            ("F07", 1, "price", "-0.99", "0"),
            ("F07", 1, "total_price", "-1.98", "0"),
        ],
    ),
]


def test_lists_in_which_everything_agrees_pass_without_findings() -> None:
    answer = ask(batch_of(7))
    assert answer.verdicts["verdict"].to_list() == ["pass"] * 7
    assert answer.findings.is_empty()
    assert answer.verdicts["lane"].to_list() == [""] * 7
    assert answer.verdicts["list_id"].to_list() == [10**6 + k for k in range(7)]


@pytest.mark.parametrize(("cells", "finding"), HEADS, ids=lambda value: str(value)[:40])
def test_a_wrong_cell_of_the_head_is_found_under_its_rule(cells: dict[str, Any], finding: tuple[Any, ...]) -> None:
    answer = ask(with_cell(batch_of(2), "lists", {"list_id": LIST}, **cells))
    assert failures(answer) == [finding]
    assert verdict(answer) == ("fail", [])
    assert verdict(answer, SECOND) == ("pass", [])


@pytest.mark.parametrize(("cells", "found"), LINES, ids=lambda value: str(value)[:40])
def test_a_wrong_cell_of_a_line_is_found_under_its_rule(cells: dict[str, Any], found: list[tuple[Any, ...]]) -> None:
    answer = ask(with_cell(batch_of(2), "list_lines", {"list_id": LIST, "gnum": 1}, **cells))
    assert failures(answer) == found
    assert verdict(answer, SECOND) == ("pass", [])


def test_a_gross_weight_of_nothing_is_found() -> None:
    batch = with_cell(batch_of(1), "lists", {}, gross_weight_kg=D(0), net_weight_kg=D("-1"))
    batch = with_cell(batch, "waybills", {}, gross_weight_kg=D(0))
    assert failures(ask(batch)) == [
        ("F01", None, "gross_weight_kg", "0", None),
        ("F02", None, "net_weight_kg", "-1", None),
    ]


def test_a_gift_at_price_zero_is_lawful() -> None:
    batch = batch_of(4)
    assert D(0) in batch.list_lines["price"].to_list()
    assert ask(batch).findings.is_empty()


def test_the_product_is_rounded_half_up_at_the_fifth_place() -> None:
    cells = {"qty": D("0.5"), "qty1": D("0.5"), "price": D("0.00001"), "total_price": D("0.00001")}
    total = D("10.00000")  # 9.99999 of line 2 and 0.00001
    batch = batch_of(1)
    for frame in ("list_lines", "order_lines"):
        known = {name: value for name, value in cells.items() if name in getattr(batch, frame).columns}
        batch = with_cell(batch, frame, {"gnum": 1}, **known)
    batch = with_cell(batch, "orders", {}, goods_value=total)
    assert failures(ask(batch)) == []
    low = with_cell(batch, "list_lines", {"gnum": 1}, total_price=D(0))
    assert ("F08", 1, "total_price", "0", "0.00001") in failures(ask(low))


def test_a_list_without_lines_is_found() -> None:
    assert ("F04", None, "line_count", "0", "1") in failures(ask(without(batch_of(1), "list_lines", list_id=LIST)))


def test_a_line_number_below_one_and_one_that_stands_twice_are_found() -> None:
    zero = failures(ask(with_cell(batch_of(1), "list_lines", {"gnum": 1}, gnum=0)))
    assert ("F05", 0, "gnum", "0", "1") in zero
    twice = failures(ask(with_cell(batch_of(1), "list_lines", {"gnum": 1}, gnum=2)))
    assert ("F05", None, "line_count", "1", "2") in twice


def test_lines_in_two_currencies_are_found_on_the_line_and_on_the_head() -> None:
    answer = ask(with_cell(batch_of(1), "list_lines", {"gnum": 2}, currency="142"))
    assert failures(answer) == [
        ("E04", 2, "currency", "142", "502"),
        ("F13", None, "currencies", "2", "1"),
        ("F13", 2, "currency", "142", "502"),
    ]


def test_a_list_of_more_lines_than_allowed_is_found() -> None:
    answer = ask(batch_of(1, lines=101))
    assert failures(answer) == [("F21", None, "line_count", "101", "100")]
