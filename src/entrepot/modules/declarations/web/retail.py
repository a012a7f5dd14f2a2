"""What retail import adds to a record: payment, tax, tax bills, cancellations and returns. It names no person."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries import bills as bill_queries
from entrepot.modules.declarations.queries import retail
from entrepot.modules.declarations.queries.bills import TaxBill
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell import timeline
from entrepot.shell.badges import Badge
from entrepot.shell.currencies import letters
from entrepot.shell.timeline import Entry

BADGES: dict[str, Badge] = {
    "1": Badge("info", "file", _("Made")),
    "2": Badge("good", "released", _("Summed")),
    "3": Badge("quiet", "deleted", _("Void")),
}
_STATED: dict[str, str | Promise] = {
    "1": _("Tax bill %(number)s stands again"),
    "2": _("Tax bill %(number)s summed into a payment order"),
    "3": _("Tax bill %(number)s is void"),
}
_ASKED: dict[str, str | Promise] = {
    "import_cancel": _("Cancellation %(number)s asked for"),
    "import_return": _("Return %(number)s asked for"),
}
_BECAME: dict[tuple[str, str], str | Promise] = {
    ("import_cancel", "done"): _("Cancellation %(number)s: the list is cancelled"),
    ("import_cancel", "refused"): _("Cancellation %(number)s refused"),
    ("import_return", "applied"): _("Return %(number)s accepted: the goods are awaited"),
    ("import_return", "done"): _("Return %(number)s: the goods are back"),
    ("import_return", "refused"): _("Return %(number)s refused"),
}
_TONES: Mapping[str, timeline.Tone] = {"done": "good", "applied": "wait", "refused": "bad"}


def register() -> None:
    """Its lines on every record."""
    timeline.register("retail_import", on_record)


def on_record(order_no: str, marketplace_id: int) -> list[Entry]:
    """Payments, tax, bills, withdrawals that the reader sees on the record; of an export nothing."""
    taxes, became = retail.taxes_on(order_no, marketplace_id), retail.became_on(order_no, marketplace_id)
    ids = {row.by_id for row in taxes} | {row.by_id for row in became}
    language = get_language() or "en"
    names = {number: parties.named(firm.name_zh, firm.name_en, language) for number, firm in parties.firms(ids).items()}
    office = names[taxes[-1].by_id] if taxes and taxes[-1].by_id in names else ""
    return [
        *_payments(order_no, marketplace_id),
        *_taxes(taxes, names),
        *(entry for bill in bill_queries.bills_on(order_no, marketplace_id) for entry in _of_bill(bill, office)),
        *_asked(order_no, marketplace_id),
        *_became(became, names),
    ]


def _payments(order_no: str, marketplace_id: int) -> Iterator[Entry]:
    for row in trade.payment_versions(order_no, marketplace_id):
        details = (
            (_("Amount paid"), _money(row.amount_paid, letters(row.currency))),
            (_("Paid at"), row.pay_time),
            (_("Number"), row.pay_transaction_no),
            (_("Submitted"), row.app_time),
        )
        facts, key = {"version": row.version}, f"payment-{row.id}"
        yield Entry(row.arrived_at, "payment", row.pay_name, _title(row), facts, details, "info", "slip", key)


def _title(row: trade.PaymentVersion) -> str | Promise:
    if row.deleted:
        return _("Payment withdrawn")
    if row.app_status == "1":
        return _("Payment parked, not declared")
    return _("Payment changed: version %(version)s") if row.version > 1 else _("Payment")


def _taxes(taxes: list[retail.ListTax], names: Mapping[int, str]) -> Iterator[Entry]:
    for row in taxes:
        details = (
            (_("List"), row.cop_no),
            (_("Duty"), _money(row.duty)),
            (_("VAT"), _money(row.vat)),
            (_("Consumption tax"), _money(row.consumption_tax)),
        )
        facts = {"total": _money(row.duty + row.vat + row.consumption_tax)}
        by, key = names.get(row.by_id, ""), f"tax-{row.list_id}"
        yield Entry(row.at, "tax", by, _("Tax computed: %(total)s"), facts, details, "info", "figure", key)


def _of_bill(bill: TaxBill, by: str) -> Iterator[Entry]:
    details = (
        (_("List"), bill.cop_no),
        (_("Customs list number"), bill.invt_no),
        (_("Duty"), _money(bill.customs_tax)),
        (_("VAT"), _money(bill.value_added_tax)),
        (_("Consumption tax"), _money(bill.consumption_tax)),
        (_("Paid by"), bill.assure_code),
    )
    facts = {"number": bill.tax_no, "total": _money(bill.total)}
    title, key = _("Tax bill %(number)s: %(total)s"), f"tax-bill-{bill.tax_no}"
    yield Entry(bill.said_at, "tax-bill", by, title, facts, details, "info", "customs", key)
    if bill.changed_at is not None:
        order, tone = ((_("Payment order"), bill.ent_duty_no),), BADGES[bill.status].tone
        stated, key = _STATED[bill.status], f"{key}-{bill.word}"
        yield Entry(bill.changed_at, "tax-bill", by, stated, facts, order, tone, "customs", key)


def _asked(order_no: str, marketplace_id: int) -> Iterator[Entry]:
    for row in retail.asked_on(order_no, marketplace_id):
        pieces = "" if row.pieces is None else f"{row.pieces.normalize():f}"
        details = ((_("Customs list number"), row.list_no), (_("Quantity"), pieces), (_("Submitted"), row.app_time))
        facts, key = {"number": row.cop_no}, f"withdrawal-{row.id}"
        yield Entry(
            row.arrived_at, "withdrawal", row.agent_name, _ASKED[row.kind], facts, details, "info", "take-back", key
        )


def _became(became: list[retail.Became], names: Mapping[int, str]) -> Iterator[Entry]:
    for row in became:
        back = row.outcome == "done"
        details = (
            (_("Tax given back"), _money(row.tax_back) if back else ""),
            (_("Of the buyer's year given back"), _money(row.value_back) if back else ""),
            (_("Rule"), row.rule),
            (_("Expected"), row.expected),
            (_("Found"), row.found),
        )
        title, tone = _BECAME[row.kind, row.outcome], _TONES[row.outcome]
        facts, key = {"number": row.cop_no}, f"withdrawn-{row.id}-{row.step}"
        by = names.get(row.by_id, "")
        yield Entry(row.at, "withdrawn", by, title, facts, details, tone, "take-back", key)


def _money(value: Decimal, currency: str = "CNY") -> str:
    return f"{value:,.2f} {currency}"
