"""One hostile row must not blow a batch, and amounts never become floats."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest

from entrepot.engines.clearance import Batch, NotTheFrame, Unjudgeable, frames, judge
from entrepot.engines.clearance.editions import REFERENCES
from entrepot.engines.clearance.wide import widen
from entrepot.rulebook import load
from tests.unit.clearance.asking import ask, failures, verdict
from tests.unit.clearance.batches import NOW, batch_of, references, with_cell

MOST = Decimal("99999999999999.99999")  # N19,5
BEYOND = Decimal("9" * 27)
LIST, SECOND = 10**6, 10**6 + 1


def test_the_largest_values_of_the_interface_are_multiplied_exactly() -> None:
    batch = with_cell(batch_of(2), "list_lines", {"list_id": LIST, "gnum": 1}, qty=MOST, price=MOST, total_price=MOST)
    answer = ask(batch)
    assert ("F08", 1, "total_price", str(MOST), "9999999999999999998000000000") in failures(answer)
    assert verdict(answer, SECOND) == ("pass", [])


@pytest.mark.parametrize("value", [BEYOND, -BEYOND, Decimal(10) ** 14])
@pytest.mark.parametrize(
    ("frame", "key", "column", "line"),
    [
        ("list_lines", {"list_id": LIST, "gnum": 1}, "qty", 1),
        ("list_lines", {"list_id": LIST, "gnum": 1}, "total_price", 1),
        ("lists", {"list_id": LIST}, "gross_weight_kg", None),
        ("orders", {"order_id": 2 * 10**6}, "goods_value", None),
        ("order_lines", {"order_id": 2 * 10**6, "gnum": 1}, "price", 1),
        ("waybills", {"waybill_id": 3 * 10**6}, "gross_weight_kg", None),
    ],
)
def test_a_number_beyond_the_interface_is_found_and_the_rest_is_judged(
    frame: str, key: dict[str, int], column: str, line: int | None, value: Decimal
) -> None:
    answer = ask(with_cell(batch_of(2), frame, key, **{column: value}))
    assert ("F20", line, "number", column, None) in failures(answer)
    assert verdict(answer, SECOND) == ("pass", [])


def test_a_slip_beyond_the_interface_is_found() -> None:
    day = datetime(2024, 12, 14, 12, tzinfo=UTC)
    batch = with_cell(batch_of(1, submitted=day, arrived=day), "slips", {}, charge=BEYOND)
    assert ("F20", None, "number", "charge", None) in failures(ask(batch, now=day))


def test_times_at_the_ends_of_the_calendar_are_judged() -> None:
    batch = with_cell(batch_of(2), "lists", {"list_id": LIST}, app_time=datetime(1, 1, 2, tzinfo=UTC))
    batch = with_cell(batch, "lists", {"list_id": SECOND}, app_time=datetime(9999, 12, 30, tzinfo=UTC))
    answer = ask(batch)
    assert [verdict(answer, list_id)[0] for list_id in (LIST, SECOND)] == ["fail", "fail"]
    assert [("F18" in {row[0] for row in failures(answer, list_id)}) for list_id in (LIST, SECOND)] == [True, True]


def test_an_empty_batch_has_an_empty_answer() -> None:
    answer = ask(batch_of(0))
    assert (answer.verdicts.height, answer.findings.height, answer.figures) == (0, 0, ())


def test_lines_of_a_list_that_is_not_in_the_batch_are_passed_over() -> None:
    batch = batch_of(2)
    answer = ask(replace(batch, lists=batch.lists.filter(list_id=LIST)))
    assert answer.verdicts.select("list_id", "verdict").rows() == [(LIST, "pass")]


def test_no_frame_that_goes_in_or_out_has_a_column_of_floats() -> None:
    schemas = [*frames.BATCH.values(), *REFERENCES.values(), frames.VERDICTS, frames.FINDINGS]
    kinds = {str(kind) for schema in schemas for kind in schema.values()}
    assert [kind for kind in kinds if "Float" in kind] == []
    assert pl.Decimal(38, 10) == frames.EXACT


def test_amounts_stay_exact_on_the_way_through() -> None:
    wide = widen(batch_of(3), "Asia/Shanghai")
    for frame in (wide.heads, wide.lines):
        decimals = {kind for kind in frame.schema.values() if isinstance(kind, pl.Decimal)}
        assert decimals == {frames.EXACT}
        assert [name for name, kind in frame.schema.items() if kind.is_float()] == []


def test_the_answer_has_exactly_the_columns_of_its_schemas() -> None:
    for batch in (batch_of(2), with_cell(batch_of(2), "lists", {"list_id": LIST}, ie_flag="I")):
        answer = ask(batch)
        assert dict(answer.verdicts.schema) == dict(frames.VERDICTS)
        assert dict(answer.findings.schema) == dict(frames.FINDINGS)


def test_refuses_a_frame_without_a_column_with_another_type_or_with_empty_cells() -> None:
    batch = batch_of(1)
    with pytest.raises(NotTheFrame, match=r"'lists': expected column 'cop_no' of type String, found no such column"):
        replace(batch, lists=batch.lists.drop("cop_no"))
    with pytest.raises(NotTheFrame, match=r"frame 'orders': expected column 'freight' of type Decimal.* found Float64"):
        replace(batch, orders=batch.orders.cast({"freight": pl.Float64}))
    with pytest.raises(NotTheFrame, match=r"frame 'list_lines': expected column 'qty' filled in every row"):
        replace(batch, list_lines=batch.list_lines.with_columns(qty=pl.lit(None, dtype=frames.EXACT)))


def test_a_frame_may_carry_further_columns() -> None:
    batch = batch_of(1)
    more = replace(batch, lists=batch.lists.with_columns(note=pl.lit("x"), audience=pl.lit([1])))
    assert verdict(ask(more)) == ("pass", [])


def test_refuses_a_time_without_its_zone_and_a_rule_without_predicate() -> None:
    with pytest.raises(Unjudgeable, match="expected a time with its zone for now"):
        judge(batch_of(1), load(), references(), NOW.replace(tzinfo=None))
    book = load()
    strange = replace(book, rules={**book.rules, "Z99": replace(book.rules["F01"], code="Z99")})
    with pytest.raises(Unjudgeable, match="expected a predicate for rule Z99 of cn/export_9610, found none"):
        judge(batch_of(1), strange, references(), NOW)


def test_needs_no_frames_but_lists_and_lines() -> None:
    batch = batch_of(1)
    assert verdict(ask(Batch(batch.lists, batch.list_lines))) == ("wait", ["order", "waybill"])
