"""Asking the engine, and reading its answer shortly."""

from datetime import datetime
from typing import Any

from entrepot.engines.clearance import Batch, References, Verdicts, judge
from entrepot.rulebook import Rulebook, load
from tests.unit.clearance.batches import NOW, references

FACTS = ("rule", "outcome", "gnum", "field", "found", "expected")


def ask(
    batch: Batch, *, rulebook: Rulebook | None = None, known: References | None = None, now: datetime = NOW
) -> Verdicts:
    """The engine's answer with the package's rulebook and complete editions."""
    return judge(batch, rulebook or load(), references() if known is None else known, now)


def findings(answer: Verdicts, list_id: int = 10**6) -> list[tuple[Any, ...]]:
    """(rule, outcome, gnum, field, found, expected) of one list."""
    return answer.findings.filter(list_id=list_id).select(FACTS).rows()


def failures(answer: Verdicts, list_id: int = 10**6) -> list[tuple[Any, ...]]:
    """(rule, gnum, field, found, expected) of what failed for one list."""
    return [(rule, *rest) for rule, outcome, *rest in findings(answer, list_id) if outcome == "failed"]


def verdict(answer: Verdicts, list_id: int = 10**6) -> tuple[str, list[str]]:
    """Verdict and waiting_for of one list."""
    row = answer.verdicts.filter(list_id=list_id).row(0, named=True)
    return row["verdict"], row["waiting_for"]
