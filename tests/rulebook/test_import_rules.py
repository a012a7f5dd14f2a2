"""Data and code of the rules of retail import belong together: none without the other, and each says what it uses."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from entrepot.engines.clearance import References
from entrepot.engines.clearance.checks import Check, Scene
from entrepot.engines.clearance.editions import IMPORT_REFERENCES
from entrepot.engines.retail_import import REGIME
from entrepot.engines.retail_import.judging import PREDICATES, RULE_MODULES, SHARED
from entrepot.engines.retail_import.returning import CHECKS as RETURNS
from entrepot.engines.retail_import.taxing import TAX_FIGURES
from entrepot.rulebook import load
from entrepot.rulebook.reading import RuleDataFault, read_yaml, regime_folder
from tests.factories.retail_import import references
from tests.rulebook.test_rules import ERROR_CODES, Recorded

BOOK = load(REGIME)
# fields of findings that the ledgers' answers make, and figures that they and the tax rest on
SECOND_PASS = {"M15": {"year_value"}, "M19": {"tax"}}
RESTS_ON = {"M15": {"single_item", "year_limit"}, "M19": set(TAX_FIGURES), "T01": set(TAX_FIGURES)}


def _checks(code: str) -> tuple[list[Check], set[str]]:
    """Every check that the rule can make, with complete, partial and no editions; figures asked for."""
    partial = References({kind: replace(known, complete=False) for kind, known in references().editions.items()})
    checks: list[Check] = []
    asked: set[str] = set()
    for known in (references(), partial, References()):
        figures = BOOK.at(date(2026, 3, 2))
        recorded = Recorded(figures.entries)
        checks += PREDICATES[code](Scene(replace(figures, entries=recorded), known, BOOK.time_zone))
        asked |= recorded.asked
    if any(check.waits_for for check in checks):
        asked.add("arrival_window")
    return checks, asked | RESTS_ON.get(code, set())


def test_every_rule_has_a_predicate_and_every_predicate_a_rule() -> None:
    assert RULE_MODULES
    assert sorted([*PREDICATES, *RETURNS]) == sorted(BOOK.rules)
    matched = {f"M{number:02}" for number in range(1, 21)} - {"M18"}  # M18 is of bonded import
    assert {code for code in BOOK.rules if code[0] in "MT"} == matched | {"T01"}


def test_the_rules_taken_from_export_are_those_whose_predicates_are() -> None:
    shared = read_yaml(regime_folder(REGIME).joinpath("shared.yaml").read_text("utf-8"), "shared.yaml")
    assert sorted(shared["rules"]) == sorted(SHARED)
    export = load("cn/export_9610")
    assert [code for code in SHARED if export.rules[code] != BOOK.rules[code]] == []


@pytest.mark.parametrize("code", sorted(PREDICATES))
def test_a_rule_has_a_sentence_for_each_field_it_looks_at_and_for_no_other(code: str) -> None:
    checks, _ = _checks(code)
    looked_at = {check.field for check in checks if check.outcome == "failed"} | SECOND_PASS.get(code, set())
    told = {field for sentence in BOOK.rules[code].sentences for field in sentence.fields}
    assert told == ({"lane"} if code == "S01" else looked_at)


@pytest.mark.parametrize("code", sorted(set(PREDICATES) - {"S01"}))
def test_a_rule_names_exactly_the_figures_it_uses(code: str) -> None:
    _, asked = _checks(code)
    assert asked == set(BOOK.rules[code].parameters)


@pytest.mark.parametrize("code", sorted(PREDICATES))
def test_every_field_of_a_rule_has_a_name_in_both_languages(code: str) -> None:
    checks, _ = _checks(code)
    fields = {check.field for check in checks} | {f for sentence in BOOK.rules[code].sentences for f in sentence.fields}
    assert sorted(fields - set(BOOK.words.fields)) == []


def test_every_unit_and_edition_has_words() -> None:
    assert {parameter.unit for parameter in BOOK.parameters.values()} <= set(BOOK.words.units)
    assert set(IMPORT_REFERENCES) <= set(BOOK.words.editions)
    assert set(references().editions) == set(IMPORT_REFERENCES)


def test_official_codes_stand_where_a_reply_of_customs_has_them_and_nowhere_else() -> None:
    codes = {rule.code: rule.official_code for rule in BOOK.rules.values() if rule.official_code}
    assert codes == {"M04": "13035", "M11": "1322", "M15": "1313"}
    if ERROR_CODES.is_file():
        with ERROR_CODES.open(encoding="utf-8") as file:
            assert "-621029" in {row["code"] for row in csv.DictReader(file)}  # named by the source of M20


def test_only_rules_known_by_inference_may_be_switched_off() -> None:
    assert [rule.code for rule in BOOK.rules.values() if rule.switchable != (rule.evidence == "inferred")] == []


def test_what_two_regimes_have_must_stand_in_one_of_them_only() -> None:
    from entrepot.rulebook import reading

    own = {"regime": "cn/new", "parameters": {"arrival_window": {}}, "rules": [{"code": "F01"}], "words": {}}
    for shared, place in (
        ({"regime": "cn/export_9610", "parameters": ["arrival_window"], "rules": []}, "parameters"),
        ({"regime": "cn/export_9610", "parameters": [], "rules": ["F01"]}, "rules"),
        ({"regime": "cn/export_9610", "parameters": [], "rules": ["X99"]}, "rules"),
    ):
        with pytest.raises(RuleDataFault, match=rf"cn/new/shared.yaml: {place}: expected {place} that only cn/export"):
            reading._with_shared(own, shared)
    with pytest.raises(RuleDataFault, match=r"cn/new/shared.yaml: expected the keys parameters, regime, rules"):
        reading._with_shared(own, ["F01"])
