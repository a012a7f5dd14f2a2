"""A record's rows as entries of its timeline."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.record import Decision, ListVersion
from entrepot.modules.declarations.queries.said import ReplyVersion
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.web import words
from entrepot.modules.declarations.web.codes import Codes
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
_ICONS = {"precheck": "precheck", "decision": "decision", "reply": "reply"}


def of(record: Record, names: Mapping[int, str], codes: Codes) -> list[Entry]:
    """Who said what and when, the oldest first. names: party id → name, for those who decide."""
    lists = {row.id: row for row in record.lists}
    entries = [
        *(_order(row, codes) for row in record.orders),
        *(_slip(row, codes) for row in record.slips),
        *(_waybill(row) for row in record.waybills),
        *(_list(row) for row in record.lists),
        *_filed(record, lists, names),
        *_replied(record, lists, names),
        *_decided(record, lists, names),
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


def _order(row: trade.OrderVersion, codes: Codes) -> Entry:
    details = (
        (_("Goods value"), row.goods_value),
        (_("Freight"), row.freight),
        (_("Currency"), codes.said("currency", row.currency)),
        (_("Lines"), row.line_count),
        (_("Seller"), row.seller_name),
    )
    return _said("order", row, row.marketplace_name, _ORDER, details)


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


def _decided(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    replied = {(row.list_id, row.decision_no): row for row in record.replies}
    for decision in record.decisions:
        reply = replied.get((decision.list_id, decision.decision_no))
        badge = words.VERDICTS[decision.verdict]
        details = (
            (_("List"), lists[decision.list_id].cop_no),
            (_("Lane"), words.LANES[decision.lane][1] if decision.lane else ""),
            (_("Official status"), words.return_status(decision.return_status)),
            (_("Law of"), decision.law_date),
            (_("Findings"), len(record.findings_of(decision)) or None),
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


def _icon(decision: Decision) -> str:
    return _ICONS[decision.kind] if decision.kind != "decision" else words.VERDICTS[decision.verdict].icon
