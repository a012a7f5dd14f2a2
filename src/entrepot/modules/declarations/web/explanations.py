"""Findings in the reader's language, by the rulebook that the decision used."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from entrepot.engines.clearance import Explanation, explain
from entrepot.kernel.violations import Violation
from entrepot.modules.declarations import review
from entrepot.modules.declarations.queries import record
from entrepot.modules.declarations.queries.lists import ListRow, Reason
from entrepot.modules.declarations.queries.record import Basis, Decision, Finding, ListVersion
from entrepot.modules.declarations.web import words
from entrepot.modules.parties import api as parties
from entrepot.rulebook import Figures, Rulebook, restore
from entrepot.shell.badges import Badge


@dataclass(frozen=True)
class Explained:
    """A finding, what the engine says of it, and where the figures come from."""

    finding: Finding
    said: Explanation
    badge: Badge

    @property
    def is_refusal(self) -> bool:
        """Failed; otherwise it could not be checked."""
        return self.finding.outcome == "failed"


def of_decision(
    findings: list[Finding], decision: Decision, row: ListVersion, basis: Basis | None, language: str
) -> list[Explained]:
    """The findings of one decision in `language` ("en", or "zh-hans" and the like)."""
    if not findings or basis is None:
        return []
    rulebook = _rulebook(basis.rulebook_hash)
    figures = rulebook.at(decision.law_date, parties.china_day(row.arrived_at))
    spoken = _spoken(language)
    return [Explained(each, _said(_violation(each), rulebook, figures, spoken), _badge(each)) for each in findings]


def of_reason(reason: Reason, row: ListRow, language: str) -> Explanation:
    """One reason of a list, for the worklist."""
    rulebook = _rulebook(reason.rulebook_hash)
    figures = rulebook.at(reason.law_date, parties.china_day(row.arrived_at))
    return _said(_violation(reason), rulebook, figures, _spoken(language))


def _said(violation: Violation, rulebook: Rulebook, figures: Figures, language: Literal["en", "zh"]) -> Explanation:
    """By the rulebook, or by the officer who found it."""
    if violation.rule in review.REASONS:
        return review.explained(violation, language)
    return explain(violation, rulebook, figures, language)


def _spoken(language: str) -> Literal["en", "zh"]:
    return "zh" if language.startswith("zh") else "en"


@lru_cache(maxsize=16)
def _rulebook(rulebook_hash: str) -> Rulebook:
    content = record.rulebook_content(rulebook_hash)
    if content is None:
        raise LookupError(f"expected rulebook {rulebook_hash} among those stored with decisions, found none")
    return restore(content)


def _violation(finding: Finding | Reason) -> Violation:
    return Violation(
        rule=finding.rule,
        revision=finding.revision,
        field=finding.field,
        gnum=finding.gnum,
        found=finding.found,
        expected=finding.expected,
        parameters=tuple(finding.parameters),
        outcome="failed" if finding.outcome == "failed" else "not_checked",
    )


def _badge(finding: Finding) -> Badge:
    return words.STATES["refused" if finding.outcome == "failed" else "not_checked"]
