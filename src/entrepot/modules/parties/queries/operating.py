"""What an administrator of the station sees: people, what was done by whom, who looked, how far the outbox is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import OuterRef, Q, QuerySet, Subquery

from entrepot.modules.parties.models import ApiToken, Audit, Look, Membership, Person
from entrepot.store.places import Place

PAGE = 50
COUNTED = 10_000


@dataclass(frozen=True)
class PersonRow:
    """Somebody who can sign in, with the firms it works or worked in, its tokens, and when it last signed in."""

    person: Person
    memberships: Sequence[Membership]
    tokens: Sequence[ApiToken]
    last_sign_in: datetime | None


def people(*, named: str = "", after: int | None = None, size: int = PAGE) -> tuple[list[PersonRow], int | None]:
    """People whose name or username begins so, by number; and the number to go on after, None on the last page."""
    rows = Person.objects.using("default").order_by("id")
    if named:
        rows = rows.filter(Q(username__startswith=named.lower()) | Q(name__startswith=named))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(_signed_in(rows)[: size + 1])
    return _with_firms(found[:size]), found[size - 1].pk if len(found) > size else None


def person(person_id: int) -> PersonRow | None:
    """One of them."""
    found = _with_firms(list(_signed_in(Person.objects.using("default").filter(pk=person_id))))
    return found[0] if found else None


def _signed_in(rows: QuerySet[Person]) -> QuerySet[Person]:
    last = Audit.objects.using("default").filter(person_id=OuterRef("pk"), what="signed_in").order_by("-at")
    return rows.annotate(last_sign_in=Subquery(last.values("at")[:1]))


def _with_firms(rows: Sequence[Person]) -> list[PersonRow]:
    ids = [row.pk for row in rows]
    members = Membership.objects.using("default").filter(person_id__in=ids).select_related("enterprise")
    tokens = ApiToken.objects.using("default").filter(person_id__in=ids).select_related("enterprise").order_by("-id")
    works: dict[int, list[Membership]] = {pk: [] for pk in ids}
    holds: dict[int, list[ApiToken]] = {pk: [] for pk in ids}
    for membership in members.order_by("id"):
        works[membership.person_id].append(membership)
    for token in tokens:
        holds[token.person_id].append(token)
    return [PersonRow(row, works[row.pk], holds[row.pk], getattr(row, "last_sign_in", None)) for row in rows]


@dataclass(frozen=True)
class Asked:
    """Which part of the audit: of one person, from a moment until before another, behind a place."""

    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None


def audit(asked: Asked, *, size: int = PAGE) -> tuple[list[Audit], Place | None]:
    """Who did what, the newest first; and the place to go on behind."""
    rows = Audit.objects.using("default").select_related("person", "party").filter(_of(asked)).order_by("-at", "-id")
    found = list(rows[: size + 1])
    return found[:size], Place(found[size - 1].at, found[size - 1].pk) if len(found) > size else None


def looks(asked: Asked, *, size: int = PAGE) -> tuple[list[Look], Place | None]:
    """Who looked at which shared record, the newest first; and the place to go on behind."""
    rows = Look.objects.using("default").select_related("person", "by_party", "grant", "grant__owner")
    found = list(rows.filter(_of(asked)).order_by("-at", "-id")[: size + 1])
    return found[:size], Place(found[size - 1].at, found[size - 1].pk) if len(found) > size else None


def _of(asked: Asked) -> Q:
    condition = Q()
    if asked.person_id is not None:
        condition &= Q(person_id=asked.person_id)
    if asked.since is not None:
        condition &= Q(at__gte=asked.since)
    if asked.until is not None:
        condition &= Q(at__lt=asked.until)
    if asked.after is not None:
        place = asked.after
        condition &= Q(at__lte=place.at) & (Q(at__lt=place.at) | Q(pk__lt=place.id))
    return condition


@dataclass(frozen=True)
class Subscriber:
    """Who reads the outbox. behind: events that it has not read, counted up to COUNTED; oldest: of the first one."""

    name: str
    behind: int
    oldest: datetime | None


def subscribers() -> list[Subscriber]:
    """All of them, for an administrator of the station; nobody else sees any."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT subscriber, behind, oldest FROM parties_outbox(%s)", (COUNTED,))
        return [Subscriber(*row) for row in cursor.fetchall()]
