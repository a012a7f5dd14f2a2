import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from entrepot.kernel.periods import Period
from entrepot.rulebook import Figure, Lapse, RuleDataFault, RuleDataLapsed, load, restore

BEFORE, AFTER = date(2024, 12, 14), date(2024, 12, 15)
ENACTED: dict[str, Any] = {
    "parameter": "amount_tolerance", "from": "2026-02-01", "until": "2026-03-01", "value": "1.00", "source": "a notice",
    "evidence": "retrieved", "known_since": "2026-01-20",
}  # fmt: skip


def test_the_slip_is_required_until_the_14th_of_december_2024() -> None:
    book = load()
    assert book.at(BEFORE).yes("slip_required") is True
    assert book.at(AFTER).yes("slip_required") is False
    assert book.at(AFTER).figure("slip_required").article == "item 2"


def test_splits_days_by_the_intervals_in_which_nothing_changes() -> None:
    days = [AFTER, BEFORE, date(2024, 12, 1), AFTER, date(2028, 1, 1)]
    assert load().intervals(days) == {
        Period(date(2018, 7, 1), AFTER): (date(2024, 12, 1), BEFORE),
        Period(AFTER, date(2028, 1, 1)): (AFTER,),
        Period(date(2028, 1, 1)): (date(2028, 1, 1),),
    }


def test_figures_that_count_from_the_arrival_are_taken_as_of_the_arrival() -> None:
    enacted = {**ENACTED, "parameter": "arrival_window", "value": 48}
    book = load(enacted=[enacted])
    inside, outside = date(2026, 2, 10), date(2026, 3, 10)
    assert book.at(outside, inside).whole("arrival_window") == 48
    assert book.at(inside, outside).whole("arrival_window") == 24


def test_past_check_by_there_is_no_figure() -> None:
    figures = load().at(date(2028, 1, 1))
    assert figures.lapse("slip_required") == Lapse("slip_required", date(2027, 12, 31), "check_by")
    with pytest.raises(RuleDataLapsed, match=r"rule data lapsed on 2027-12-31: .*'slip_required'"):
        figures.yes("slip_required")


def test_past_the_end_without_successor_there_is_no_figure() -> None:
    book = load()
    parameter = book.parameters["waybill_reuse"]
    ended = replace(parameter.values[0], period=Period(date(2018, 7, 1), date(2025, 1, 1)))
    short = replace(book, parameters={**book.parameters, "waybill_reuse": replace(parameter, values=(ended,))})
    assert short.at(date(2024, 12, 31)).whole("waybill_reuse") == 6
    assert short.at(date(2025, 1, 1)).lapse("waybill_reuse") == Lapse("waybill_reuse", date(2025, 1, 1), "ended")


def test_before_the_beginning_there_is_no_figure() -> None:
    assert load().at(date(2018, 6, 30)).lapse("slip_required") == Lapse("slip_required", date(2018, 7, 1), "not_begun")


def test_an_enacted_value_takes_the_place_of_what_stood_there() -> None:
    book = load(enacted=[ENACTED])
    found = [book.at(day).exact("amount_tolerance") for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))]
    assert found == [Decimal("0.00"), Decimal("1.00"), Decimal("0.00")]
    entry = book.at(date(2026, 2, 1)).entries["amount_tolerance"]
    assert isinstance(entry, Figure)
    assert (entry.source, entry.known_since, entry.in_force) == (
        "a notice",
        date(2026, 1, 20),
        Period(date(2026, 2, 1), date(2026, 3, 1)),
    )


def test_an_enacted_check_keeps_a_figure_alive() -> None:
    checked = {"parameter": "slip_required", "last_checked": "2027-12-01", "check_by": "2028-12-31"}
    assert load(enacted=[checked]).at(date(2028, 1, 1)).yes("slip_required") is False


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"parameter": "nonsense"}, r"enacted\[0\].parameter: expected one of"),
        ({"value": 1}, r"enacted\[0\].value: expected a decimal"),
        ({"until": "2026-01-01"}, r"enacted\[0\].until: expected a day after 2026-02-01"),
        ({"colour": "red"}, r"enacted\[0\]: expected only the keys"),
    ],
)
def test_refuses_a_faulty_enacted_entry_and_names_it(change: dict[str, Any], place: str) -> None:
    with pytest.raises(RuleDataFault, match=place):
        load(enacted=[{**ENACTED, **change}])


def test_refuses_an_enacted_entry_that_says_nothing() -> None:
    with pytest.raises(RuleDataFault, match=r"enacted\[0\]: expected a value with its period, or a new check_by"):
        load(enacted=[{"parameter": "slip_required"}])


def test_an_inferred_rule_may_be_switched_off() -> None:
    book = load(switches={"E06": False})
    assert not book.rules["E06"].on
    assert load().rules["E06"].on


@pytest.mark.parametrize("code", ["E01", "Z99"])
def test_refuses_to_switch_off_a_rule_that_a_text_demands_or_nobody_knows(code: str) -> None:
    with pytest.raises(RuleDataFault, match=rf"switches.{code}: expected a rule that may be switched \(E03, E04"):
        load(switches={code: False})


def test_the_version_is_the_hash_of_what_is_in_force() -> None:
    plain = load()
    assert len(plain.hash) == 64
    assert load().hash == plain.hash
    assert len({plain.hash, load(enacted=[ENACTED]).hash, load(switches={"E06": False}).hash}) == 3
    assert load(switches={"E06": True}).hash == plain.hash


def test_a_rulebook_stored_as_json_comes_back_the_same() -> None:
    book = load(enacted=[ENACTED], switches={"E06": False})
    back = restore(json.loads(json.dumps(book.content)))
    assert back == book
    assert back.hash == book.hash


def test_the_facts_of_a_decision_are_plain_data() -> None:
    facts = load().at(date(2026, 3, 2)).facts()
    assert json.loads(json.dumps(facts)) == facts
    assert facts["waybill_reuse"] == {
        "value": 6,
        "unit": "months",
        "in_force_from": "2018-07-01",
        "source": "message specification 202205, note on the field logisticsNo",
        "article": None,
    }
    assert facts["selection_red"]["value"] == "0.01"
    assert load().at(date(2028, 1, 1)).facts()["selection_red"] == {"lapsed_on": "2027-12-31", "reason": "check_by"}
