"""Parks: who has which unit, how full they are, what tenants asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from entrepot.modules.pilot_zones.models import Lease, Park, TenantRequest, Unit


@dataclass(frozen=True)
class UnitRow:
    """A unit, the lease that runs, and the one that comes next."""

    unit: Unit
    lease: Lease | None
    following: Lease | None


@dataclass(frozen=True)
class Occupancy:
    """Units and square metres, let and all. of_a_hundred: let area."""

    units: int
    let: int
    area: Decimal
    area_let: Decimal

    @property
    def of_a_hundred(self) -> Decimal | None:
        """Let of a hundred square metres, one place; None for a park without units."""
        return (100 * self.area_let / self.area).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.area else None


def parks_of(party_ids: Sequence[int], *, using: str = "default") -> list[Park]:
    """Parks that these firms run, or that lie in their pilot zone."""
    rows = Park.objects.using(using).filter(Q(operator_id__in=party_ids) | Q(office_id__in=party_ids))
    return list(rows.order_by("code"))


def park_coded(code: str, *, using: str = "default") -> Park | None:
    """A park by its code."""
    return Park.objects.using(using).filter(code=code).first()


def units_of(park: Park, today: date, *, using: str = "default") -> list[UnitRow]:
    """Every unit with its leases of today and later, as far as the reader may see them."""
    rows = Unit.objects.using(using).filter(park=park).order_by("number")
    open_leases = Lease.objects.using(using).filter(unit__park=park, valid_until__gt=today).order_by("valid_from")
    running: dict[int, Lease] = {}
    following: dict[int, Lease] = {}
    for lease in open_leases:
        (running if lease.valid_from <= today else following).setdefault(int(lease.unit_id), lease)
    return [UnitRow(unit, running.get(int(unit.pk)), following.get(int(unit.pk))) for unit in rows]


def occupancy(rows: Sequence[UnitRow]) -> Occupancy:
    """How full a park is today."""
    let = [row for row in rows if row.lease is not None]
    return Occupancy(
        len(rows),
        len(let),
        sum((row.unit.area_m2 for row in rows), Decimal(0)),
        sum((row.unit.area_m2 for row in let), Decimal(0)),
    )


def leases_of(tenant_ids: Sequence[int], *, using: str = "default") -> list[Lease]:
    """Leases that these firms hold or held, the newest first."""
    rows = Lease.objects.using(using).filter(tenant_id__in=tenant_ids).select_related("unit", "unit__park")
    return list(rows.order_by("-valid_from", "-id"))


def requests_of(party_ids: Sequence[int], *, using: str = "default") -> list[TenantRequest]:
    """Requests that these firms made or are to answer: the open ones first, then the newest."""
    rows = TenantRequest.objects.using(using).filter(Q(operator_id__in=party_ids) | Q(tenant_id__in=party_ids))
    found = rows.select_related("lease", "lease__unit", "lease__unit__park").order_by("-asked_at", "-id")[:100]
    return sorted(found, key=lambda row: row.state != "asked")


def waiting(operator_ids: Sequence[int]) -> int:
    """How many requests wait for an answer of these operators."""
    return TenantRequest.objects.filter(operator_id__in=operator_ids, state="asked").count()


def last_day(lease: Lease) -> date:
    """The last day of a lease."""
    return lease.valid_until - timedelta(days=1)
