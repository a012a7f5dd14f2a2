"""Whatever is wrong with a batch: it equals its single cases, its amounts recompute, and no person is in a finding."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.engines.clearance import NotTheFrame, Unjudgeable
from entrepot.engines.clearance.frames import WAYBILL_USES
from entrepot.engines.duty import explained
from entrepot.engines.retail_import import REGIME, Batch, Verdicts, frames, judge
from entrepot.rulebook import load
from tests.factories.retail_import import FAULTS, LIST, NOW, batch_of, references, with_cell
from tests.unit.retail_import.asking import ask, failures, tax, verdict

AMOUNTS = st.decimals(min_value=-3, max_value=6000, places=5)
LARGE = st.sampled_from([Decimal("99999999999999.99999"), Decimal(10) ** 20])
CELLS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "lists": {"freight": AMOUNTS | LARGE, "insured_fee": AMOUNTS, "pack_no": st.integers(1, 2)},
    "list_lines": {"qty": AMOUNTS | LARGE, "price": AMOUNTS, "total_price": AMOUNTS | LARGE, "gnum": st.integers(0, 3)},
    "orders": {"goods_value": AMOUNTS | LARGE, "tax_total": AMOUNTS, "deleted": st.booleans()},
    "order_lines": {"total_price": AMOUNTS},
    "payments": {"amount_paid": AMOUNTS | LARGE},
    "waybills": {"freight": st.sampled_from([None, Decimal(8)]), "order_no": st.sampled_from([None, "ORDER-0"])},
}


@st.composite
def faulty(draw: st.DrawFn) -> Batch:
    """A few lists with faults and changed cells, some of one order."""
    batch = batch_of(draw(st.integers(1, 4)))
    for name in draw(st.lists(st.sampled_from(sorted(set(FAULTS) - {"a second list of the order"})), max_size=2)):
        batch = FAULTS[name].change(batch, draw(st.integers(0, batch.lists.height - 1)))
    for _ in range(draw(st.integers(0, 3))):
        frame = draw(st.sampled_from(sorted(CELLS)))
        column, rows = draw(st.sampled_from(sorted(CELLS[frame]))), getattr(batch, frame)
        if rows.height:
            row = rows.row(draw(st.integers(0, rows.height - 1)), named=True)
            key = {name: row[name] for name in rows.columns if name.endswith("_id") and row[name] is not None}
            batch = with_cell(batch, frame, key, **{column: draw(CELLS[frame][column])})
    first = batch.lists.row(0, named=True)
    for columns in (("order_no", "order_id", "seller_id"), ("waybill_no", "waybill_id")):
        for list_id in draw(st.lists(st.sampled_from(batch.lists["list_id"].to_list()), max_size=1)):
            batch = with_cell(batch, "lists", {"list_id": list_id}, **{name: first[name] for name in columns})
    return batch


def _single(batch: Batch, list_id: int) -> Batch:
    """One list alone; the others live outside the batch."""
    here = pl.col("list_id") == list_id
    others = batch.lists.filter(~here).with_columns(state=pl.lit("due"))
    return replace(
        batch,
        lists=batch.lists.filter(here),
        list_lines=batch.list_lines.filter(here),
        siblings=others.select(*frames.SIBLINGS),
        waybill_uses=pl.concat([batch.waybill_uses, others.select(*WAYBILL_USES)]),
    )


def _answers(answer: Verdicts) -> tuple[list[Any], ...]:
    verdicts = answer.verdicts.drop("figures_no").sort("list_id").rows()
    return verdicts, answer.findings.rows(), answer.amounts.rows()


@settings(max_examples=25, deadline=None)
@given(faulty())
def test_a_batch_equals_its_single_cases(batch: Batch) -> None:
    whole = _answers(ask(batch))
    singles = [_answers(ask(_single(batch, list_id))) for list_id in sorted(batch.lists["list_id"])]
    for number, rows in enumerate(whole):
        assert rows == [row for single in singles for row in single[number]]


@settings(max_examples=20, deadline=None)
@given(faulty(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(batch: Batch, seed: int) -> None:
    shuffled = Batch(
        **{name: getattr(batch, name).sample(fraction=1, shuffle=True, seed=seed) for name in frames.BATCH}
    )
    assert _answers(ask(shuffled)) == _answers(ask(batch))


@settings(max_examples=25, deadline=None)
@given(faulty())
def test_an_amount_recomputes_from_its_base_and_rate_and_a_tax_from_its_amounts(batch: Batch) -> None:
    answer = ask(batch)
    for row in answer.amounts.to_dicts():
        assert explained(row).recomputed == row["amount"]
    cents = (
        answer.amounts.group_by("list_id", "tax")
        .agg(pl.col("amount").sum().round(2, mode="half_away_from_zero"))
        .group_by("list_id")
        .agg(pl.col("amount").sum())
    )
    summed = dict(cents.rows())
    for list_id, known in answer.verdicts.filter(pl.col("tax").is_not_null()).select("list_id", "tax").rows():
        assert known == summed.get(list_id, 0)


@settings(max_examples=20, deadline=None)
@given(faulty())
def test_no_finding_holds_a_hash_of_a_person(batch: Batch) -> None:
    told = str(ask(batch).findings.rows())
    for frame in ("lists", "orders", "payments", "waybills"):
        rows = getattr(batch, frame)
        for column in rows.columns:
            if column.endswith("_hash"):
                assert [value for value in rows[column].unique().to_list() if value in told] == []


def test_two_lists_of_one_order_the_first_comer_has_it() -> None:
    batch = batch_of(2)
    first = batch.lists.row(0, named=True)
    same = {name: first[name] for name in ("order_no", "order_id", "seller_id", "waybill_no", "waybill_id")}
    batch = with_cell(batch, "lists", {"list_id": LIST + 1}, **same)
    answer = ask(batch)
    assert verdict(answer) == ("pass", [])
    assert ("M17", None, "order_no", "COP-0", "ORDER-0") in failures(answer, 1)


@pytest.mark.parametrize("value", [Decimal("9" * 27), -Decimal("9" * 27), Decimal(10) ** 14])
@pytest.mark.parametrize(
    ("frame", "column", "line"),
    [
        ("lists", "freight", None),
        ("list_lines", "total_price", 1),
        ("orders", "actual_paid", None),
        ("order_lines", "price", 1),
        ("payments", "amount_paid", None),
        ("waybills", "insured_fee", None),
    ],
)
def test_a_number_beyond_the_interface_is_found_and_the_rest_is_judged(
    frame: str, column: str, line: int | None, value: Decimal
) -> None:
    ids = {"lists": "list_id", "list_lines": "list_id", "payments": "payment_id", "waybills": "waybill_id"}
    name = ids.get(frame, "order_id")
    key = {name: getattr(batch_of(2), frame)[name].min()} | ({"gnum": 1} if line else {})
    answer = ask(with_cell(batch_of(2), frame, key, **{column: value}))
    assert ("F20", line, "number", column, None) in failures(answer)
    assert verdict(answer, 1) == ("pass", [])


def test_the_largest_single_item_of_the_interface_is_taxed_exactly() -> None:
    batch = batch_of(
        1, lines=1, qty="1", hs_code="6912001000", freight="0", insured_fee="0", discount="0", price="8e13"
    )
    answer = ask(batch)
    assert (verdict(answer), tax(answer)) == (("pass", []), Decimal("8e13") * Decimal("0.2091"))


def test_the_answer_has_exactly_the_columns_of_its_schemas() -> None:
    for batch in (batch_of(0), batch_of(2), FAULTS["two packages"].change(batch_of(2), 0)):
        answer = ask(batch)
        assert dict(answer.verdicts.schema) == dict(frames.VERDICTS)
        assert dict(answer.amounts.schema) == dict(frames.AMOUNTS)
        assert dict(answer.findings.schema) == dict(ask(batch_of(1)).findings.schema)


def test_needs_no_frames_but_lists_and_lines_and_refuses_what_is_no_frame() -> None:
    batch = batch_of(1)
    assert verdict(ask(Batch(batch.lists, batch.list_lines))) == ("wait", ["order", "payment", "waybill"])
    with pytest.raises(NotTheFrame, match="frame 'payments': expected column 'payer_hash' filled in every row"):
        with_cell(batch, "payments", {}, payer_hash=None)


def test_no_frame_that_goes_in_or_out_has_a_column_of_floats() -> None:
    schemas = [*frames.BATCH.values(), frames.VERDICTS, frames.AMOUNTS, frames.WISHES, frames.REFUSED]
    assert [kind for schema in schemas for kind in schema.values() if "Float" in str(kind)] == []


def test_refuses_a_time_without_its_zone_and_the_rulebook_of_another_regime() -> None:
    book = load(REGIME)
    with pytest.raises(Unjudgeable, match="expected a time with its zone for now"):
        judge(batch_of(0), book, references(), NOW.replace(tzinfo=None))
    with pytest.raises(Unjudgeable, match="expected the rulebook of cn/import_9610, found that of cn/export_9610"):
        judge(batch_of(1), load(), references(), NOW)
