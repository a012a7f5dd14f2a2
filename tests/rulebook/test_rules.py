"""Data and code of the rules belong together: none without the other, and each says what it uses."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from entrepot.engines.clearance import References
from entrepot.engines.clearance.checks import PREDICATES, Check, Scene
from entrepot.engines.clearance.judging import RULE_MODULES
from entrepot.rulebook import Figure, Lapse, load
from tests.unit.clearance.batches import edition, references

BOOK = load()
ERROR_CODES = Path("../shared/data/ceb/error_codes.csv")
IMPORT_CODES = {"1800", "1313", "1322", "13035"}  # seen in replies of customs, none of them for export lists
NEVER_FAILS = {"S01"}


class Recorded(Mapping[str, Figure | Lapse]):
    """Entries of figures that note which of them was asked for."""

    def __init__(self, entries: Mapping[str, Figure | Lapse]) -> None:
        self.entries = entries
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Figure | Lapse:
        self.asked.add(name)
        return self.entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def _partial() -> References:
    return References({kind: replace(known, complete=False) for kind, known in references().editions.items()})


def _checks(code: str) -> tuple[list[Check], set[str]]:
    """Every check that the rule can make, with slips required or not, with and without editions; figures asked for."""
    checks: list[Check] = []
    asked: set[str] = set()
    for day in (date(2024, 12, 14), date(2026, 3, 2)):
        for known in (references(), _partial(), References()):
            figures = BOOK.at(day)
            recorded = Recorded(figures.entries)
            checks += PREDICATES[code](Scene(replace(figures, entries=recorded), known, BOOK.time_zone))
            asked |= recorded.asked
    if any(check.waits_for for check in checks):
        asked.add("arrival_window")
    return checks, asked


def test_every_rule_has_a_predicate_and_every_predicate_a_rule() -> None:
    assert RULE_MODULES
    assert sorted(PREDICATES) == sorted(BOOK.rules)


@pytest.mark.parametrize("code", sorted(BOOK.rules))
def test_a_rule_has_a_sentence_for_each_field_it_looks_at_and_for_no_other(code: str) -> None:
    checks, _ = _checks(code)
    looked_at = {check.field for check in checks if check.outcome == "failed"}
    told = {field for sentence in BOOK.rules[code].sentences for field in sentence.fields}
    assert told == ({"lane"} if code in NEVER_FAILS else looked_at)


@pytest.mark.parametrize("code", sorted(set(BOOK.rules) - NEVER_FAILS))
def test_a_rule_names_exactly_the_figures_it_uses(code: str) -> None:
    _, asked = _checks(code)
    assert asked == set(BOOK.rules[code].parameters)


@pytest.mark.parametrize("code", sorted(BOOK.rules))
def test_every_field_of_a_rule_has_a_name_in_both_languages(code: str) -> None:
    checks, _ = _checks(code)
    fields = {check.field for check in checks} | {f for sentence in BOOK.rules[code].sentences for f in sentence.fields}
    assert sorted(fields - set(BOOK.words.fields)) == []


def test_every_unit_edition_and_coded_value_has_words() -> None:
    assert {parameter.unit for parameter in BOOK.parameters.values()} <= set(BOOK.words.units)
    assert set(BOOK.words.editions) == set(references().editions)


def test_official_codes_are_codes_that_a_source_has() -> None:
    if not ERROR_CODES.is_file():
        pytest.skip("the official error codes are not here; the sibling test below needs none")
    with ERROR_CODES.open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)} | IMPORT_CODES
    assert [rule.code for rule in BOOK.rules.values() if rule.official_code and rule.official_code not in known] == []


def test_no_official_code_is_claimed_for_export_lists_where_no_source_has_one() -> None:
    assert {rule.code: rule.official_code for rule in BOOK.rules.values() if rule.official_code} == {}


def test_only_rules_known_by_inference_may_be_switched_off() -> None:
    assert [rule.code for rule in BOOK.rules.values() if rule.switchable != (rule.evidence == "inferred")] == []


def test_an_edition_may_be_shallower_than_ten_digits() -> None:
    shallow = edition("hs_codes", {"code": ["61", "6109", "610910"]})
    assert (shallow.depth, shallow.codes.to_list()) == (6, ["610910"])
    assert shallow.headings.sort().to_list() == ["61", "6109"]


def test_the_longest_prefix_decides_on_measures() -> None:
    codes = pl.DataFrame({"hs_code": ["6109100021", "6110200000", "9303300000", "0101210000"]})
    measures = references().editions["export_measures"]
    assert codes.select(measures.measures_of(pl.col("hs_code"))).to_series().to_list() == [0, 4, 1, None]
