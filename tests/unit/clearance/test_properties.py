"""Whatever is wrong with a batch: it equals its single cases, its order does not matter, its amounts recompute."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.engines.clearance import Batch, Verdicts, frames
from tests.unit.clearance.asking import ask
from tests.unit.clearance.batches import batch_of, only, with_cell, without

AMOUNTS = st.decimals(min_value=-3, max_value=60, places=5)
LARGE = st.sampled_from([Decimal("99999999999999.99999"), Decimal(10) ** 20])
CELLS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "lists": {
        "ie_flag": st.sampled_from(["E", "I"]),
        "gross_weight_kg": AMOUNTS,
        "pack_no": st.integers(1, 3),
        "statistics_flag": st.sampled_from(["A", "B", "C"]),
        "country": st.sampled_from(["502", "999"]),
    },
    "list_lines": {
        "qty": AMOUNTS | LARGE,
        "price": AMOUNTS,
        "total_price": AMOUNTS | LARGE,
        "gnum": st.integers(0, 4),
        "currency": st.sampled_from(["502", "142"]),
        "unit2": st.sampled_from(["035", None]),
    },
    "orders": {"goods_value": AMOUNTS | LARGE, "deleted": st.booleans(), "line_count": st.integers(1, 250)},
    "order_lines": {"total_price": AMOUNTS, "unit": st.sampled_from(["011", "007"])},
    "waybills": {"gross_weight_kg": AMOUNTS, "seller_id": st.sampled_from([None, 21, 22])},
}
FRAMES = ("lists", "list_lines", "orders", "order_lines", "waybills", "slips", "siblings", "waybill_uses")


@st.composite
def faulty(draw: st.DrawFn) -> Batch:
    """A few lists with some cells changed, documents missing, orders and waybills shared."""
    n = draw(st.integers(1, 5))
    batch = batch_of(n)
    for _ in range(draw(st.integers(0, 5))):
        frame = draw(st.sampled_from(sorted(CELLS)))
        column = draw(st.sampled_from(sorted(CELLS[frame])))
        rows = getattr(batch, frame)
        if rows.height:
            row = rows.row(draw(st.integers(0, rows.height - 1)), named=True)
            key = {name: row[name] for name in rows.columns if name.endswith("_id") or name == "gnum"}
            key = {name: value for name, value in key.items() if value is not None}
            batch = with_cell(batch, frame, key, **{column: draw(CELLS[frame][column])})
    if draw(st.booleans()):
        batch = without(batch, draw(st.sampled_from(["orders", "waybills"])), app_status="2", deleted=False)
    return _shared(draw, batch)


def _shared(draw: st.DrawFn, batch: Batch) -> Batch:
    """Some lists moved to the order of the first, or to its waybill."""
    first = batch.lists.row(0, named=True)
    for columns in (("order_no", "order_id", "seller_id"), ("waybill_no", "waybill_id")):
        for list_id in draw(st.lists(st.sampled_from(batch.lists["list_id"].to_list()), max_size=2)):
            batch = with_cell(batch, "lists", {"list_id": list_id}, **{name: first[name] for name in columns})
    return batch


def _single(batch: Batch, list_id: int) -> Batch:
    """One list alone; the others live outside the batch."""
    others = batch.lists.filter(pl.col("list_id") != list_id).with_columns(state=pl.lit("due"))
    lines = batch.list_lines.select("list_id", "gnum", "total_price")
    return replace(
        only(batch, [list_id]),
        siblings=lines.join(others, on="list_id").select(*frames.SIBLINGS),
        waybill_uses=others.select(*frames.WAYBILL_USES),
    )


def _answers(answer: Verdicts) -> tuple[list[Any], list[Any]]:
    verdicts = answer.verdicts.drop("figures_no").sort("list_id").rows()
    return verdicts, answer.findings.rows()


@settings(max_examples=25, deadline=None)
@given(faulty())
def test_a_batch_equals_its_single_cases(batch: Batch) -> None:
    verdicts, findings = _answers(ask(batch))
    singles = [_answers(ask(_single(batch, list_id))) for list_id in sorted(batch.lists["list_id"])]
    assert verdicts == [row for single, _ in singles for row in single]
    assert findings == [row for _, single in singles for row in single]


@settings(max_examples=25, deadline=None)
@given(faulty(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(batch: Batch, seed: int) -> None:
    shuffled = Batch(**{name: getattr(batch, name).sample(fraction=1, shuffle=True, seed=seed) for name in FRAMES})
    assert _answers(ask(shuffled)) == _answers(ask(batch))


@settings(max_examples=40, deadline=None)
@given(faulty())
def test_an_explanation_recomputes_its_amounts(batch: Batch) -> None:
    heads = {row["list_id"]: row for row in batch.lists.to_dicts()}
    orders = {row["order_id"]: row for row in batch.orders.to_dicts()}
    for finding in ask(batch).findings.filter(outcome="failed").to_dicts():
        if finding["rule"] == "F08":
            lines = batch.list_lines.filter(list_id=finding["list_id"], gnum=finding["gnum"]).to_dicts()
            assert (Decimal(finding["found"]), Decimal(finding["expected"])) in set(_products(lines))
        elif finding["rule"] == "E05":
            order = orders[heads[finding["list_id"]]["order_id"]]
            assert Decimal(finding["expected"]) == order["goods_value"]
            assert Decimal(finding["found"]) != order["goods_value"]
        elif finding["rule"] == "F03":
            head = heads[finding["list_id"]]
            assert (Decimal(finding["found"]), Decimal(finding["expected"])) == (
                head["net_weight_kg"],
                head["gross_weight_kg"],
            )


def _products(lines: list[dict[str, Any]]) -> Iterator[tuple[Decimal, Decimal]]:
    exactly = Context(prec=60, rounding=ROUND_HALF_UP)
    for line in lines:
        product = exactly.multiply(line["qty"], line["price"])
        yield line["total_price"], exactly.quantize(product, Decimal("0.00001"))
