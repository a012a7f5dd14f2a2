"""A record's rows as entries of its timeline."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.record import Decision, ListVersion
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.web import words
from entrepot.modules.trade import api as trade
from entrepot.shell.timeline import Entry, in_order

_Labels = tuple[str | Promise, str | Promise, str | Promise]

_ORDER: _Labels = (_("Order"), _("Order changed: version %(version)s"), _("Order withdrawn"))
_SLIP: _Labels = (_("Collection slip"), _("Collection slip changed: version %(version)s"), _("Collection slip withdrawn"))
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


def of(record: Record, names: Mapping[int, str]) -> list[Entry]:
    """Who said what and when, the oldest first. names: party id → name, for those who decide."""
    lists = {row.id: row for row in record.lists}
    entries = [
        *(_order(row) for row in record.orders),
        *(_slip(row) for row in record.slips),
        *(_waybill(row) for row in record.waybills),
        *(_list(row) for row in record.lists),
        *_decided(record, lists, names),
    ]
    return in_order(entries)


def _title(labels: _Labels, row: trade.OrderVersion | trade.SlipVersion | trade.WaybillVersion | ListVersion) -> str | Promise:
    if row.deleted:
        return labels[2]
    return labels[1] if row.version > 1 else labels[0]


def _parked(app_status: str) -> str | Promise:
    return _("parked, not declared") if app_status == "1" else ""


def _order(row: trade.OrderVersion) -> Entry:
    details = (
        (_("Goods value"), row.goods_value),
        (_("Freight"), row.freight),
        (_("Currency"), row.currency),
        (_("Lines"), row.line_count),
        (_("Seller"), row.seller_name),
        (_("Submitted"), row.app_time),
        (_("Status"), _parked(row.app_status)),
    )
    facts = {"version": row.version}
    return Entry(row.arrived_at, "order", row.marketplace_name, _title(_ORDER, row), facts, details, "info", "order", f"order-{row.id}")


def _slip(row: trade.SlipVersion) -> Entry:
    details = (
        (_("Amount received"), row.charge),
        (_("Currency"), row.currency),
        (_("Money arrived"), row.accounting_date),
        (_("Number"), row.pay_no),
        (_("Submitted"), row.app_time),
        (_("Status"), _parked(row.app_status)),
    )
    facts = {"version": row.version}
    return Entry(row.arrived_at, "slip", row.pay_name, _title(_SLIP, row), facts, details, "info", "slip", f"slip-{row.id}")


def _waybill(row: trade.WaybillVersion) -> Entry:
    details = (
        (_("Number"), row.waybill_no),
        (_("Gross weight, kg"), row.gross_weight_kg),
        (_("Packages"), row.pack_no),
        (_("Goods"), row.goods_info),
        (_("Submitted"), row.app_time),
        (_("Status"), _parked(row.app_status)),
    )
    facts = {"version": row.version}
    return Entry(row.arrived_at, "waybill", row.carrier_name, _title(_WAYBILL, row), facts, details, "info", "waybill", f"waybill-{row.id}")


def _list(row: ListVersion) -> Entry:
    details = (
        (_("Trade mode"), row.trade_mode),
        (_("Lines"), row.line_count),
        (_("Gross weight, kg"), row.gross_weight_kg),
        (_("Waybill"), row.waybill_no),
        (_("Customs list number"), row.invt_no),
        (_("Submitted"), row.app_time),
        (_("Status"), _parked(row.app_status)),
    )
    facts = {"version": row.version, "number": row.cop_no}
    return Entry(row.arrived_at, "list", row.agent_name, _title(_LIST, row), facts, details, "info", "list", f"list-{row.id}")


def _decided(record: Record, lists: Mapping[int, ListVersion], names: Mapping[int, str]) -> Iterator[Entry]:
    for decision in record.decisions:
        badge = words.VERDICTS[decision.verdict]
        details = (
            (_("List"), lists[decision.list_id].cop_no),
            (_("Lane"), words.LANES[decision.lane][1] if decision.lane else ""),
            (_("Official status"), words.return_status(decision.return_status)),
            (_("Law of"), decision.law_date),
            (_("Findings"), len(record.findings_of(decision)) or None),
        )
        facts = {"verdict": badge.label}
        key = f"decision-{decision.list_id}-{decision.decision_no}"
        by = names.get(decision.by_id, "")
        yield Entry(decision.at, decision.kind, by, _DECISIONS[decision.kind], facts, details, badge.tone, _icon(decision), key)


def _icon(decision: Decision) -> str:
    return _ICONS[decision.kind] if decision.kind != "decision" else words.VERDICTS[decision.verdict].icon
