"""A container: opened for one buyer, loaded with confirmed deals, which may also be taken out until it is declared."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum

from entrepot.engines.market import REGIME, in_dollars
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.market_procurement.models import Container, Deal, Load
from entrepot.modules.market_procurement.operations.acting import (
    checked_amount,
    checked_text,
    firm_acting,
    the_station,
)
from entrepot.modules.market_procurement.operations.dealing import QUANTITY
from entrepot.modules.market_procurement.words import DEAL_STATES
from entrepot.modules.parties import api as parties
from entrepot.rulebook import load as load_rulebook
from entrepot.store.connection import under_django

_NUMBER = re.compile(r"[A-Z]{4}[0-9]{7}")
_CENT = Decimal("0.00001")


@dataclass(frozen=True)
class Buyer:
    """The foreign buyer as customs wants to know it; what is not known yet is empty. country: ISO 3166-1 alpha-2."""

    code: str
    name: str = ""
    country: str = ""
    document: str = ""


@dataclass(frozen=True)
class Rate:
    """Yuan per US dollar, with where it is from and of which day; None and empty where it is not known."""

    rate: Decimal | None = None
    source: str = ""


def open_container(
    *, acting: parties.Acting, container_no: str, buyer: Buyer, rate: Rate, now: datetime, using: str = "default"
) -> int:
    """The dealer begins a container for a buyer. Returns its id. Raises UnableToDeal."""
    number = container_no.strip().upper()
    with transaction.atomic(using=using):
        dealer = firm_acting(acting, "market_dealer", now=now, using=using)
        if _NUMBER.fullmatch(number) is None:
            raise UnableToDeal("container_no", found=container_no[:40])
        _check_rate(rate)
        checked_text(buyer.code, "the code of the buyer · 采购商代码", 60)
        try:
            with transaction.atomic(using=using):
                row = Container.objects.using(using).create(
                    container_no=number, dealer_id=dealer.id, dealer_code=dealer.code, dealer_zh=dealer.zh,
                    dealer_en=dealer.en, buyer_code=buyer.code.strip(), opened_at=now,
                    practice=the_station(using).is_practice, **_columns(buyer, rate),
                )  # fmt: skip
        except IntegrityError as error:
            raise UnableToDeal("container_open", found=number) from error
    return int(row.pk)


def change_container(
    *, acting: parties.Acting, container_id: int, buyer: Buyer, rate: Rate, now: datetime, using: str = "default"
) -> None:
    """Say who the buyer is, and the rate, while the container is open. Raises UnableToDeal."""
    with transaction.atomic(using=using):
        container = open_one(acting, container_id, now, using)
        _check_rate(rate)
        Container.objects.using(using).filter(pk=container.pk).update(**_columns(buyer, rate))


def _check_rate(rate: Rate) -> None:
    if (rate.rate is None) != (not rate.source.strip()) or (rate.rate is not None and not rate.rate > 0):
        raise UnableToDeal("rate", rate="–" if rate.rate is None else rate.rate, source=rate.source)
    if rate.rate is not None:
        checked_amount(rate.rate, "a rate · 汇率")


def _columns(buyer: Buyer, rate: Rate) -> dict[str, object]:
    return {
        "buyer_name": buyer.name.strip()[:200],
        "buyer_country": buyer.country.strip().upper()[:2],
        "buyer_document": buyer.document.strip()[:60],
        "rate": rate.rate,
        "rate_source": rate.source.strip()[:200],
    }


def open_one(acting: parties.Acting, container_id: int, now: datetime, using: str) -> Container:
    """The acting dealer's container, locked. Raises UnableToDeal where it is another's or declared."""
    dealer = firm_acting(acting, "market_dealer", now=now, using=using)
    found = Container.objects.using(using).filter(pk=container_id, dealer_id=dealer.id)
    seen = found.first()
    if seen is None:
        raise UnableToDeal("no_container", found=container_id)
    container = found.select_for_update().filter(state="open").first()
    if container is None:
        raise UnableToDeal("container_closed", found=seen.container_no)
    return container


def load_deal(
    *,
    acting: parties.Acting,
    container_id: int,
    deal_no: str,
    quantity: Decimal | None = None,
    now: datetime,
    using: str = "default",
) -> int:
    """Consolidate so much of a confirmed deal into an open container; without a quantity, all it has left.

    Returns the id of the link. Raises UnableToDeal, also where the container would go over what one declaration may
    hold at the rate that is stated; without a rate that is not checked here.
    """
    with transaction.atomic(using=using):
        container = open_one(acting, container_id, now, using)
        deal = _loadable(container, deal_no, using)
        ledger = ledgers.balances(under_django(using), QUANTITY, [deal.deal_no])[deal.deal_no]
        amount = ledger.free if quantity is None else checked_amount(quantity, "a quantity · 数量")
        if not amount:
            raise UnableToDeal("over_open", open=0, unit=deal.unit, deal=deal.deal_no, found=deal.quantity.normalize())
        value = (amount * deal.price).quantize(_CENT)
        _check_limit(container, deal, value, parties.china_day(now), using)
        row = Load.objects.using(using).create(
            container=container, container_no=container.container_no, deal=deal, dealer_id=deal.dealer_id,
            stall_id=deal.stall_id, quantity=amount, value=value, at=now,
        )  # fmt: skip
        request = ledgers.Request(ledger.account_id, str(row.pk), amount, now)
        (answer,) = ledgers.reserve(under_django(using), [request], now=now)
        if answer.outcome == "refused":
            left, asked = f"{answer.free.normalize():f}", f"{amount.normalize():f}"
            raise UnableToDeal("over_open", open=left, unit=deal.unit, deal=deal.deal_no, found=asked)
    return int(row.pk)


def _loadable(container: Container, deal_no: str, using: str) -> Deal:
    deal = Deal.objects.using(using).filter(deal_no=deal_no, dealer_id=container.dealer_id).first()
    if deal is None:
        raise UnableToDeal("no_deal", found=deal_no)
    if deal.state != "confirmed":
        raise UnableToDeal("not_confirmed", found=deal_no, state="·".join(DEAL_STATES[deal.state]))
    if deal.buyer_code != container.buyer_code:
        raise UnableToDeal("other_buyer", expected=container.buyer_code, found=deal.buyer_code)
    if Load.objects.using(using).filter(container=container, deal=deal, taken_out_at__isnull=True).exists():
        raise UnableToDeal("loaded_before", found=deal_no, container=container.container_no)
    return deal


def loaded_value(container_id: int, using: str = "default") -> Decimal:
    """What the goods in the container are worth, in yuan."""
    inside = Load.objects.using(using).filter(container_id=container_id, taken_out_at__isnull=True)
    return Decimal(inside.aggregate(sum=Sum("value"))["sum"] or 0)


def _check_limit(container: Container, deal: Deal, value: Decimal, day: date, using: str) -> None:
    figures = load_rulebook(REGIME).at(day)
    if container.rate is None or figures.lapse("declaration_max"):
        return
    figure, total = figures.figure("declaration_max"), loaded_value(container.pk, using) + value
    if total > figures.exact("declaration_max") * container.rate:
        raise UnableToDeal(
            "over_limit", limit=f"{figure.value:,}", since=figure.in_force.start, source=figure.source,
            deal=deal.deal_no, found=f"{in_dollars(total, container.rate):,}",
            rate=f"{container.rate.normalize():f}", rate_source=container.rate_source,
        )  # fmt: skip


def unload_deal(
    *, acting: parties.Acting, container_id: int, deal_no: str, now: datetime, using: str = "default"
) -> None:
    """Take a deal out of an open container again; its quantity is free for another. Raises UnableToDeal."""
    with transaction.atomic(using=using):
        container = open_one(acting, container_id, now, using)
        inside = Load.objects.using(using).filter(container=container, deal__deal_no=deal_no, taken_out_at__isnull=True)
        row = inside.first()
        if row is None:
            raise UnableToDeal("not_loaded", found=deal_no, container=container.container_no)
        account = ledgers.balances(under_django(using), QUANTITY, [deal_no])[deal_no].account_id
        ledgers.release(under_django(using), [(account, str(row.pk))], now=now, why="taken out of the container")
        inside.update(taken_out_at=now)
