"""What the dealer pays to stalls: never more than a confirmed deal is worth."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.market_procurement.models import Deal, Settlement
from entrepot.modules.market_procurement.operations.acting import checked_amount, checked_text, firm_acting
from entrepot.modules.market_procurement.operations.dealing import VALUE
from entrepot.modules.market_procurement.words import DEAL_STATES
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

CENTS = 2


@dataclass(frozen=True)
class Payment:
    """Money that went to a stall. reference: the number of the payment at the bank."""

    amount: Decimal
    reference: str
    paid_on: date


def settle_deal(
    *, acting: parties.Acting, deal_no: str, payment: Payment, now: datetime, using: str = "default"
) -> Decimal:
    """Enter what was paid for a deal. Returns what is left to pay; the same payment again changes nothing.

    Raises UnableToDeal.
    """
    with transaction.atomic(using=using):
        dealer = firm_acting(acting, "market_dealer", now=now, using=using)
        deal = Deal.objects.using(using).filter(deal_no=deal_no, dealer_id=dealer.id).first()
        if deal is None:
            raise UnableToDeal("no_deal", found=deal_no)
        if deal.state != "confirmed":
            raise UnableToDeal("not_confirmed", found=deal_no, state="·".join(DEAL_STATES[deal.state]))
        amount = checked_amount(payment.amount, "an amount · 金额", CENTS)
        reference = checked_text(payment.reference, "the number of the payment · 付款编号", 60)
        ledger = ledgers.balances(under_django(using), VALUE, [deal_no])[deal_no]
        request = ledgers.Request(ledger.account_id, reference, amount, now)
        (answer,) = ledgers.reserve(under_django(using), [request], now=now)
        if answer.outcome == "refused":
            left = f"{answer.free.normalize():f}"
            raise UnableToDeal("over_value", open=left, deal=deal_no, found=amount)
        if answer.outcome == "repeated":
            if answer.amount != amount:
                given = f"{answer.amount.normalize():f}"
                raise UnableToDeal("reference_used", found=reference, deal=deal_no, amount=given)
            return answer.free
        ledgers.commit(under_django(using), [(ledger.account_id, reference)], now=now, why="paid to the stall")
        Settlement.objects.using(using).create(
            deal=deal, dealer_id=dealer.id, stall_id=deal.stall_id, amount=amount, paid_on=payment.paid_on,
            reference=reference, at=now, by=acting.person_id, practice=deal.practice,
        )  # fmt: skip
    return answer.free
