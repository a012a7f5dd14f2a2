"""The problems report: why lists were refused or could not be checked, by which rule, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.gateways.documents.paper import Case, Cases, Facts, Head, Paper, Sections
from entrepot.gateways.documents.words import Words

TITLE = Words("Problems report", "问题报告")
_LISTS = Words("Lists", "清单")
_REASONS = Words("Reasons", "原因")
_FURTHER = Words("Further reasons of the same rule are counted behind it.", "同一规则的其余问题以次数列示。")
_MORE = Words(
    "These are the newest {count} lists; there are more. Choose a rule, or take them from the page of refusals.",
    "以上为最新的 {count} 份清单，其余未列入。可按规则筛选，或在“退单”页面查看。",
)


@dataclass(frozen=True)
class Problems:
    """Lists with what was found against them. more: there are further ones that are not in it."""

    head: Head
    cases: Sequence[Case]
    more: bool = False


def laid_out(problems: Problems, subject: str = "") -> Paper:
    """The report as sections `counts` and `cases`. subject: what it is about where that is no single record."""
    language = problems.head.language
    found = [finding for case in problems.cases for finding in case.findings]
    counts = Facts(((_LISTS, len(problems.cases)), (_REASONS, sum(finding.times for finding in found))), asked=True)
    notes = [_MORE.say(language).format(count=len(problems.cases))] if problems.more else []
    if any(finding.times > 1 for finding in found):
        notes.append(_FURTHER.say(language))
    sections: Sections = {"counts": counts, "cases": Cases(problems.cases)}
    return Paper("problems", TITLE, problems.head, sections, subject or problems.head.record_no, notes)
