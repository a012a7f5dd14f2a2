"""Each fault is found under exactly its rule, and no clean set is refused."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from entrepot.engines.clearance import References, explain
from entrepot.engines.retail_import import REGIME, judge
from entrepot.engines.retail_import.judging import PREDICATES
from entrepot.kernel.violations import Violation
from entrepot.rulebook import load
from tests.factories.retail_import import ARRIVED, FAULTS, NOW, Fault, batch_of, edition, references, with_cell, without
from tests.unit.retail_import.asking import ask, failures, not_checked, verdict

BOOK = load(REGIME)
FAR = 7  # the spoiled set stands among clean ones


def test_no_clean_set_is_refused() -> None:
    answer = ask(batch_of(60))
    assert answer.verdicts["verdict"].unique().to_list() == ["pass"]
    assert answer.findings.height == 0
    assert answer.verdicts["tax"].null_count() == 0


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=list(FAULTS))
def test_a_fault_is_found_under_exactly_its_rule_and_the_sets_beside_it_pass(name: str, fault: Fault) -> None:
    answer = ask(fault.change(batch_of(FAR + 2), FAR))
    assert {rule for rule, *_ in failures(answer, FAR)} == {fault.rule}, name
    assert [verdict(answer, k)[0] for k in range(FAR + 2)] == ["pass"] * FAR + ["fail", "pass"]


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=list(FAULTS))
def test_a_refusal_says_in_both_languages_what_was_expected_found_and_is_to_do(name: str, fault: Fault) -> None:
    answer = ask(fault.change(batch_of(1), 0))
    for row in answer.findings.filter(outcome="failed").drop("list_id").to_dicts():
        finding = Violation(**{**row, "parameters": tuple(row["parameters"])})
        for language in ("en", "zh"):
            said = explain(finding, BOOK, answer.figures[0], language)
            assert all((said.title, said.expected, said.found, said.do, said.source)), name
            assert "{" not in said.expected + said.found + said.do


def test_all_faults_together_are_each_found_under_their_rule() -> None:
    batch = batch_of(2 * len(FAULTS))
    for number, fault in enumerate(FAULTS.values()):
        batch = fault.change(batch, 2 * number)
    answer = ask(batch)
    found = [sorted({rule for rule, *_ in failures(answer, k)}) for k in range(2 * len(FAULTS))]
    assert found == [rules for fault in FAULTS.values() for rules in ([fault.rule], [])]


def test_every_rule_that_a_document_can_break_has_a_fault() -> None:
    arithmetic = {f"F{number:02}" for number in range(1, 11)}  # broken by the tests of export, with the same predicates
    elsewhere = {
        "M15",
        "M19",
        "F12",
        "F18",
        "F19",
        "F20",
        "F21",
        "S01",
    }  # by tests of their own, here and in test_limits
    assert {fault.rule for fault in FAULTS.values()} | arithmetic | elsewhere == set(PREDICATES)


@pytest.mark.parametrize(
    ("frame", "awaited", "rule"),
    [("orders", "order", "M01"), ("payments", "payment", "M01"), ("waybills", "waybill", "M03")],
)
def test_a_list_waits_for_each_document_until_the_window_ends(frame: str, awaited: str, rule: str) -> None:
    batch = without(batch_of(1), frame, app_status="2")
    assert verdict(ask(batch, now=ARRIVED + timedelta(hours=24))) == ("wait", [awaited])
    late = ask(batch, now=ARRIVED + timedelta(hours=24, microseconds=1))
    assert verdict(late) == ("fail", [])
    assert [found[0] for found in failures(late)] == [rule]


def test_documents_may_come_in_any_order() -> None:
    whole = batch_of(1)
    nothing = replace(
        whole, orders=whole.orders.clear(), payments=whole.payments.clear(), waybills=whole.waybills.clear()
    )
    assert verdict(ask(nothing)) == ("wait", ["order", "payment", "waybill"])
    for first, second, third in (("orders", "payments", "waybills"), ("waybills", "orders", "payments")):
        one = replace(nothing, **{first: getattr(whole, first)})
        two = replace(one, **{second: getattr(whole, second)})
        assert verdict(ask(one))[1] == [name[:-1] for name in ("orders", "payments", "waybills") if name != first]
        assert verdict(ask(two)) == ("wait", [third[:-1]])
        assert verdict(ask(replace(two, **{third: getattr(whole, third)}))) == ("pass", [])


def test_a_deleted_or_parked_document_is_none() -> None:
    for frame in ("orders", "payments", "waybills"):
        for cells in ({"deleted": True}, {"app_status": "1"}):
            assert verdict(ask(with_cell(batch_of(1), frame, {}, **cells)))[0] == "wait"


def test_of_several_payments_the_one_that_the_order_names_is_compared() -> None:
    batch = batch_of(1)
    other = with_cell(batch, "payments", {}, payment_id=1, pay_transaction_no="FIRST TRY").payments
    both = replace(batch, payments=other.vstack(batch.payments))
    answer = ask(both)
    assert verdict(answer) == ("pass", [])
    assert answer.verdicts["payment_id"].to_list() == batch.payments["payment_id"].to_list()


def test_what_another_sellers_order_says_is_not_shown() -> None:
    batch = with_cell(FAULTS["the order is another seller's"].change(batch_of(1), 0), "orders", {}, actual_paid=1)
    batch = with_cell(batch, "order_lines", {}, qty=77)
    assert failures(ask(batch)) == [("M02", None, "seller_id", "3301999010", None)]


def test_a_rule_known_by_inference_may_be_switched_off_and_no_other() -> None:
    batch = FAULTS["a cent of tax withheld too little"].change(batch_of(1), 0)
    assert verdict(ask(batch, rulebook=load(REGIME, switches={"T01": False}))) == ("pass", [])
    switchable = {code for code, rule in BOOK.rules.items() if rule.switchable}
    assert switchable == {"M07", "M10", "M12", "M13", "M14", "M16", "M19", "T01", "F18", "S01"}


def test_a_pre_check_looks_at_no_signature() -> None:
    batch = FAULTS["a list without signature"].change(batch_of(1), 0)
    answer = judge(batch, BOOK, references(), NOW)
    assert answer.verdicts.select("verdict", "lane").rows() == [("pass", "")]


def test_without_its_edition_a_rule_is_not_checked_and_never_passes() -> None:
    known = references()
    for kind, rules in {"positive_list": ["M16"], "hs_codes": ["M16"], "import_rates": ["M19", "T01"]}.items():
        rest = replace(known, editions={name: each for name, each in known.editions.items() if name != kind})
        answer = ask(batch_of(1), known=rest)
        assert verdict(answer) == ("not_checked", [])
        assert [(rule, expected) for rule, _, expected in not_checked(answer)] == [
            (r, f"edition:{kind}") for r in rules
        ]


def test_a_partial_positive_list_refuses_nothing_it_does_not_know() -> None:
    known = references()
    part = known.editions["positive_list"].rows.filter(code="69120010")
    editions = {**known.editions, "positive_list": edition("positive_list", part, complete=False)}
    answer = ask(batch_of(1, hs_code="0402210000"), known=replace(known, editions=editions))
    assert not_checked(answer) == [("M16", "positive_list", "covered:positive_list")]


@pytest.mark.parametrize("note", ["", "  ", None])
def test_goods_of_the_positive_list_without_a_note_pass(note: str | None) -> None:
    assert verdict(ask(batch_of(1), known=noted(note)))[0] == "pass"


def test_a_note_of_the_positive_list_is_said_and_never_passed_by() -> None:
    answer = ask(batch_of(2), known=noted("每人每年不超过 2 千克"))
    assert set(answer.verdicts["verdict"]) == {"not_checked"}
    row = answer.findings.row(0, named=True)
    assert (row["rule"], row["found"], row["expected"]) == ("M16", "每人每年不超过 2 千克", "noted:positive_list")
    facts = {name: value for name, value in row.items() if name != "list_id"}
    said = explain(Violation(**{**facts, "parameters": tuple(row["parameters"])}), BOOK, answer.figures[0], "en")
    assert said.found == "The note is: 每人每年不超过 2 千克. Nobody has compared it, so this was not checked."


def noted(note: str | None) -> References:
    """The positive list with this note on all goods."""
    known = references()
    rows = known.editions["positive_list"].rows.with_columns(note=pl.lit(note, pl.String))
    return replace(known, editions={**known.editions, "positive_list": edition("positive_list", rows)})


@pytest.mark.parametrize(("day", "passes"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", False)])
def test_goods_are_listed_on_the_days_from_until_of_the_edition(day: str, *, passes: bool) -> None:
    known = references()
    code = known.editions["positive_list"].rows.with_columns(**{"from": date(2026, 3, 2), "until": date(2026, 3, 3)})
    editions = {**known.editions, "positive_list": edition("positive_list", code)}
    moved = date.fromisoformat(day) - date(2026, 3, 2)
    batch = batch_of(1, submitted=ARRIVED + moved, arrived=ARRIVED + moved)
    answer = ask(batch, known=replace(known, editions=editions), now=NOW + moved)
    assert (verdict(answer)[0] == "pass") == passes
    assert [(rule, field) for rule, _, field, *_ in failures(answer)] == ([] if passes else [("M16", "positive_list")])
