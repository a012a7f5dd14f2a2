"""A record's rows as entries of its timeline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.beside import Beside
from entrepot.modules.declarations.queries.record import Decision, ListVersion
from entrepot.modules.declarations.queries.said import ReplyVersion
from entrepot.modules.declarations.queries.whole import Record, signers
from entrepot.modules.declarations.web import words
from entrepot.modules.declarations.web.codes import Codes
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Grant, Look
from entrepot.modules.trade import api as trade
from entrepot.shell.timeline import Entry, in_order

_Text = str | Promise
_Labels = tuple[_Text, _Text, _Text]
_Details = tuple[tuple[_Text, object], ...]
_Filed = trade.OrderVersion | trade.SlipVersion | trade.WaybillVersion | ListVersion

_ORDER: _Labels = (_("Order"), _("Order changed: version %(version)s"), _("Order withdrawn"))
_SLIP: _Labels = (
    _("Collection slip"),
    _("Collection slip changed: version %(version)s"),
    _("Collection slip withdrawn"),
)
_WAYBILL: _Labels = (_("Waybill"), _("Waybill changed: version %(version)s"), _("Waybill withdrawn"))
_LIST: _Labels = (
    _("Declaration list %(number)s"),
    _("Declaration list %(number)s changed: version %(version)s"),
    _("Declaration list %(number)s withdrawn"),
)
_DECISIONS = {
    "precheck": _("Pre-check: %(verdict)s"),
    "decision": _("Decision: %(verdict)s"),
    "reply": _("Reply of customs: %(verdict)s"),
}
_HS_CODE = _("HS code chosen")
_HS_CODES = _("HS codes of %(count)s wares chosen")
_SIGNED = _("Signature verified")
_TAKEN_UP = _("Taken up by the judge")
_WAITS = _("Taken up by the judge: waits for %(what)s")
_ANSWERED = _("Reply written to %(party)s")
_SHARED = _("Shared with %(party)s")
_TAKEN_BACK = _("No longer shared with %(party)s")
_LOOKED = _("Looked at what is shared")
_LOOKED_TIMES = _("Looked %(count)s times at what is shared")
_WARES = 6  # named in one entry; a longer list stands on the page of goods
_ICONS = {"precheck": "precheck", "decision": "decision", "reply": "reply"}


def of(record: Record, names: Mapping[int, str], codes: Codes, beside: Beside, language: str) -> list[Entry]:
    """Who said what and when, the oldest first. names: party id → name, for those who decide."""
    lists = {row.id: row for row in record.lists}
    entries = [
        *_chosen(beside),
        *(_order(row, codes, record.moved.get(row.id)) for row in record.orders),
        *(_slip(row, codes) for row in record.slips),
        *(_waybill(row) for row in record.waybills),
        *(_list(row) for row in record.lists),
        *_signed(record),
        *_filed(record, lists, names),
        *_replied(record, lists, names),
        *_taken_up(record, lists, names),
        *_decided(record, lists, names),
        *_answered(record, lists, names),
        *_shared(beside.grants, language),
        *_looked(beside.looks, language),
    ]
    return in_order(entries)


def of_waybills(rows: Sequence[trade.WaybillVersion]) -> list[Entry]:
    """What carriers said of a waybill, the oldest first."""
    return in_order([_waybill(row) for row in rows])


def _said(kind: str, row: _Filed, by: str, labels: _Labels, details: _Details) -> Entry:
    title = labels[2] if row.deleted else (labels[1] if row.version > 1 else labels[0])
    facts = {"version": row.version, "number": getattr(row, "cop_no", "")}
    common = ((_("Submitted"), row.app_time), (_("Status"), _("parked, not declared") if row.app_status == "1" else ""))
    return Entry(row.arrived_at, kind, by, title, facts, (*details, *common), "info", kind, f"{kind}-{row.id}")


def _order(row: trade.OrderVersion, codes: Codes, moved_to: datetime | None) -> Entry:
    details = (
        (_("Goods value"), row.goods_value),
        (_("Freight"), row.freight),
        (_("Currency"), codes.said("currency", row.currency)),
        (_("Lines"), row.line_count),
        (_("Seller"), row.seller_name),
        (_("Moved for practice to"), moved_to),
    )
    return replace(_said("order", row, row.marketplace_name, _ORDER, details), stands_at=moved_to)


def _slip(row: trade.SlipVersion, codes: Codes) -> Entry:
    details = (
        (_("Amount received"), row.charge),
        (_("Currency"), codes.said("currency", row.currency)),
        (_("Money arrived"), row.accounting_date),
        (_("Number"), row.pay_no),
    )
    return _said("slip", row, row.pay_name, _SLIP, details)


def _waybill(row: trade.WaybillVersion) -> Entry:
    details = (
        (_("Number"), row.waybill_no),
        (_("Gross weight, kg"), row.gross_weight_kg),
        (_("Packages"), row.pack_no),
        (_("Goods"), row.goods_info),
    )
    return _said("waybill", row, row.carrier_name, _WAYBILL, details)


def _list(row: ListVersion) -> Entry:
    details = (
        (_("Trade mode"), row.trade_mode),
        (_("Lines"), row.line_count),
        (_("Gross weight, kg"), row.gross_weight_kg),
        (_("Waybill"), row.waybill_no),
        (_("Customs list number"), row.invt_no),
    )
    return _said("list", row, row.agent_name, _LIST, details)


def _filed(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    for row in record.filed:
        details = ((_("List"), lists[row.list_id].cop_no),)
        by, key = names.get(row.by_id, ""), f"filed-{row.list_id}-{row.message_id}"
        yield Entry(row.at, "filing", by, _("Filed with customs"), {}, details, "info", "filing", key)


def _replied(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    """Replies that decide nothing; those that do stand as decisions, with the same details."""
    for row in record.replies:
        if row.decision_no is None:
            details = ((_("List"), lists[row.list_id].cop_no), *_in_words(row))
            facts = {"verdict": words.return_status(row.return_status)}
            by, key = names.get(row.by_id, ""), f"reply-{row.list_id}-{row.message_id}"
            yield Entry(row.at, "reply", by, _DECISIONS["reply"], facts, details, "info", "reply", key)


def _in_words(reply: ReplyVersion) -> _Details:
    return (
        (_("Customs says"), reply.return_info),
        (_("Said at"), reply.return_time),
        (_("Pre-entry number"), reply.pre_no),
        (_("Customs list number"), reply.invt_no),
    )


def _taken_up(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    """When the engine took up a list: what it held against it, or what it waits for now."""
    versions = record.versions
    for row in record.judged:
        details = (
            (_("List"), lists[row.list_id].cop_no),
            (_("Version of the list"), lists[row.list_id].version),
            (_("Version of the order"), versions.get(row.order_id)),
            (_("Version of the waybill"), versions.get(row.waybill_id)),
        )
        by, key = names.get(row.by_id, ""), f"taken-up-{row.list_id}-{row.decision_no}"
        yield Entry(row.at, "taken-up", by, _TAKEN_UP, {}, details, "quiet", "due", key)
    for one, work in record.awaiting:
        facts = {"what": words.awaited(work.waiting_for)}
        by, named = names.get(record.judge_id or 0, ""), ((_("List"), one.cop_no),)
        yield Entry(work.changed_at, "taken-up", by, _WAITS, facts, named, "wait", "waiting", f"taken-up-{one.id}")


def _answered(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    """Replies of this station with its decisions, written for who filed the list to fetch."""
    for row in record.answered:
        facts = {"party": names.get(row.filer_id, lists[row.list_id].agent_name)}
        by, key = names.get(row.by_id, ""), f"answered-{row.list_id}-{row.decision_no}"
        details = ((_("List"), lists[row.list_id].cop_no),)
        yield Entry(row.at, "answered", by, _ANSWERED, facts, details, "quiet", "reply", key)


def _decided(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    replied = {(row.list_id, row.decision_no): row for row in record.replies}
    reviewed = {(row.list_id, row.decision_no + 1): row for row in record.reviews if row.state == "done"}
    for decision in record.decisions:
        reply = replied.get((decision.list_id, decision.decision_no))
        review = reviewed.get((decision.list_id, decision.decision_no))
        badge = words.VERDICTS[decision.verdict]
        details = (
            (_("List"), lists[decision.list_id].cop_no),
            (_("Lane"), words.LANES[decision.lane][1] if decision.lane else ""),
            (_("Official status"), words.return_status(decision.return_status)),
            (_("Law of"), decision.law_date),
            (_("Findings"), len(record.findings_of(decision)) or None),
            *(((_("Decided by"), review.person_name), (_("What was found"), review.found)) if review else ()),
            *(_in_words(reply) if reply else ()),
        )
        yield Entry(
            at=decision.at,
            kind=decision.kind,
            by=names.get(decision.by_id, ""),
            title=_DECISIONS[decision.kind],
            facts={"verdict": badge.label},
            details=details,
            tone=badge.tone,
            icon=_icon(decision),
            key=f"decision-{decision.list_id}-{decision.decision_no}",
        )


def _chosen(beside: Beside) -> Iterator[Entry]:
    """HS codes chosen for the goods: one entry for what one hand kept at one time."""
    for (at, by), rows in groupby(beside.chosen, key=lambda row: (row.at, row.hs_chosen_by or row.changed_by)):
        wares = list(rows)
        goods: list[tuple[_Text, object]] = [
            (row.item_no, f"{row.hs_code} {row.declared_name or ''}".strip()) for row in wares[:_WARES]
        ]
        reasons = {row.hs_reason for row in wares} - {None, ""}
        details = (*goods, (_("Reason"), "; ".join(sorted(map(str, reasons)))))
        facts = {"count": len(wares)}
        title = _HS_CODES if len(wares) > 1 else _HS_CODE
        key = f"goods-{wares[0].seller_id}-{wares[0].item_no}-{wares[0].version}"
        yield Entry(at, "goods", by, title, facts, details, "info", "source", key)


def _signed(record: Record) -> Iterator[Entry]:
    """Signatures that fitted: verified when the message was read; a message may bring several documents."""
    for message, (at, by) in signers(record).items():
        details = ((_("Certificate"), record.signed[message]),)
        yield Entry(at, "signature", by, _SIGNED, {}, details, "good", "customs", f"signature-{message}")


def _shared(grants: Sequence[Grant], language: str) -> Iterator[Entry]:
    for grant in grants:
        by = words.named(grant.owner.name_zh, grant.owner.name_en, language)
        facts = {"party": words.named(grant.to_party.name_zh, grant.to_party.name_en, language)}
        details = ((_("Parts"), words.part_names(grant.parts, language)), (_("Until"), grant.valid_until))
        yield Entry(grant.created_at, "shared", by, _SHARED, facts, details, "info", "shared", f"grant-{grant.pk}")
        if grant.revoked_at is not None:
            key = f"taken-back-{grant.pk}"
            yield Entry(grant.revoked_at, "taken-back", by, _TAKEN_BACK, facts, (), "quiet", "take-back", key)


def _looked(looks: Sequence[Look], language: str) -> Iterator[Entry]:
    """One entry for the looks of one firm through one grant on one day, at the first of them."""
    for (grant, day), rows in groupby(_by_grant(looks), key=lambda look: (look.grant_id, parties.china_day(look.at))):
        each = list(rows)
        by = words.named(each[0].by_party.name_zh, each[0].by_party.name_en, language)
        title = _LOOKED if len(each) == 1 else _LOOKED_TIMES
        details = ((_("Parts"), words.part_names(each[0].parts, language)),)
        key = f"looked-{grant}-{day.isoformat()}-{each[0].pk}"
        yield Entry(each[0].at, "looked", by, title, {"count": len(each)}, details, "quiet", "eye", key)


def _by_grant(looks: Sequence[Look]) -> list[Look]:
    return sorted(looks, key=lambda look: (look.grant_id, look.at))


def _icon(decision: Decision) -> str:
    return _ICONS[decision.kind] if decision.kind != "decision" else words.VERDICTS[decision.verdict].icon
