"""Rules E between a list and its order, waybill and slips; waiting for what has not come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from entrepot.engines.clearance import Batch
from entrepot.rulebook import load
from tests.unit.clearance.asking import ask, failures, findings, verdict
from tests.unit.clearance.batches import ARRIVED, NOW, batch_of, with_cell, without

D = Decimal
LIST, ORDER, WAYBILL = 10**6, 2 * 10**6, 3 * 10**6
LATE = ARRIVED + timedelta(hours=24, seconds=1)
REQUIRED = datetime(2024, 12, 14, 12, tzinfo=UTC)  # a day on which slips are required


def slips_required(n: int = 1) -> Batch:
    """A batch of a day on which collection slips are required."""
    return batch_of(n, submitted=REQUIRED, arrived=REQUIRED)


def _gone(frame: str, how: str) -> Batch:
    batch = batch_of(2)
    key = {"orders": {"order_id": ORDER}, "waybills": {"waybill_id": WAYBILL}}[frame]
    if how == "missing":
        return without(batch, frame, **key)
    return with_cell(batch, frame, key, **{"deleted": True} if how == "deleted" else {"app_status": "1"})


@pytest.mark.parametrize("how", ["missing", "deleted", "parked"])
@pytest.mark.parametrize(
    ("frame", "document", "late"),
    [
        ("orders", "order", ("E01", None, "order_id", "ORDER-0")),
        ("waybills", "waybill", ("E02", None, "waybill_id", "WB-0")),
    ],
)
def test_a_document_that_has_not_come_is_awaited_then_missed(
    frame: str, document: str, late: tuple[Any, ...], how: str
) -> None:
    batch = _gone(frame, how)
    waiting = ask(batch)
    assert verdict(waiting) == ("wait", [document])
    assert findings(waiting) == []
    assert verdict(waiting, LIST + 1) == ("pass", [])
    missed = ask(batch, now=LATE)
    assert verdict(missed) == ("fail", [])
    rule, gnum, field, key = late
    assert failures(missed) == [(rule, gnum, field, how, key)]


def test_a_list_waits_for_all_that_is_missing_in_one_order() -> None:
    batch = replace(slips_required(), orders=batch_of(0).orders, waybills=batch_of(0).waybills, slips=batch_of(0).slips)
    assert verdict(ask(batch, now=REQUIRED)) == ("wait", ["order", "waybill", "slip"])


def test_what_is_wrong_by_itself_fails_without_waiting() -> None:
    batch = with_cell(_gone("orders", "missing"), "lists", {"list_id": LIST}, ie_flag="I")
    assert verdict(ask(batch)) == ("fail", [])


def test_the_order_of_another_firm_is_refused_without_telling_whose_it_is() -> None:
    batch = with_cell(batch_of(1), "orders", {}, seller_id=99, goods_value=D(1), currency="142", line_count=9)
    batch = with_cell(batch, "order_lines", {}, price=D(77))
    answer = ask(batch)
    assert failures(answer) == [("E01", None, "seller_id", "3301999010", None)]


def test_the_waybill_of_another_firm_is_refused_without_telling_what_it_says() -> None:
    batch = with_cell(batch_of(1), "waybills", {}, seller_id=99, gross_weight_kg=D(9), pack_no=9)
    assert failures(ask(batch)) == [("E03", None, "seller_id", "3301999010", None)]


def test_a_waybill_that_names_no_seller_serves_any() -> None:
    assert verdict(ask(with_cell(batch_of(1), "waybills", {}, seller_id=None))) == ("pass", [])


LINE_CELLS: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"item_no": "SKU-9"}, ("SKU-1", "SKU-9")),
    ({"unit": "007"}, ("011", "007")),
    ({"qty": D(3)}, ("2", "3")),
    ({"price": D("1.00")}, ("0.99", "1")),
    ({"total_price": D("1.98001")}, ("1.98", "1.98001")),
]


@pytest.mark.parametrize(("cells", "shown"), LINE_CELLS, ids=lambda value: str(value)[:40])
def test_a_line_that_differs_from_the_orders_is_found(cells: dict[str, Any], shown: tuple[str, str]) -> None:
    (field,) = cells
    batch = with_cell(batch_of(2), "order_lines", {"order_id": ORDER, "gnum": 1}, **cells)
    assert failures(ask(batch)) == [("E04", 1, field, *shown)]


def test_a_line_that_the_order_does_not_have_is_found() -> None:
    answer = ask(with_cell(batch_of(1), "list_lines", {"gnum": 2}, gnum=3))
    assert failures(answer) == [("E04", None, "line_count", "1", "2"), ("E04", 3, "gnum", "3", None)]


def test_an_order_line_that_no_list_has_is_found() -> None:
    answer = ask(without(batch_of(1), "list_lines", gnum=2))
    assert failures(answer) == [
        ("E04", None, "line_count", "1", "2"),
        ("E05", None, "goods_value", "1.98", "11.97999"),
    ]


def test_a_goods_value_that_is_not_the_sum_of_the_lines_is_found() -> None:
    answer = ask(with_cell(batch_of(1), "orders", {}, goods_value=D("11.98")))
    assert failures(answer) == [("E05", None, "goods_value", "11.97999", "11.98")]


def test_weight_and_packages_that_are_not_the_waybills_are_found() -> None:
    answer = ask(with_cell(batch_of(1), "waybills", {}, gross_weight_kg=D("1.24999"), pack_no=2))
    assert failures(answer) == [
        ("E06", None, "gross_weight_kg", "1.25", "1.24999"),
        ("E06", None, "pack_no", "1", "2"),
    ]


def test_while_slips_are_required_one_is_awaited_and_compared() -> None:
    batch = slips_required()
    whole = ask(batch, now=REQUIRED)
    assert verdict(whole) == ("pass", [])
    assert whole.verdicts["slip_ids"].to_list() == [[4 * 10**6]]
    none = replace(batch, slips=batch.slips.clear())
    assert verdict(ask(none, now=REQUIRED)) == ("wait", ["slip"])
    late = ask(none, now=REQUIRED + timedelta(hours=24, seconds=1))
    assert failures(late) == [("E07", None, "slip_id", "missing", "ORDER-0")]


def test_slips_of_an_order_paid_in_parts_count_together() -> None:
    batch = slips_required()
    half = with_cell(batch, "slips", {}, charge=D("7.23999")).slips
    rest = with_cell(batch, "slips", {}, charge=D("7.24"), slip_id=4 * 10**6 + 9).slips
    together = replace(batch, slips=half.vstack(rest))
    answer = ask(together, now=REQUIRED)
    assert verdict(answer) == ("pass", [])
    assert answer.verdicts["slip_ids"].to_list() == [[4 * 10**6, 4 * 10**6 + 9]]
    alone = ask(replace(batch, slips=half), now=REQUIRED)
    assert failures(alone) == [("E07", None, "charge", "7.23999", "14.47999")]


@pytest.mark.parametrize("cells", [{"deleted": True}, {"app_status": "1"}, {"seller_id": 99}], ids=str)
def test_a_slip_that_is_deleted_parked_or_anothers_has_not_come(cells: dict[str, Any]) -> None:
    assert verdict(ask(with_cell(slips_required(), "slips", {}, **cells), now=REQUIRED)) == ("wait", ["slip"])


def test_once_slips_are_not_required_the_verdict_does_not_depend_on_them() -> None:
    batch = with_cell(batch_of(3), "slips", {}, charge=D(1), currency="142")
    with_slips, without_slips = ask(batch), ask(replace(batch, slips=batch.slips.clear()))
    assert with_slips.verdicts.equals(without_slips.verdicts)
    assert with_slips.findings.is_empty()
    assert with_slips.verdicts["slip_ids"].to_list() == [[], [], []]


def test_one_batch_may_hold_lists_under_different_law() -> None:
    old, new = slips_required(2), batch_of(2, first=2)
    names = ("lists", "list_lines", "orders", "order_lines", "waybills", "slips")
    both = Batch(**{name: getattr(new, name).vstack(getattr(old, name)) for name in names})
    both = replace(both, slips=both.slips.clear())
    answer = ask(both, now=NOW)
    assert answer.verdicts.select("list_id", "verdict", "figures_no").rows() == [
        (LIST + 2, "pass", 1),
        (LIST + 3, "pass", 1),
        (LIST, "fail", 0),
        (LIST + 1, "fail", 0),
    ]
    assert [figures.yes("slip_required") for figures in answer.figures] == [True, False]


def test_a_rule_switched_off_looks_at_nothing() -> None:
    batch = with_cell(batch_of(1), "waybills", {}, pack_no=9)
    assert verdict(ask(batch, rulebook=load(switches={"E06": False}))) == ("pass", [])


def test_past_the_check_day_the_rules_that_use_the_figures_are_not_checked() -> None:
    day = datetime(2028, 1, 3, tzinfo=UTC)
    answer = ask(batch_of(1, submitted=day, arrived=day), now=day)
    assert verdict(answer) == ("not_checked", [])
    told = {(rule, expected, found) for rule, _, _, _, found, expected in findings(answer)}
    assert ("E07", "lapsed:slip_required", "2027-12-31") in told
    assert ("F21", "lapsed:list_lines_max", "2027-12-31") in told
    assert {rule for rule, _, _ in told} == {"E01", "E02", "E04", "E05", "E06", "E07", "F08", "F18", "F21"}
