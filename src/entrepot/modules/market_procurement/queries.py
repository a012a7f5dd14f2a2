"""Deals and containers, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import psycopg
from django.db.models import Q
from django.db.models.query import QuerySet

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.market_procurement.models import Container, Deal, Declaration
from entrepot.modules.market_procurement.operations.dealing import QUANTITY, VALUE
from entrepot.store.connection import under_django


@dataclass(frozen=True)
class Standing:
    """What a deal still has: quantity to load; of its value what is to be paid, and what was paid."""

    to_load: Decimal
    loaded: Decimal
    to_pay: Decimal
    paid: Decimal


def deals_page(own: Sequence[int], *, after: int | None, size: int, state: str = "") -> list[Deal]:
    """Deals of these firms as dealer or stall, the newest first, with ids below `after`."""
    rows = Deal.objects.filter(Q(dealer_id__in=own) | Q(stall_id__in=own))
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:size])


def has_deals(own: Sequence[int]) -> bool:
    """Whether one of these firms made a deal or is the stall of one."""
    return Deal.objects.filter(Q(dealer_id__in=own) | Q(stall_id__in=own)).exists()


def waiting_for(stalls: Sequence[int], *, most: int) -> int:
    """How many deals wait for an answer of these stalls, counted up to `most`."""
    return len(Deal.objects.filter(stall_id__in=stalls, state="made").values_list("pk", flat=True)[:most])


def deal_numbered(number: str, *, using: str = "default") -> Deal | None:
    """The deal with what became of it."""
    rows = Deal.objects.using(using).prefetch_related("loads", "settlements")
    return rows.filter(deal_no=number).first()


def deals_of_record(order_no: str, marketplace_id: int) -> list[Deal]:
    """The deals that belong to a record."""
    rows = Deal.objects.prefetch_related("loads", "settlements")
    return list(rows.filter(order_no=order_no, marketplace_id=marketplace_id).order_by("pk"))


def standing(numbers: Sequence[str], *, using: str = "default") -> dict[str, Standing]:
    """Number of the deal → what it still has, by the ledgers."""
    quantities = ledgers.balances(under_django(using), QUANTITY, numbers)
    values = ledgers.balances(under_django(using), VALUE, numbers)
    return {
        number: Standing(
            one.free, one.held + one.spent, values[number].free, values[number].held + values[number].spent
        )
        for number, one in quantities.items()
    }


def is_due(connection: psycopg.Connection) -> bool:
    """Whether a declaration waits to be decided on; cheap enough to be asked in every pass of a worker."""
    query = "SELECT EXISTS (SELECT FROM market_procurement_declaration WHERE state = 'declared')"
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def containers_of(own: Sequence[int], *, state: str = "") -> QuerySet[Container]:
    """Containers of these dealers, the newest first."""
    rows = Container.objects.filter(dealer_id__in=own).order_by("-pk")
    return rows.filter(state=state) if state else rows


def container(container_id: int) -> Container | None:
    """A container, if the reader may see it."""
    return Container.objects.filter(pk=container_id).first()


def container_numbered(number: str, dealer_id: int, *, using: str = "default") -> Container | None:
    """The dealer's container in use with this number, else the last one that was."""
    rows = Container.objects.using(using).filter(container_no=number.strip().upper(), dealer_id=dealer_id)
    return rows.exclude(state="released").first() or rows.order_by("-pk").first()


def declarations_of(container_id: int, *, using: str = "default") -> list[Declaration]:
    """Its declarations with their decisions, the newest first."""
    rows = Declaration.objects.using(using).filter(container_id=container_id).select_related("decision")
    return list(rows.order_by("-pk"))
