"""The cases beside the parameters of retail import: what one set is told on either side of a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from entrepot.engines.retail_import import REGIME, Batch, Verdicts, judge, refused, wishes
from entrepot.engines.retail_import.frames import REFUSED
from entrepot.rulebook import Figure, Rulebook, load
from entrepot.rulebook.reading import read_yaml, regime_folder
from tests.factories.retail_import import batch_of, references

CHINA = ZoneInfo("Asia/Shanghai")
KEYS = {"name", "submitted", "price", "qty", "lines", "freight", "hs_code", "used", "enacted", "figure", "verdict",
        "rules", "tax"}  # fmt: skip
SHARED = load("cn/export_9610").parameters.keys() & load(REGIME).parameters.keys() - {"list_lines_max"}


@dataclass(frozen=True)
class Case:
    """One case of one parameter, as its file has it."""

    parameter: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.facts['name']}"

    @property
    def submitted(self) -> datetime:
        return datetime.fromisoformat(self.facts["submitted"]).replace(tzinfo=CHINA)

    @property
    def batch(self) -> Batch:
        plain = {"qty": 1, "lines": 1, "freight": "0", "hs_code": "6912001000"}
        cells = {name: self.facts.get(name, value) for name, value in plain.items()}
        sums = {"price": self.facts["price"], "insured_fee": "0", "discount": "0"}
        return batch_of(1, submitted=self.submitted, arrived=self.submitted, **cells, **sums)

    @property
    def rulebook(self) -> Rulebook:
        enacted = self.facts.get("enacted")
        told = {"parameter": self.parameter, "source": "this case", "evidence": "own"}
        return load(REGIME, enacted=[{**told, **enacted, "known_since": enacted["from"]}] if enacted else [])


def _cases() -> list[Case]:
    found = []
    for file in sorted(regime_folder(REGIME).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".cases.yaml") and not file.name.startswith("return_"):
            rows = read_yaml(file.read_text("utf-8"), file.name)
            found += [Case(file.name.removesuffix(".cases.yaml"), row) for row in rows]
    assert [key for case in found for key in set(case.facts) - KEYS] == []
    return found


CASES = _cases()


def _judged(case: Case) -> Verdicts:
    """Both passes, with a plain ledger of the buyer's year between them."""
    batch, book = case.batch, case.rulebook
    answer = judge(batch, book, references(), case.submitted + timedelta(hours=1), b"seed")
    wanted = wishes(batch, answer, book)
    of_year = wanted.filter(kind="person_year").with_columns(
        free=pl.col("limit") - Decimal(case.facts.get("used", "0"))
    )
    return refused(answer, wanted, of_year.filter(pl.col("amount") > pl.col("free")).select(*REFUSED), book)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_figure_of_a_case_is_in_force(case: Case) -> None:
    entry = case.rulebook.at(case.submitted.date()).entries[case.parameter]
    found = entry.value if isinstance(entry, Figure) else "lapsed"
    assert (found if isinstance(found, bool | int) else str(found)) == case.facts["figure"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_engine_says_of_a_case_what_its_file_says(case: Case) -> None:
    answer = _judged(case)
    failed = answer.findings.filter(outcome="failed")["rule"].unique().sort().to_list()
    assert (answer.verdicts["verdict"][0], failed) == (case.facts["verdict"], case.facts.get("rules", []))
    if "tax" in case.facts:
        tax = answer.verdicts["tax"][0]
        assert ("unknown" if tax is None else f"{tax:.2f}") == case.facts["tax"]


def test_every_figure_of_its_own_has_cases_on_both_sides() -> None:
    told: dict[str, set[str]] = {
        name: set() for name in load(REGIME).parameters if name not in SHARED and "return" not in name
    }
    for case in CASES:
        told[case.parameter].add(case.facts["verdict"])
    assert [name for name, verdicts in told.items() if len(verdicts) < 2] == []


def test_what_is_the_same_fact_as_in_export_stands_once() -> None:
    export, ours = load("cn/export_9610"), load(REGIME)
    assert {
        "amount_tolerance", "app_time_drift", "arrival_window", "selection_red", "selection_yellow", "waybill_reuse",
        "weight_tolerance",
    } == SHARED  # fmt: skip
    assert [name for name in SHARED if export.parameters[name] != ours.parameters[name]] == []
    own = {file.name.removesuffix(".yaml") for file in regime_folder(REGIME).iterdir()}
    assert own & SHARED == set()
