"""What became of a deal, as entries of a timeline."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.market_procurement import words
from entrepot.modules.market_procurement.models import Deal, Load
from entrepot.modules.market_procurement.queries import deals_of_record
from entrepot.modules.parties import api as parties
from entrepot.shell.needs import Tone
from entrepot.shell.timeline import Entry, in_order

_TONES: dict[str, Tone] = {"pass": "good", "fail": "bad", "not_checked": "wait"}
_ICONS = {"pass": "released", "fail": "refused", "not_checked": "not-checked"}
_DECIDED = {"decision": _("Decision: %(verdict)s"), "precheck": _("Pre-check: %(verdict)s")}


def of_record(order_no: str, marketplace_id: int) -> list[Entry]:
    """What the deals of a record add to it, for the reader of the running transaction."""
    return [entry for deal in deals_of_record(order_no, marketplace_id) for entry in of_deal(deal)]


def of_deal(deal: Deal, *, using: str = "default") -> list[Entry]:
    """Everything, the oldest first."""
    return in_order([*_agreed(deal), *_loaded(deal, using), *_paid(deal)])


def stall_name(deal: Deal) -> str:
    """The stall as it calls itself once it has answered, before that its code."""
    return parties.named(deal.stall_zh, deal.stall_en, get_language() or "en") or deal.stall_code


def dealer_name(deal: Deal) -> str:
    """The dealer in the reader's language."""
    return parties.named(deal.dealer_zh, deal.dealer_en, get_language() or "en")


def _agreed(deal: Deal) -> Iterator[Entry]:
    facts = {"number": deal.deal_no}
    details = ((_("Goods"), deal.goods_name), (_("Quantity"), deal.quantity), (_("Value, CNY"), deal.value))
    title = _("Deal %(number)s made")
    yield Entry(deal.made_at, "deal", dealer_name(deal), title, facts, details, "info", "order", f"deal-{deal.pk}")
    if deal.answered_at is not None and deal.state == "confirmed":
        title, key = _("Deal %(number)s confirmed"), f"confirmed-{deal.pk}"
        yield Entry(deal.answered_at, "deal-confirmed", stall_name(deal), title, facts, (), "good", "ready", key)
    elif deal.answered_at is not None:
        title, key, why = _("Deal %(number)s refused by the stall"), f"refused-{deal.pk}", ((_("Reason"), deal.reason),)
        yield Entry(deal.answered_at, "deal-refused", stall_name(deal), title, facts, why, "bad", "refused", key)


def _loaded(deal: Deal, using: str) -> Iterator[Entry]:
    loads = list(deal.loads.all())
    offices = parties.firms({one.by_id for one in loads if one.by_id}, using=using)
    for one in loads:
        facts = {"container": one.container_no, "number": one.declaration_no}
        details = ((_("Quantity"), one.quantity), (_("Value, CNY"), one.value))
        by, title = dealer_name(deal), _("Consolidated into container %(container)s")
        yield Entry(one.at, "consolidated", by, title, facts, details, "info", "goods", f"load-{one.pk}")
        if one.taken_out_at is not None:
            title, key = _("Taken out of container %(container)s"), f"out-{one.pk}"
            yield Entry(one.taken_out_at, "taken-out", by, title, facts, (), "quiet", "take-back", key)
        if one.declared_at is not None:
            title, key = _("Declared with container %(container)s: %(number)s"), f"declared-{one.pk}"
            yield Entry(one.declared_at, "declared", by, title, facts, (), "info", "filing", key)
            yield from _decided(one, offices)


def _decided(one: Load, offices: dict[int, parties.Firm]) -> Iterator[Entry]:
    """The last decision, unless the container was declared again since."""
    if one.decided_at is None or one.declared_at is None or one.decided_at < one.declared_at:
        return
    language, office = get_language() or "en", offices.get(one.by_id or 0)
    by = parties.named(office.name_zh, office.name_en, language) if office else ""
    facts = {"verdict": words.said(words.VERDICTS[one.kind, one.verdict], language)}
    at, key = one.decided_at, f"decided-{one.pk}"
    details = ((_("Declaration"), one.declaration_no),)
    tone, icon = _TONES[one.verdict], _ICONS[one.verdict]
    yield Entry(at, f"market-{one.kind}", by, _DECIDED[one.kind], facts, details, tone, icon, key)


def _paid(deal: Deal) -> Iterator[Entry]:
    for one in deal.settlements.all():
        facts = {"amount": f"{one.amount:,.2f}"}
        details = ((_("Paid on"), one.paid_on), (_("Number of the payment"), one.reference))
        title, key = _("Paid to the stall: %(amount)s CNY"), f"paid-{one.pk}"
        yield Entry(one.at, "settled", dealer_name(deal), title, facts, details, "good", "slip", key)
