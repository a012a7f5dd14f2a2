"""Declaring a container: one declaration drafted from what is in it; decided by a worker of the station."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connections, transaction

from entrepot.engines.clearance import explain
from entrepot.engines.market import REGIME, Declared, Draft, Goods, Judged, Line, draft, judge
from entrepot.kernel.violations import Violation
from entrepot.modules.declarations import api as declarations
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.market_procurement.models import Container, Decision, Declaration, Load
from entrepot.modules.market_procurement.operations.acting import the_station
from entrepot.modules.market_procurement.operations.dealing import QUANTITY
from entrepot.modules.market_procurement.operations.loading import open_one
from entrepot.modules.market_procurement.operations.numbering import declaration_taken, fresh_number
from entrepot.modules.parties import api as parties
from entrepot.rulebook import Figures, Rulebook
from entrepot.rulebook import load as load_rulebook
from entrepot.store.connection import under_django

_SOME = 16  # decided in one pass of a worker


def goods_in(container_id: int, using: str = "default") -> tuple[Goods, ...]:
    """What is in the container, deal by deal."""
    inside = Load.objects.using(using).filter(container_id=container_id, taken_out_at__isnull=True)
    return tuple(
        Goods(
            row.deal.deal_no, row.deal.hs_code, row.deal.goods_name, row.quantity, row.deal.unit, row.value,
            row.deal.state == "confirmed",
        )
        for row in inside.select_related("deal").order_by("pk")
    )  # fmt: skip


def drafted(container_id: int, day: date, using: str = "default") -> Draft:
    """The declaration as it would be drafted from the container on this day."""
    return draft(goods_in(container_id, using), load_rulebook(REGIME).at(day))


def declare(*, acting: parties.Acting, container_id: int, now: datetime, using: str = "default") -> str:
    """Draft the declaration of the container and hand it in; a worker decides on it. Returns its number.

    Raises UnableToDeal.
    """
    with transaction.atomic(using=using):
        container = open_one(acting, container_id, now, using)
        made = drafted(container.pk, parties.china_day(now), using)
        if not made.lines:
            raise UnableToDeal("empty", found=container.container_no)
        card = the_station(using)
        number = fresh_number("M", declaration_taken(using))
        Declaration.objects.using(using).create(
            declaration_no=number, container=container, container_no=container.container_no,
            dealer_id=container.dealer_id, dealer_code=container.dealer_code, buyer_name=container.buyer_name,
            buyer_country=container.buyer_country, buyer_document=container.buyer_document, rate=container.rate,
            rate_source=container.rate_source, kinds=made.kinds, simplified=made.simplified, value=made.value,
            lines=[_as_row(line) for line in made.lines], declared_at=now, declared_by=acting.person_id,
            audience=sorted({container.dealer_id, card.owner_id}), practice=card.is_practice,
        )  # fmt: skip
        inside = Load.objects.using(using).filter(container=container, taken_out_at__isnull=True)
        inside.update(declaration_no=number, declared_at=now)
        Container.objects.using(using).filter(pk=container.pk).update(state="declared")
        with connections[using].cursor() as cursor:
            cursor.execute(f"NOTIFY {declarations.WAKE_JUDGES}")
    return number


def _as_row(line: Line) -> dict[str, Any]:
    return {name: str(value) if name in {"quantity", "value"} and value is not None else value
            for name, value in asdict(line).items()}  # fmt: skip


# ---- the worker ------------------------------------------------------------------------------------------------------


def decide_due(*, now: datetime, limit: int = _SOME) -> list[str]:
    """Decide on what was declared, as the station, with the owner's role; a filing station gives a pre-check only.

    Returns the numbers of the declarations. Two workers never take the same.
    """
    with transaction.atomic(using="owner"):
        due = Declaration.objects.using("owner").select_for_update(skip_locked=True).filter(state="declared")
        rows = list(due.order_by("pk")[:limit])
        if not rows:
            return []
        card, book = the_station("owner"), load_rulebook(REGIME)
        for row in rows:
            _decide(row, card, book, now)
    return [row.declaration_no for row in rows]


def _decide(row: Declaration, card: parties.StationCard, book: Rulebook, now: datetime) -> None:
    day = parties.china_day(row.declared_at)
    figures = book.at(day)
    judged = judge(_as_declared(row, day), book, figures)
    kind = "precheck" if card.kind == "filing" else "decision"
    Decision.objects.using("owner").create(
        declaration=row, kind=kind, verdict=judged.verdict, by_id=card.owner_id, by_zh=card.owner_zh,
        by_en=card.owner_en, at=now, law_date=day, rulebook=book.hash, figures=figures.facts(),
        findings=_in_words(judged, book, figures), audience=row.audience, practice=row.practice,
    )  # fmt: skip
    Declaration.objects.using("owner").filter(pk=row.pk).update(state="decided")
    inside = Load.objects.using("owner").filter(declaration_no=row.declaration_no, taken_out_at__isnull=True)
    inside.update(kind=kind, verdict=judged.verdict, decided_at=now, by_id=card.owner_id)
    released = (kind, judged.verdict) == ("decision", "pass")
    Container.objects.using("owner").filter(pk=row.container_id).update(state="released" if released else "open")
    if released:
        _spend(list(inside.select_related("deal").order_by("pk")), now)


def _as_declared(row: Declaration, day: date) -> Declared:
    lines = tuple(
        Line(**{**line, "quantity": None if line["quantity"] is None else Decimal(line["quantity"]),
                "value": Decimal(line["value"])})
        for line in row.lines
    )  # fmt: skip
    return Declared(
        draft=Draft(lines, row.kinds, row.simplified, row.value),
        goods=goods_in(row.container_id, "owner"),
        rate=row.rate,
        buyer_name=row.buyer_name,
        buyer_country=row.buyer_country,
        buyer_document=row.buyer_document,
        dealer=row.dealer_code,
        dealer_filed="market_dealer" in parties.roles_of(row.dealer_id, day, using="owner"),
    )


def _in_words(judged: Judged, book: Rulebook, figures: Figures) -> list[dict[str, Any]]:
    """Findings as they are kept: what was found, and the sentences of that day's rulebook in both languages."""
    return [
        {
            "rule": one.rule, "revision": one.revision, "outcome": one.outcome, "field": one.field, "found": one.found,
            "en": _sentences(one, book, figures, "en"), "zh": _sentences(one, book, figures, "zh"),
        }
        for one in judged.findings
    ]  # fmt: skip


def _sentences(one: Violation, book: Rulebook, figures: Figures, language: str) -> dict[str, Any]:
    said = explain(one, book, figures, "zh" if language == "zh" else "en")
    return {
        "title": said.title, "expected": said.expected, "found": said.found, "do": said.do, "source": said.source,
        "figures": [{"name": each.name, "value": each.value, "since": str(each.since), "source": each.source}
                    for each in said.figures],
    }  # fmt: skip


def _spend(rows: list[Load], now: datetime) -> None:
    """What was released is used up: its quantity never goes into another container."""
    accounts = ledgers.balances(under_django("owner"), QUANTITY, [row.deal.deal_no for row in rows])
    keys = [(accounts[row.deal.deal_no].account_id, str(row.pk)) for row in rows]
    ledgers.commit(under_django("owner"), keys, now=now, why="released")
