"""The papers about customs: lists as filed, and why they stand where they stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from entrepot.gateways.documents.declaration_list import DeclarationLists, ListAsFiled
from entrepot.gateways.documents.paper import Case, Facts, Figure, Finding
from entrepot.gateways.documents.problems import Problems
from entrepot.gateways.documents.values import Amount, Value
from entrepot.gateways.documents.words import SELLER, Language, Words
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import ListVersion
from entrepot.project.portal.documents.names import KINDS
from entrepot.project.portal.documents.seen import Seen
from entrepot.project.spoken import timeline, words

NO_LIST = Words("A declaration list: none has come, or none is open to you.", "申报清单：尚未收到，或未向您开放。")
NO_PROBLEM = Words("Nothing was found against a list that you may see.", "您可见的清单没有问题。")
STATE = Words("State", "状态")
BY = Words("By", "来源")
AT = Words("At", "时间")
LANE = Words("Lane", "通道")
STATUS = Words("Official status", "回执状态")
LAW = Words("Law of", "适用规定日期")
VERSION = Words("Version", "版本")
ORDER = Words("Order", "订单编号")
_AMOUNTS = {"freight", "insured_fee", "price", "total_price"}


def lists(seen: Seen, language: Language) -> DeclarationLists | None:
    """The current lists of the order as filed; None for a reader who sees none."""
    ids = [row.id for row in seen.lists]
    if not ids:
        return None
    heads = declarations.heads_as_filed(seen.order_no, ids)
    lines = declarations.lines_as_filed(seen.order_no, ids)
    return DeclarationLists(
        seen.head(language),
        [
            ListAsFiled(
                _standing(seen, row, language),
                _values(seen, heads[row.id]),
                [_values(seen, line) for line in lines[row.id]],
            )
            for row in seen.lists
        ],
    )


def sees_lists(seen: Seen) -> bool:
    """Whether there is a list to print for this reader."""
    return bool(seen.lists)


def lists_gaps(seen: Seen) -> list[Words]:
    """What is missing for the print-out."""
    return [] if seen.lists else [NO_LIST]


def problems(seen: Seen, language: Language) -> Problems | None:
    """What was found against the lists of this record; None where nothing was."""
    found = cases(seen, language)
    return Problems(seen.head(language), found) if found else None


def sees_problems(seen: Seen) -> bool:
    """Whether anything was found that this reader may see."""
    decisions = (seen.record.decision_on(row) for row in seen.lists)
    return any(seen.record.findings_of(decision) for decision in decisions if decision)


def problems_gaps(seen: Seen) -> list[Words]:
    """What is missing for the report."""
    return [] if sees_problems(seen) else [NO_PROBLEM if seen.lists else NO_LIST]


def cases(seen: Seen, language: Language) -> list[Case]:
    """Each list against which its latest decision found something."""
    spoken = "zh" if language == "zh" else "en"
    standings = [(row, timeline.standing(seen.record, row, seen.firms, spoken)) for row in seen.lists]
    return [
        Case(
            cop_no=row.cop_no,
            order_no=row.order_no,
            state=_said(words.STATES[one["state"]], language),
            facts=Facts(((ORDER, row.order_no), (SELLER, row.seller_name), *_decision(one["decision"], language))),
            findings=[finding(each) for each in one["findings"]],
        )
        for row, one in standings
        if one["findings"]
    ]


def finding(each: Mapping[str, Any]) -> Finding:
    """A finding as `timeline.findings` has it."""
    return Finding(
        rule=each["rule"],
        title=each["title"],
        line=each["line"],
        expected=each["expected"],
        found=each["found"],
        do=each["do"],
        figures=[figure(one) for one in each["figures"]],
        source=each["source"],
        refused=each["outcome"] == "failed",
    )


def figure(one: Mapping[str, Any]) -> Figure:
    """A figure in force with its source and article."""
    source = ", ".join(text for text in (one["source"], one["article"]) if text)
    return Figure(one["name"], one["value"] or "–", str(one["since"]), source)


def _said(text: tuple[str, str], language: Language) -> str:
    return Words(*text).say(language)


def _standing(seen: Seen, row: ListVersion, language: Language) -> Sequence[tuple[Words, Value]]:
    one = timeline.standing(seen.record, row, seen.firms, "zh" if language == "zh" else "en")
    state = _said(words.STATES[one["state"]], language)
    return ((STATE, state), (VERSION, row.version), *_decision(one["decision"], language))


def _decision(one: Mapping[str, Any] | None, language: Language) -> Sequence[tuple[Words, Value]]:
    if one is None:
        return ()
    spoken = "zh" if language == "zh" else "en"
    return (
        (BY, one["by"]),
        (AT, one["at"]),
        (LANE, _said(words.LANES[one["lane"]], language) if one["lane"] else None),
        (STATUS, words.status(one["return_status"], spoken) if one["return_status"] else None),
        (LAW, one["law_date"]),
    )


def _values(seen: Seen, columns: Mapping[str, object]) -> dict[str, Value]:
    return {name: _value(seen, name, value) for name, value in columns.items()}


def _value(seen: Seen, name: str, value: object) -> Value:
    if isinstance(value, str) and name in KINDS:
        return seen.names.of(name, value)
    if isinstance(value, Decimal) and name in _AMOUNTS:
        return Amount(value)
    return value if isinstance(value, int | Decimal | datetime) or value is None else _day_or_text(value)


def _day_or_text(value: object) -> Value:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
