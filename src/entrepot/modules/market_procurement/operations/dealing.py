"""A deal: made by the dealer, confirmed or refused by the stall."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.market_procurement.models import Deal
from entrepot.modules.market_procurement.operations.acting import (
    checked_amount,
    checked_text,
    firm_acting,
    the_station,
)
from entrepot.modules.market_procurement.operations.numbering import deal_taken, fresh_number
from entrepot.modules.market_procurement.words import DEAL_STATES
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

QUANTITY, VALUE = "deal_quantity", "deal_value"  # kinds of ledger accounts; their key is the number of the deal
CURRENCY = "CNY"
LONGEST_REASON = 200
_HS_CODE = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class Terms:
    """What is agreed. price: of one unit, in yuan; unit: customs code; order_no, marketplace_id: a record's, if any."""

    stall_code: str
    goods_name: str
    hs_code: str
    quantity: Decimal
    unit: str
    price: Decimal
    buyer_code: str
    booth_no: str = ""
    order_no: str = ""
    marketplace_id: int | None = None


def make_deal(*, acting: parties.Acting, terms: Terms, now: datetime, using: str = "default") -> str:
    """The dealer enters a deal, which then waits for its stall. Returns its number.

    Raises UnableToDeal, UnableToUseCode.
    """
    with transaction.atomic(using=using):
        dealer = firm_acting(acting, "market_dealer", now=now, using=using)
        value = _checked(terms)
        stall_id = parties.party_of_code(terms.stall_code.strip(), using=using)
        if stall_id == dealer.id:
            raise UnableToDeal("own_stall", found=terms.stall_code)
        number = fresh_number("D", deal_taken(using))
        Deal.objects.using(using).create(
            deal_no=number, dealer_id=dealer.id, dealer_code=dealer.code, dealer_zh=dealer.zh, dealer_en=dealer.en,
            stall_id=stall_id, stall_code=terms.stall_code.strip(), booth_no=terms.booth_no.strip(),
            buyer_code=terms.buyer_code.strip(), goods_name=terms.goods_name.strip(), hs_code=terms.hs_code,
            quantity=terms.quantity, unit=terms.unit.strip(), price=terms.price, value=value, made_at=now,
            made_by=acting.person_id, order_no=terms.order_no, marketplace_id=terms.marketplace_id,
            practice=the_station(using).is_practice,
        )  # fmt: skip
        for kind, unit, amount in ((QUANTITY, terms.unit.strip(), terms.quantity), (VALUE, CURRENCY, value)):
            ledgers.open_account(
                under_django(using), kind=kind, key=number, unit=unit, holder_id=dealer.id, amount=amount, now=now,
                audience=(stall_id,),
            )  # fmt: skip
    return number


def _checked(terms: Terms) -> Decimal:
    """The value of the deal. Raises UnableToDeal."""
    checked_text(terms.goods_name, "the goods · 商品名称")
    checked_text(terms.unit, "a unit · 计量单位", 10)
    checked_text(terms.buyer_code, "the code of the buyer · 采购商代码", 60)
    if len(terms.booth_no.strip()) > LONGEST_REASON:
        raise UnableToDeal("text_long", what="a booth · 商位", most=LONGEST_REASON, found=len(terms.booth_no.strip()))
    if _HS_CODE.fullmatch(terms.hs_code) is None:
        raise UnableToDeal("hs_code", found=terms.hs_code)
    checked_amount(terms.quantity, "a quantity · 数量")
    checked_amount(terms.price, "a price · 单价")
    return checked_amount(terms.quantity * terms.price, "a value · 总价")


def confirm_deal(*, acting: parties.Acting, deal_no: str, now: datetime, using: str = "default") -> None:
    """The stall stands by the deal. Raises UnableToDeal."""
    _answer(acting, deal_no, ("confirmed", ""), now=now, using=using)


def refuse_deal(*, acting: parties.Acting, deal_no: str, reason: str, now: datetime, using: str = "default") -> None:
    """The stall does not stand by it, and says why. Raises UnableToDeal."""
    length = len(reason.strip())
    if not 0 < length <= LONGEST_REASON:
        raise UnableToDeal("reason_missing", most=LONGEST_REASON, found=length)
    _answer(acting, deal_no, ("refused", reason.strip()), now=now, using=using)


def _answer(acting: parties.Acting, deal_no: str, answer: tuple[str, str], *, now: datetime, using: str) -> None:
    state, reason = answer
    with transaction.atomic(using=using):
        stall = firm_acting(acting, "stall_holder", now=now, using=using)
        own = Deal.objects.using(using).filter(deal_no=deal_no, stall_id=stall.id)
        answered = own.filter(state="made").update(
            state=state, answered_at=now, answered_by=acting.person_id, reason=reason, stall_zh=stall.zh,
            stall_en=stall.en,
        )  # fmt: skip
        if not answered:
            standing = own.values_list("state", flat=True).first()
            if standing is None:
                raise UnableToDeal("no_deal", found=deal_no)
            raise UnableToDeal("answered", found=deal_no, state="·".join(DEAL_STATES[standing]))
