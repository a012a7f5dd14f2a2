"""A record as facts in one language: who said what when, where each list stands and why."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import translation

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Decision, ListVersion, Record
from entrepot.modules.parties.api import Firm
from entrepot.project.line.setting import CHINA
from entrepot.project.spoken import words
from entrepot.project.spoken.words import said
from entrepot.shell.timeline import Entry

Facts = dict[str, Any]


def entries(record: Record, firms: Mapping[int, Firm], language: str, further: Iterable[Entry] = ()) -> list[Facts]:
    """at, kind, by, what and facts of everything said on the record, the oldest first.

    further: what modules above the record's own add (shell.timeline.contributed).
    """
    agents = {row.id: row.agent_name for row in record.lists}
    numbers = {row.id: row.cop_no for row in record.lists}
    found = [
        *_ordered(record, language),
        *(_said("slip", row, row.slip_key, row.pay_name, language) for row in record.slips),
        *(_said("waybill", row, row.waybill_no, row.carrier_name, language) for row in record.waybills),
        *(_said("list", row, row.cop_no, row.agent_name, language) for row in record.lists),
        *_signed(record, language),
        *_taken_up(record, numbers, firms, language),
        *_decided(record, numbers, firms, language),
        *_answered(record, numbers, agents, firms, language),
        *_filed(record, numbers, agents, language),
        *_on_the_way(record, numbers, firms, language),
        *_added(further, language),
    ]
    return sorted(found, key=lambda entry: entry["facts"].get("moved_to") or entry["at"])


def _ordered(record: Record, language: str) -> Iterator[Facts]:
    """Versions of the order; one that practice moved to an earlier day stands before the version that moved it."""
    for row in record.orders:
        entry = _said("order", row, row.order_no, row.marketplace_name, language)
        moved_to = record.moved.get(row.id)
        if moved_to is not None:
            day = f"{moved_to.astimezone(CHINA):%Y-%m-%d}"
            entry["what"] += said(words.MOVED, language, day=day)
            entry["facts"] |= {"moved_to": moved_to}
        yield entry


def _said(kind: str, row: Any, number: str, by: str, language: str) -> Facts:  # noqa: ANN401 - four kinds of version
    how = "withdrawn" if row.deleted else ("changed" if row.version > 1 else "new")
    document = said(words.DOCUMENTS[kind], language)
    what = said(words.CHANGED[how], language, document=document, number=number, version=row.version)
    facts = {"number": number, "version": row.version, "submitted": row.app_time, "message": row.message_id}
    return {"at": row.arrived_at, "kind": kind, "by": by, "what": what, "facts": facts | _amounts(kind, row)}


def _amounts(kind: str, row: Any) -> Facts:  # noqa: ANN401
    if kind == "order":
        return {"goods_value": row.goods_value, "currency": row.currency, "lines": row.line_count}
    if kind == "slip":
        return {"charge": row.charge, "currency": row.currency}
    facts: Facts = {"gross_weight_kg": row.gross_weight_kg, "packages": row.pack_no}
    return facts | ({"lines": row.line_count, "invt_no": row.invt_no} if kind == "list" else {})


def _signed(record: Record, language: str) -> Iterator[Facts]:
    """A message may bring several documents: its signature is said once."""
    for message, (at, by) in declarations.signers(record).items():
        facts = {"message": message, "number": record.signed[message]}
        what = said(words.SIGNED, language, number=record.signed[message])
        yield {"at": at, "kind": "signature", "by": by, "what": what, "facts": facts}


def _taken_up(record: Record, numbers: Mapping[int, str], firms: Mapping[int, Firm], language: str) -> Iterator[Facts]:
    for row in record.judged:
        number = numbers[row.list_id]
        facts = {
            "number": number,
            "order_version": record.versions.get(row.order_id),
            "waybill_version": record.versions.get(row.waybill_id),
        }
        what, by = said(words.TAKEN_UP, language, number=number), name_of(firms, row.by_id, language)
        yield {"at": row.at, "kind": "taken-up", "by": by, "what": what, "facts": facts}
    for one, work in record.awaiting:
        awaited = ", ".join(said(words.AWAITED[kind], language) for kind in work.waiting_for)
        what = said(words.WAITS, language, number=one.cop_no, what=awaited)
        awaits: Facts = {"number": one.cop_no, "waiting_for": list(work.waiting_for)}
        by = name_of(firms, record.judge_id or 0, language)
        yield {"at": work.changed_at, "kind": "taken-up", "by": by, "what": what, "facts": awaits}


def _answered(
    record: Record,
    numbers: Mapping[int, str],
    agents: Mapping[int, str],
    firms: Mapping[int, Firm],
    language: str,
) -> Iterator[Facts]:
    for row in record.answered:
        number, by = numbers[row.list_id], name_of(firms, row.by_id, language)
        what = said(words.ANSWERED, language, number=number, party=agents[row.list_id])
        facts = {"number": number, "decision_no": row.decision_no}
        yield {"at": row.at, "kind": "answered", "by": by, "what": what, "facts": facts}


def _decided(record: Record, numbers: Mapping[int, str], firms: Mapping[int, Firm], language: str) -> Iterator[Facts]:
    info = {(row.list_id, row.decision_no): row.return_info for row in record.replies}
    reviews = {(row.list_id, row.decision_no + 1): row for row in record.reviews if row.state == "done"}
    for row in record.decisions:
        verdict = said(words.VERDICTS[row.verdict], language)
        facts = {
            "number": numbers[row.list_id], "decision_no": row.decision_no, "verdict": row.verdict, "lane": row.lane,
            "return_status": row.return_status, "law_date": row.law_date,
            "return_info": info.get((row.list_id, row.decision_no), ""),
        }  # fmt: skip
        if review := reviews.get((row.list_id, row.decision_no)):
            facts |= {"decided_by": review.person_name, "found": review.found}
        what = f"{numbers[row.list_id]} {said(words.DECISIONS[row.kind], language, verdict=verdict)}"
        yield {"at": row.at, "kind": row.kind, "by": name_of(firms, row.by_id, language), "what": what, "facts": facts}


def _filed(record: Record, numbers: Mapping[int, str], agents: Mapping[int, str], language: str) -> Iterator[Facts]:
    for row in record.filed:
        what = f"{numbers[row.list_id]} {said(words.STATES['filed'], language)}"
        facts = {"number": numbers[row.list_id], "message": row.message_id}
        yield {"at": row.at, "kind": "filed", "by": agents[row.list_id], "what": what, "facts": facts}


def _on_the_way(
    record: Record, numbers: Mapping[int, str], firms: Mapping[int, Firm], language: str
) -> Iterator[Facts]:
    """Replies that decided nothing: how far a list has come."""
    for row in record.replies:
        if row.decision_no is None:
            what = f"{numbers[row.list_id]} {words.status(row.return_status, language)}"
            facts = {"number": numbers[row.list_id], "return_status": row.return_status, "return_info": row.return_info}
            by = name_of(firms, row.by_id, language)
            yield {"at": row.at, "kind": "progress", "by": by, "what": what, "facts": facts}


def _added(further: Iterable[Entry], language: str) -> Iterator[Facts]:
    """Entries of other modules, whose titles are translations, in the language asked for."""
    with translation.override("zh-hans" if language == "zh" else "en"):
        for one in further:
            facts = {**one.facts, **{str(label): value for label, value in one.labelled}}
            yield {"at": one.at, "kind": one.kind, "by": one.by, "what": one.sentence, "facts": facts}


def name_of(firms: Mapping[int, Firm], party_id: int, language: str) -> str:
    """The firm's name in that language, else in the other; empty for one that is not known."""
    firm = firms.get(party_id)
    if firm is None:
        return ""
    return firm.name_zh or firm.name_en if language == "zh" else firm.name_en or firm.name_zh


def standing(record: Record, row: ListVersion, firms: Mapping[int, Firm], language: str) -> Facts:
    """Where one list stands: state, what it waits for, the decision that counts, and its findings explained."""
    work = record.work.get((row.filer_id, row.cop_no))
    decision = record.decision_on(row)
    state = work.state if work else ("deleted" if row.deleted else "due")
    return {
        "cop_no": row.cop_no,
        "filer": row.agent_code,
        "version": row.version,
        "state": state,
        "waiting_for": list(work.waiting_for) if work and state == "waiting" else [],
        "decision": None if decision is None else _decision(record, decision, firms, language),
        "findings": [] if decision is None else findings(record, row, decision, language),
    }


def _decision(record: Record, row: Decision, firms: Mapping[int, Firm], language: str) -> Facts:
    reply = next(
        (one for one in record.replies if (one.list_id, one.decision_no) == (row.list_id, row.decision_no)), None
    )
    return {
        "kind": row.kind,
        "verdict": row.verdict,
        "lane": row.lane,
        "return_status": row.return_status,
        "return_info": "" if reply is None else reply.return_info,
        "law_date": row.law_date,
        "by": name_of(firms, row.by_id, language),
        "at": row.at,
    }


def findings(record: Record, row: ListVersion, decision: Decision, language: str) -> list[Facts]:
    """Each finding in words: rule, figure in force with date and source, what was expected, found, what to do."""
    basis = record.bases.get(decision.basis_id)
    explained = declarations.explained(record.findings_of(decision), decision, row, basis, language)
    return [
        {
            "rule": one.said.rule, "title": one.said.title, "outcome": one.finding.outcome, "line": one.said.line,
            "field": one.finding.field, "expected": one.said.expected, "found": one.said.found, "do": one.said.do,
            "figures": [vars(figure) for figure in one.said.figures], "source": one.said.source,
            "inferred": one.said.inferred,
        }
        for one in explained
    ]  # fmt: skip
