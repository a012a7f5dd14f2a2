"""Checks against reference editions: a code is known, unknown, or cannot be checked; never passed unseen."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from entrepot.engines.clearance import Edition, NotTheFrame, References
from tests.unit.clearance.asking import ask, failures, findings, verdict
from tests.unit.clearance.batches import batch_of, edition, references, with_cell

LIST, SIMPLIFIED = 10**6, 10**6 + 1  # statistics mark B, and A


def _with(kind: str, found: Edition | None) -> References:
    others = {name: known for name, known in references().editions.items() if name != kind}
    return References(others if found is None else {**others, kind: found})


@pytest.mark.parametrize(
    ("kind", "rule", "field"),
    [
        ("currencies", "F14", "currency"),
        ("units", "F15", "unit"),
        ("countries", "F16", "country"),
        ("hs_codes", "F17", "hs_code"),
    ],
)
def test_without_the_edition_its_checks_are_not_made(kind: str, rule: str, field: str) -> None:
    answer = ask(batch_of(2), known=_with(kind, None))
    for list_id in (LIST, SIMPLIFIED):
        assert verdict(answer, list_id) == ("not_checked", [])
        assert findings(answer, list_id) == [(rule, "not_checked", None, field, None, f"edition:{kind}")]


def test_without_export_measures_only_simplified_lists_are_not_checked() -> None:
    answer = ask(batch_of(2), known=_with("export_measures", None))
    assert verdict(answer, LIST) == ("pass", [])
    assert findings(answer, SIMPLIFIED) == [
        ("E10", "not_checked", None, "hs_code", None, "edition:export_measures"),
    ]


def test_a_code_that_a_partial_edition_lacks_is_not_checked() -> None:
    partial = replace(edition("units", {"code": ["011"]}), complete=False)
    answer = ask(batch_of(1), known=_with("units", partial))
    assert verdict(answer) == ("not_checked", [])
    assert findings(answer) == [
        ("F15", "not_checked", 1, "unit2", "035", "covered:units"),
        ("F15", "not_checked", 2, "unit2", "035", "covered:units"),
    ]


def test_a_failure_outweighs_what_was_not_checked() -> None:
    answer = ask(with_cell(batch_of(1), "lists", {}, ie_flag="I"), known=References())
    assert verdict(answer) == ("fail", [])


def test_waiting_outweighs_what_was_not_checked() -> None:
    batch = batch_of(1)
    answer = ask(replace(batch, waybills=batch.waybills.clear()), known=References())
    assert verdict(answer) == ("wait", ["waybill"])


def test_a_shallow_tariff_checks_as_many_digits_as_it_has() -> None:
    six = _with("hs_codes", edition("hs_codes", {"code": ["61", "6109", "610910"]}))
    assert verdict(ask(batch_of(1), known=six)) == ("pass", [])
    wrong = with_cell(batch_of(1), "list_lines", {"gnum": 1}, hs_code="6109900021")
    assert failures(ask(wrong, known=six)) == [("F17", 1, "hs_code", "6109900021", "test 2026")]


def test_only_a_simplified_list_may_fill_the_code_with_zeros() -> None:
    padded = with_cell(batch_of(2), "list_lines", {"gnum": 1}, hs_code="6109000000")
    answer = ask(padded, known=_with("export_measures", edition("export_measures", _measures("6109"))))
    assert failures(answer, LIST) == [("F17", 1, "hs_code", "6109000000", "test 2026")]
    assert verdict(answer, SIMPLIFIED) == ("pass", [])


def _measures(prefix: str, **found: bool | None) -> dict[str, Any]:
    columns = {"licence": False, "export_duty": False, "refund": False, **found}
    return {"prefix": [prefix], **{name: pl.Series([value], dtype=pl.Boolean) for name, value in columns.items()}}


@pytest.mark.parametrize("measure", ["licence", "export_duty", "refund"])
def test_goods_with_a_measure_bar_the_simplified_declaration_only(measure: str) -> None:
    barred = _with("export_measures", edition("export_measures", _measures("6109", **{measure: True})))
    answer = ask(batch_of(2, lines=1), known=barred)
    assert verdict(answer, LIST) == ("pass", [])
    assert failures(answer, SIMPLIFIED) == [("E10", 1, "hs_code", "6109100021", measure)]


@pytest.mark.parametrize("columns", [_measures("93"), _measures("6109", refund=None)], ids=["no prefix", "not known"])
def test_goods_of_which_the_edition_knows_nothing_are_not_checked(columns: dict[str, Any]) -> None:
    answer = ask(batch_of(2, lines=1), known=_with("export_measures", edition("export_measures", columns)))
    assert findings(answer, SIMPLIFIED) == [
        ("E10", "not_checked", 1, "hs_code", "6109100021", "covered:export_measures"),
    ]


@pytest.mark.parametrize(("licence_no", "failed"), [("24-AA-1", True), (" ", False), (None, False)])
def test_a_licence_bars_the_simplified_declaration(licence_no: str | None, failed: bool) -> None:  # noqa: FBT001
    answer = ask(with_cell(batch_of(2), "lists", {}, licence_no=licence_no))
    assert verdict(answer, LIST) == ("pass", [])
    assert failures(answer, SIMPLIFIED) == ([("E10", None, "licence_no", "24-AA-1", None)] if failed else [])


def test_refuses_an_edition_of_a_kind_nobody_reads_and_one_without_rows() -> None:
    with pytest.raises(NotTheFrame, match=r"expected a reference of kind units, currencies, .* found 'colours'"):
        edition("colours", {"code": ["1"]})
    with pytest.raises(NotTheFrame, match="expected rows in the edition 'test 2026' of units, found none"):
        edition("units", {"code": pl.Series([], dtype=pl.String)})  # type: ignore[dict-item]
    with pytest.raises(NotTheFrame, match=r"'references.units': expected column 'code' of type String"):
        edition("units", {"code": [1]})
