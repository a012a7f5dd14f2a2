"""Powers of attorney on both sides, as far as the reader may see them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Q, QuerySet

from entrepot.modules.parties.days import CHINA, china_day, valid_on
from entrepot.modules.parties.models import Membership, PowerOfAttorney

Side = Literal["given", "held"]


def first_day_without(power: PowerOfAttorney) -> date | None:
    """The first day (China time) on which it no longer holds: as agreed, or as it was ended; None while it is open."""
    ended = china_day(power.revoked_at) if power.revoked_at else None
    days = [day for day in (power.valid_until, ended) if day is not None]
    return min(days) if days else None


def powers_page(
    party_ids: Sequence[int], side: Side, *, after: int | None, size: int, using: str = "default"
) -> list[PowerOfAttorney]:
    """Powers that these firms gave or hold, of all times, the newest first, with ids below `after`."""
    rows = _of(party_ids, side, using).select_related("principal", "agent")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:size])


def power(party_ids: Sequence[int], power_id: int, *, using: str = "default") -> PowerOfAttorney | None:
    """One power that one of these firms gave or holds."""
    rows = PowerOfAttorney.objects.using(using).select_related("principal", "agent").filter(pk=power_id)
    return rows.filter(Q(principal__in=party_ids) | Q(agent__in=party_ids)).first()


def same_power(
    principal_id: int, agent_id: int, scope: Sequence[str], valid_from: date, valid_until: date | None
) -> PowerOfAttorney | None:
    """A power that says just this and was not ended."""
    return PowerOfAttorney.objects.filter(
        principal_id=principal_id,
        agent_id=agent_id,
        scope=sorted(scope),
        valid_from=valid_from,
        valid_until=valid_until,
        revoked_at__isnull=True,
    ).first()


def powers_ending(party_ids: Sequence[int], today: date, within: timedelta, *, using: str = "default") -> int:
    """How many powers of these firms hold today and end by themselves or by notice within the time."""
    last = today + within
    midnight = datetime.combine(today + timedelta(days=1), time(), CHINA)
    noticed = Q(revoked_at__gte=midnight, revoked_at__lte=midnight + within)
    ending = Q(valid_until__gt=today, valid_until__lte=last, revoked_at__isnull=True) | noticed
    held = Q(principal__in=party_ids) | Q(agent__in=party_ids)
    return PowerOfAttorney.objects.using(using).filter(held, ending, valid_from__lte=today).count()


def firms_where(person_id: int, places: Sequence[str], *, now: datetime, using: str = "default") -> list[int]:
    """The firms in which the person has one of these places today."""
    rows = Membership.objects.using(using).filter(
        valid_on(china_day(now)), person_id=person_id, place__in=places, ended_at__isnull=True
    )
    return sorted(set(rows.values_list("enterprise_id", flat=True)))


def _of(party_ids: Sequence[int], side: Side, using: str) -> QuerySet[PowerOfAttorney]:
    rows = PowerOfAttorney.objects.using(using)
    return rows.filter(principal__in=party_ids) if side == "given" else rows.filter(agent__in=party_ids)


def agents_for(party_ids: Sequence[int], *, using: str = "default") -> list[int]:
    """Who acts or acted for these firms."""
    rows = PowerOfAttorney.objects.using(using).filter(principal__in=party_ids)
    return sorted(set(rows.values_list("agent_id", flat=True)))
