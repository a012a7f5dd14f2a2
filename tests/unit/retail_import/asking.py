"""Asking the engine of import, and reading its answer shortly."""

from datetime import datetime
from typing import Any

from entrepot.engines.clearance import References
from entrepot.engines.retail_import import REGIME, Batch, Verdicts, judge
from entrepot.rulebook import Rulebook, load
from tests.factories.retail_import import LIST, NOW, references

SEED = b"the seed of the day"


def ask(
    batch: Batch, *, rulebook: Rulebook | None = None, known: References | None = None, now: datetime = NOW
) -> Verdicts:
    """The engine's answer, where customs decide, with the package's rulebook and complete editions."""
    return judge(batch, rulebook or load(REGIME), references() if known is None else known, now, SEED)


def failures(answer: Verdicts, k: int = 0) -> list[tuple[Any, ...]]:
    """(rule, gnum, field, found, expected) of what failed for a list."""
    rows = answer.findings.filter(list_id=LIST + k, outcome="failed")
    return rows.select("rule", "gnum", "field", "found", "expected").rows()


def not_checked(answer: Verdicts, k: int = 0) -> list[tuple[Any, ...]]:
    """(rule, field, expected) of what could not be checked for a list."""
    rows = answer.findings.filter(list_id=LIST + k, outcome="not_checked")
    return rows.select("rule", "field", "expected").rows()


def verdict(answer: Verdicts, k: int = 0) -> tuple[str, list[str]]:
    """Verdict and waiting_for of a list."""
    row = answer.verdicts.filter(list_id=LIST + k).row(0, named=True)
    return row["verdict"], row["waiting_for"]


def tax(answer: Verdicts, k: int = 0) -> Any:  # noqa: ANN401
    """The tax of a list; None where it is not known."""
    return answer.verdicts.filter(list_id=LIST + k)["tax"][0]
