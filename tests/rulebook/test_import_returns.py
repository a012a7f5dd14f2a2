"""Goods that come back: the windows by their cases, not more than was bought, and value and tax given back exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.engines.clearance import NotTheFrame, explain
from entrepot.engines.retail_import import BOUGHT, REGIME, Return, Returned, judge, judge_return
from entrepot.engines.retail_import.returning import CHECKS
from entrepot.rulebook import Figure, Rulebook, load
from entrepot.rulebook.reading import read_yaml, regime_folder
from tests.factories.retail_import import NOW, batch_of, references

D = Decimal
BOOK = load(REGIME)
KEYS = {"name", "released", "applied", "arrived", "enacted", "figure", "rules", "not_checked"}
DAY = date(2026, 3, 2)
GOODS = ("6109100021", "T 恤衫", "011")
ONE_BACK = Return(DAY, DAY, DAY, ((1, D(1)),))


@dataclass(frozen=True)
class Case:
    """One case of one parameter, as its file has it."""

    parameter: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.facts['name']}"

    @property
    def rulebook(self) -> Rulebook:
        enacted = self.facts.get("enacted")
        told = {"parameter": self.parameter, "source": "this case", "evidence": "own"}
        return load(REGIME, enacted=[{**told, **enacted, "known_since": enacted["from"]}] if enacted else [])

    @property
    def asked(self) -> Return:
        released, applied, arrived = (date.fromisoformat(self.facts[day]) for day in ("released", "applied", "arrived"))
        return Return(released, applied, arrived, ((1, D(1)),))


def _cases() -> list[Case]:
    found = []
    for name in ("return_apply", "return_arrive"):
        file = regime_folder(REGIME).joinpath(f"{name}.cases.yaml")
        found += [Case(name, row) for row in read_yaml(file.read_text("utf-8"), file.name)]
    assert [key for case in found for key in set(case.facts) - KEYS] == []
    return found


CASES = _cases()


def bought(*lines: tuple[int, str, str, str]) -> pl.DataFrame:
    """Lines as (gnum, quantity bought, returned before, total price)."""
    rows = [(gnum, *map(D, rest), *GOODS) for gnum, *rest in lines]
    return pl.DataFrame(rows, schema=dict(BOUGHT), orient="row")


def vat(*amounts: tuple[int, str]) -> pl.DataFrame:
    """Amounts of VAT as (gnum, amount)."""
    rows = [(1, gnum, "vat", D(1), D(1), D(amount)) for gnum, amount in amounts]
    names = ("list_id", "gnum", "tax", "base", "rate", "amount")
    return pl.DataFrame(rows, schema=names, orient="row").cast({"amount": pl.Decimal(38, 10)})


TWO = bought((1, "2", "0", "100"))


def answered(asked: Return, book: Rulebook = BOOK, lines: pl.DataFrame = TWO) -> Returned:
    """The answer for a list of VAT 9.10 on its first line and no charges."""
    return judge_return(asked, lines, D(0), vat((1, "9.1")), book)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_return_is_told_what_its_case_says(case: Case) -> None:
    entry = case.rulebook.at(case.asked.applied_on).entries[case.parameter]
    assert (entry.value if isinstance(entry, Figure) else "lapsed") == case.facts["figure"]
    found = answered(case.asked, case.rulebook).findings
    for outcome, told in (("failed", "rules"), ("not_checked", "not_checked")):
        assert [one.rule for one in found if one.outcome == outcome] == case.facts.get(told, [])


def test_half_of_what_was_bought_gives_half_of_value_and_tax_back() -> None:
    assert answered(ONE_BACK) == Returned((), D(50), D("4.55"))


def test_nothing_is_given_back_before_the_goods_have_arrived() -> None:
    assert answered(replace(ONE_BACK, arrived_on=None)) == Returned((), D(0), D(0))


def _named(**other: str) -> Return:
    """One back, its goods named as on the list but for `other`."""
    goods = dict(zip(("hs_code", "declared_name", "unit"), GOODS, strict=True)) | other
    code, name, unit = goods.values()
    return replace(ONE_BACK, goods={1: (code, name, unit)})


def test_goods_named_as_on_the_list_come_back_and_so_do_those_of_returns_that_were_kept_without() -> None:
    assert answered(_named()) == answered(ONE_BACK) == Returned((), D(50), D("4.55"))


@pytest.mark.parametrize(
    ("asked", "finding"),
    [
        (replace(ONE_BACK, lines=((1, D(3)),)), ("R04", "qty", 1, "3", "2")),
        (replace(ONE_BACK, lines=((1, D(0)),)), ("R04", "qty", 1, "0", "2")),
        (replace(ONE_BACK, lines=((2, D(1)),)), ("R03", "gnum", 2, "2", None)),
        (_named(hs_code="6109909050"), ("R05", "hs_code", 1, "6109909050", "6109100021")),
        (_named(declared_name="T 恤"), ("R05", "declared_name", 1, "T 恤", "T 恤衫")),
        (_named(unit="007"), ("R05", "unit", 1, "007", "011")),
        (replace(ONE_BACK, released_on=None), ("R01", "released_on", None, None, None)),
    ],
    ids=[
        "more than was bought",
        "nothing",
        "a line that the list has not",
        "another code",
        "another name",
        "another unit",
        "a list that is not released",
    ],
)
def test_a_return_is_refused_with_its_rule_and_nothing_given_back(asked: Return, finding: tuple[Any, ...]) -> None:
    answer = answered(asked)
    assert [(one.rule, one.field, one.gnum, one.found, one.expected) for one in answer.findings] == [finding]
    assert (answer.value_back, answer.tax_back) == (D(0), D(0))
    for language in ("en", "zh"):
        said = explain(answer.findings[0], BOOK, BOOK.at(DAY), language)
        assert all((said.expected, said.found, said.do))
        assert "{" not in said.expected + said.found


def test_what_came_back_before_cannot_come_back_again() -> None:
    lines = bought((1, "2", "1.5", "100"))
    assert [one.expected for one in answered(ONE_BACK, lines=lines).findings] == ["0.5"]
    assert answered(replace(ONE_BACK, lines=((1, D("0.5")),)), lines=lines).value_back == D(25)


def test_a_refusal_names_window_and_source() -> None:
    late = replace(ONE_BACK, applied_on=date(2026, 4, 2))
    said = explain(answered(late).findings[0], BOOK, BOOK.at(late.applied_on), "en")
    assert said.expected == "A return is applied for at the latest 30 days after the release, by 2026-04-01."
    assert said.found == "It was applied for on 2026-04-02."
    assert said.source == "General Administration of Customs, announcement 45 of 2020"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_parts_given_back_one_by_one_come_to_value_and_tax_of_the_list(k: int, steps: list[int]) -> None:
    batch = batch_of(k + 1)
    answer = judge(batch, BOOK, references(), NOW)
    head = answer.verdicts.row(k, named=True)
    lines = batch.list_lines.filter(list_id=head["list_id"]).with_columns(returned=pl.lit(D(0), dtype=BOUGHT["qty"]))
    amounts = answer.amounts.filter(list_id=head["list_id"])
    total, turn = [D(0), D(0)], 0
    while (lines["qty"] != lines["returned"]).any():
        step = pl.lit(D(steps[turn % len(steps)]) * D("0.3"), dtype=BOUGHT["qty"])
        back, turn = lines.with_columns(step=pl.min_horizontal(pl.col("qty") - pl.col("returned"), step)), turn + 1
        asked = replace(ONE_BACK, lines=tuple(back.filter(pl.col("step") > 0).select("gnum", "step").rows()))
        answered_now = judge_return(asked, lines.select(*BOUGHT), D("9.5"), amounts, BOOK)
        assert answered_now.findings == ()
        total = [total[0] + answered_now.value_back, total[1] + answered_now.tax_back]
        lines = back.with_columns(returned=pl.col("returned") + pl.col("step")).drop("step")
    assert total == [head["dutiable_value"], head["tax"]]


def test_rules_of_returns_have_checks_sentences_and_words() -> None:
    assert {code for code in BOOK.rules if code.startswith("R")} == set(CHECKS)
    fields = {field for code in CHECKS for sentence in BOOK.rules[code].sentences for field in sentence.fields}
    assert fields == {"released_on", "applied_on", "arrived_on", "gnum", "qty", "hs_code", "declared_name", "unit"}
    assert fields <= set(BOOK.words.fields)
    with pytest.raises(NotTheFrame, match="'bought': expected column 'returned'"):
        answered(ONE_BACK, lines=TWO.drop("returned"))
