"""The report of a reader's open refusals: the newest lists that were refused, each with its reasons."""

from dataclasses import replace
from datetime import datetime

from entrepot.gateways.documents.paper import Case, Facts, Finding, Head, Paper
from entrepot.gateways.documents.problems import Problems, laid_out
from entrepot.gateways.documents.words import SELLER, Language, Words
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Asked, ListRow, Reason
from entrepot.project.portal.documents.customs import AT, ORDER, finding
from entrepot.project.spoken import words
from entrepot.shell.station import is_practice
from entrepot.store.select import Reader

MOST_LISTS = 200
_RULE = Words("Rule", "规则")


def report(reader: Reader, *, everybody: bool, rule: str, language: Language, now: datetime) -> Paper:
    """The newest MOST_LISTS refusals, of one rule where `rule` names it.

    everybody: whoever filed them, for the authority of a deciding station.
    """
    asked = Asked(state="refused", rule=rule, size=MOST_LISTS)
    found = declarations.all_open_lists(asked) if everybody else declarations.open_lists(reader, asked)
    why = declarations.reasons(found.rows)
    practice = is_practice() or any(row.practice for row in found.rows)
    as_of = max((row.changed_at for row in found.rows), default=now)
    cases = [_case(row, why[row.id], language) for row in found.rows]
    head = Head("", now, as_of, practice, language)
    return laid_out(
        Problems(head, cases, more=found.next_after is not None), f"{_RULE.say(language)} {rule}" if rule else ""
    )


def _case(row: ListRow, reasons: list[Reason], language: Language) -> Case:
    spoken = "zh" if language == "zh" else "en"
    facts = Facts(((ORDER, row.order_no), (SELLER, row.seller_name), (AT, row.changed_at)))
    state = words.said(words.STATES[row.state], spoken)
    return Case(row.cop_no, row.order_no, state, facts, [_finding(each, row, spoken) for each in reasons])


def _finding(reason: Reason, row: ListRow, spoken: str) -> Finding:
    said = vars(declarations.explained_reason(reason, row, spoken))
    figures = [vars(one) for one in said["figures"]]
    return replace(finding(said | {"figures": figures, "outcome": reason.outcome}), times=reason.times)
