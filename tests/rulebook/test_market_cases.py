"""The cases beside the parameters of market procurement, and that its rules and their checks belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from entrepot.engines.clearance import explain
from entrepot.engines.market import REGIME, Declared, Goods, Judged, draft, judge
from entrepot.engines.market.drafting import kinds_of
from entrepot.engines.market.judging import CHECKS
from entrepot.rulebook import Figure, load
from entrepot.rulebook.reading import read_yaml, regime_folder

BOOK = load(REGIME)
KEYS = {"name", "declared", "goods", "change", "figure", "verdict", "rules", "lines"}


@dataclass(frozen=True)
class Case:
    """One case of one parameter, as its file has it."""

    parameter: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.facts['name']}"

    @property
    def day(self) -> date:
        return date.fromisoformat(self.facts["declared"])


def _cases() -> list[Case]:
    found = []
    for file in sorted(regime_folder(REGIME).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".cases.yaml"):
            rows = read_yaml(file.read_text("utf-8"), file.name)
            found += [Case(file.name.removesuffix(".cases.yaml"), row) for row in rows]
    assert [key for case in found for key in set(case.facts) - KEYS] == []
    return found


CASES = _cases()


def _declared(case: Case) -> Declared:
    change = case.facts.get("change", {})
    value = Decimal(change.get("value", "100"))
    count = case.facts.get("goods", 1)
    goods = tuple(Goods(f"D{n}", f"39241{n:05}", "杯", Decimal(1), "011", value) for n in range(count))
    made = draft(goods, BOOK.at(case.day))
    if change.get("whole"):
        made = replace(made, lines=tuple(replace(one, line_no=n) for n, one in enumerate(kinds_of(goods), 1)))
    rate = change.get("rate", "7.1")
    return Declared(
        draft=replace(made, simplified=change.get("simplified", made.simplified)),
        goods=goods,
        rate=None if rate is None else Decimal(rate),
        buyer_name="Elbe Trading",
        buyer_country="DE",
        buyer_document="PX0001",
        dealer="9999939001",
        dealer_filed=True,
    )


def _judged(case: Case) -> Judged:
    return judge(_declared(case), BOOK, BOOK.at(case.day))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_figure_of_a_case_is_in_force(case: Case) -> None:
    entry = BOOK.at(case.day).entries[case.parameter]
    found = entry.value if isinstance(entry, Figure) else "lapsed"
    assert (found if isinstance(found, int) else str(found)) == case.facts["figure"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_engine_says_of_a_case_what_its_file_says(case: Case) -> None:
    judged = _judged(case)
    failed = sorted({one.rule for one in judged.findings if one.outcome == "failed"})
    assert (judged.verdict, failed) == (case.facts["verdict"], case.facts.get("rules", []))
    if "lines" in case.facts:
        assert len(_declared(case).draft.lines) == case.facts["lines"]


def test_every_parameter_has_cases_and_every_rule_a_check() -> None:
    assert {case.parameter for case in CASES} == set(BOOK.parameters)
    assert sorted(CHECKS) == sorted(BOOK.rules)
    assert {parameter.unit for parameter in BOOK.parameters.values()} <= set(BOOK.words.units)


def test_a_refusal_names_figure_and_source_in_both_languages() -> None:
    case = next(each for each in CASES if each.facts.get("rules") == ["M01"])
    (finding,) = _judged(case).findings
    said = {language: explain(finding, BOOK, BOOK.at(case.day), language) for language in ("en", "zh")}
    assert said["en"].expected == "At most 150000 USD in one declaration."
    assert said["en"].found == "150,000.01 USD at the stated rate."
    assert said["zh"].expected == "单票报关单货值应不超过 150000 美元。"
    assert [(figure.since, figure.source[:37]) for figure in said["en"].figures] == [
        (date(2014, 7, 1), "General Administration of Customs, an")
    ]


def test_a_buyer_without_document_and_a_deal_nobody_confirmed_and_a_dealer_not_filed_are_refused() -> None:
    whole = _declared(CASES[0])
    goods = (replace(whole.goods[0], confirmed=False),)
    wrong = replace(whole, buyer_document=" ", goods=goods, dealer_filed=False)
    judged = judge(wrong, BOOK, BOOK.at(date(2026, 3, 2)))
    assert [(one.rule, one.field, one.found) for one in judged.findings if one.rule != "M01"] == [
        ("M02", "buyer_document", None),
        ("M03", "deal_no", "D0"),
        ("M06", "dealer", "9999939001"),
    ]
    assert judged.verdict == "fail"
    for finding in judged.findings:
        assert explain(finding, BOOK, BOOK.at(date(2026, 3, 2)), "zh").expected
