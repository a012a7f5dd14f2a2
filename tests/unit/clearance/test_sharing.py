"""Several lists of one order, several orders on one waybill, several lists of one line: who comes first has it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from entrepot.engines.clearance import Batch, frames
from tests.unit.clearance.asking import ask, failures, verdict
from tests.unit.clearance.batches import ARRIVED, batch_of, only, with_cell

D = Decimal
FIRST, SECOND = 10**6, 10**6 + 1
LATE = ARRIVED + timedelta(hours=24, seconds=1)


def order_in_two_lists(lines: int = 101) -> Batch:
    """One order of so many lines in two lists on one waybill: 100 lines, then the rest; 2.5 kg together."""
    batch = batch_of(1, lines=lines)
    second = batch.lists.with_columns(
        list_id=pl.lit(SECOND, dtype=pl.Int64),
        cop_no=pl.lit("COP-0-2"),
        arrived_at=pl.lit(ARRIVED) + pl.duration(seconds=9),
    )
    moved = pl.when(pl.col("gnum") > 100).then(pl.lit(SECOND, dtype=pl.Int64)).otherwise("list_id").alias("list_id")
    waybill = batch.waybills.with_columns(gross_weight_kg=pl.lit(D("2.5"), dtype=frames.EXACT))
    lists = pl.concat([batch.lists, second])
    return replace(batch, lists=lists, list_lines=batch.list_lines.with_columns(moved), waybills=waybill)


def elsewhere(batch: Batch, list_id: int, state: str = "due", **cells: Any) -> Batch:  # noqa: ANN401
    """The batch without one list, which now lives outside it in this state."""
    head = batch.lists.filter(list_id=list_id).with_columns(
        state=pl.lit(state), **{name: pl.lit(value, dtype=batch.lists.schema[name]) for name, value in cells.items()}
    )
    lines = batch.list_lines.filter(list_id=list_id).select("list_id", "gnum", "total_price")
    rest = [row for row in batch.lists["list_id"].to_list() if row != list_id]
    return replace(
        only(batch, rest),
        siblings=lines.join(head, on="list_id").select(*frames.SIBLINGS),
        waybill_uses=head.select(*frames.WAYBILL_USES),
    )


def on_one_waybill() -> Batch:
    """Two orders whose lists name the same waybill."""
    batch = with_cell(batch_of(2), "lists", {"list_id": SECOND}, waybill_no="WB-0", waybill_id=3 * 10**6)
    return with_cell(batch, "waybills", {}, seller_id=None)


def test_two_lists_that_hold_an_order_together_pass() -> None:
    answer = ask(order_in_two_lists())
    assert (verdict(answer), verdict(answer, SECOND)) == (("pass", []), ("pass", []))


def test_a_list_waits_for_the_other_lists_of_its_order_then_misses_them() -> None:
    alone = only(order_in_two_lists(), [FIRST])
    assert verdict(ask(alone)) == ("wait", ["sibling"])
    assert failures(ask(alone, now=LATE)) == [("E04", None, "sibling", "1", "2")]


@pytest.mark.parametrize("state", ["due", "waiting", "released"])
def test_a_living_list_outside_the_batch_completes_the_order(state: str) -> None:
    batch = order_in_two_lists()
    assert verdict(ask(elsewhere(batch, FIRST, state)), SECOND) == ("pass", [])
    assert verdict(ask(elsewhere(batch, SECOND, state)), FIRST) == ("pass", [])


def test_the_sums_of_all_lists_are_compared() -> None:
    batch = with_cell(order_in_two_lists(), "orders", {}, goods_value=D("1"))
    batch = with_cell(batch, "waybills", {}, gross_weight_kg=D("2.50001"))
    total = str(batch.list_lines["total_price"].sum()).rstrip("0").rstrip(".")
    for list_id in (FIRST, SECOND):
        assert failures(ask(batch), list_id) == [
            ("E05", None, "goods_value", total, "1"),
            ("E06", None, "gross_weight_kg", "2.5", "2.50001"),
        ]


def test_an_order_line_missing_from_both_lists_is_found_on_both() -> None:
    batch = order_in_two_lists(102)
    short = replace(batch, list_lines=batch.list_lines.filter(pl.col("gnum") != 102))
    for list_id in (FIRST, SECOND):
        assert ("E04", None, "line_count", "101", "102") in failures(ask(short), list_id)


def test_the_second_list_of_the_same_lines_is_refused_and_the_first_stays_good() -> None:
    batch = batch_of(2, lines=2)
    order = {"order_no": "ORDER-0", "order_id": 2 * 10**6, "seller_id": 21}
    batch = with_cell(batch, "lists", {"list_id": SECOND}, **order, waybill_no="WB-0", waybill_id=3 * 10**6)
    lines = batch.list_lines.filter(list_id=FIRST)
    twice = pl.concat([lines, lines.with_columns(list_id=pl.lit(SECOND, dtype=pl.Int64))])
    answer = ask(replace(batch, list_lines=twice))
    assert verdict(answer) == ("pass", [])
    assert failures(answer, SECOND) == [("M17", 1, "gnum", "COP-0", None), ("M17", 2, "gnum", "COP-0", None)]


def test_a_released_list_keeps_its_lines_though_it_came_later() -> None:
    batch = order_in_two_lists()
    lines = batch.list_lines.with_columns(list_id=pl.lit(FIRST, dtype=pl.Int64)).filter(pl.col("gnum") <= 100)
    both = replace(batch, list_lines=pl.concat([lines, lines.with_columns(list_id=pl.lit(SECOND, dtype=pl.Int64))]))
    waiting = ask(elsewhere(both, SECOND, "waiting"))
    assert verdict(waiting, FIRST) == ("wait", ["sibling"])
    assert failures(ask(elsewhere(both, SECOND, "released")), FIRST)[0] == ("M17", 1, "gnum", "COP-0-2", None)


def test_a_list_of_another_firm_takes_no_line_away() -> None:
    batch = elsewhere(order_in_two_lists(), SECOND, "released", seller_id=99)
    assert verdict(ask(batch), FIRST) == ("wait", ["sibling"])


def test_the_second_order_on_a_waybill_is_refused_and_the_first_stays_good() -> None:
    answer = ask(on_one_waybill())
    assert verdict(answer) == ("pass", [])
    assert failures(answer, SECOND) == [("E02", None, "waybill_no", "2026-03-02", "WB-0")]


@pytest.mark.parametrize(
    ("state", "later", "refused"), [("due", -1, True), ("due", 1, False), ("released", 1, True), ("filed", 1, True)]
)
def test_another_use_counts_if_it_came_first_or_is_settled(state: str, later: int, refused: bool) -> None:  # noqa: FBT001
    batch = elsewhere(on_one_waybill(), FIRST, state, arrived_at=ARRIVED + timedelta(seconds=later))
    found = [("E02", None, "waybill_no", "2026-03-02", "WB-0")] if refused else []
    assert failures(ask(batch), SECOND) == found


def test_who_is_not_the_seller_that_the_waybill_names_takes_it_from_nobody() -> None:
    batch = with_cell(on_one_waybill(), "waybills", {"waybill_id": 3 * 10**6}, seller_id=22)
    answer = ask(batch)
    assert failures(answer) == [("E03", None, "seller_id", "3301999010", None)]
    assert verdict(answer, SECOND) == ("pass", [])


def test_the_same_number_of_another_carrier_is_another_waybill() -> None:
    batch = with_cell(on_one_waybill(), "lists", {"list_id": SECOND}, carrier_id=32, waybill_id=3 * 10**6 + 1)
    answer = ask(batch)
    assert (verdict(answer), verdict(answer, SECOND)) == (("pass", []), ("pass", []))


def test_a_use_longer_ago_than_the_period_does_not_count() -> None:
    long_ago = datetime(2025, 9, 1, 16, tzinfo=UTC)
    batch = elsewhere(on_one_waybill(), FIRST, "released", app_time=long_ago)
    assert verdict(ask(batch), SECOND) == ("pass", [])
