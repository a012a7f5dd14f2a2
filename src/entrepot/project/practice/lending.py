"""Practice terms of two financiers, and an order that nobody paid yet, to ask for money on. Invented, and marked so."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl

from entrepot.modules.finance import api as finance
from entrepot.modules.parties import api as parties
from entrepot.project.practice.firms import BANK, SECOND_BANK, SELLERS
from entrepot.project.practice.messages import messages_of
from entrepot.project.practice.sets import Sets, generate_sets

ORDER_NO = "WT-CREDIT-0001"
KINDS = ("order", "waybill", "list")  # no collection slip: the buyer pays after delivery
PERSON = ("second-bank", "练习第二家银行 · Practice second bank")
_SEED = 305
_MANY = 40
_BEFORE = timedelta(minutes=50)
_SET = ["message_no", "document_no"]
_TERMS = (
    (BANK, "Order advance (practice)", "订单预付款（练习）", "0.8", "0.06", 60),
    (SECOND_BANK, "Export advance (practice)", "出口预付款（练习）", "0.7", "0.05", 90),
)
_LEAST, _MOST = Decimal(10), Decimal(100_000)
_DOLLARS = "502"  # 3-digit customs code


def plant(*, now: datetime) -> None:
    """Somebody at the second financier, and terms of both, where they are missing."""
    username, name = PERSON
    if not parties.Person.objects.using("owner").filter(username=username).exists():
        parties.commands.create_person(
            username=username, name=name, firm_code=SECOND_BANK.customs_code, place="administrator", now=now
        )
    day = parties.china_day(now)
    there = {terms.bank_id for terms in finance.terms_in_force(day, using="owner")}
    for firm, english, chinese, share, rate, days in _TERMS:
        bank = parties.known_code(firm.customs_code, using="owner")
        if bank is not None and bank not in there:
            terms = finance.NewTerms(
                english,
                chinese,
                _DOLLARS,
                Decimal(share),
                Decimal(rate),
                days,
                Decimal(10),
                Decimal(100_000),
                day,
                None,
            )
            finance.publish_terms(acting=parties.Acting(bank), terms=terms, practice=True, now=now, using="owner")


def messages(now: datetime) -> Iterator[tuple[str, bytes]]:
    """Order, waybill and list of one sale in dollars, sent so shortly before `now`."""
    many = generate_sets(_MANY, _SEED, at=now - _BEFORE)
    wanted = (pl.col("seller_code") == SELLERS[0].customs_code) & (pl.col("currency") == _DOLLARS)
    one = many.orders.filter(wanted).sort("goods_value", descending=True).head(1).select(_SET)  # worth a loan
    parts = {each.name: getattr(many, each.name).join(one, on=_SET, how="semi") for each in fields(Sets)}
    named = {
        name: frame.with_columns(order_no=pl.lit(ORDER_NO)) if "order_no" in frame.columns else frame
        for name, frame in parts.items()
    }
    return messages_of(Sets(**named), KINDS)
