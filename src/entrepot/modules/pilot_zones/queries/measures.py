"""Measures, who has them, and how a firm stands to each: which figure fails and what would make it fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from django.db import connections

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.conditions import Condition
from entrepot.modules.pilot_zones.models import Counted, Measure, MeasureGrant
from entrepot.modules.pilot_zones.queries.figures import found_of

Stand = Literal["granted", "fits", "lacks", "later", "over", "spent"]


@dataclass(frozen=True)
class Standing:
    """How far a measure's budget has gone."""

    beneficiaries: int
    granted_cny: Decimal


@dataclass(frozen=True)
class Check:
    """One condition and the figure of a firm."""

    condition: Condition
    found: Decimal | None
    met: bool


@dataclass(frozen=True)
class Fit:
    """How a firm stands to a measure today. granted_at: when it was granted, if it was."""

    measure: Measure
    standing: Standing
    checks: Sequence[Check]
    stand: Stand
    granted_at: datetime | None

    @property
    def last(self) -> date:
        """The last day of the measure."""
        return last_day(self.measure)

    @property
    def left(self) -> Decimal:
        """What is left of the budget."""
        return Decimal(self.measure.budget_cny - self.standing.granted_cny)


def last_day(measure: Measure) -> date:
    """The last day on which it holds."""
    return measure.valid_until - timedelta(days=1)


def conditions_of(measure: Measure) -> list[Condition]:
    """Its conditions, in the order in which it was published."""
    return [Condition.of_json(kept) for kept in measure.conditions]


def published(*, using: str = "default") -> list[Measure]:
    """All measures, those that end last first."""
    return list(Measure.objects.using(using).order_by("-valid_until", "-id"))


def measure_coded(code: str, *, using: str = "default") -> Measure | None:
    """The newest measure with this code."""
    return Measure.objects.using(using).filter(code=code).order_by("-id").first()


def standings(ids: Sequence[int], *, using: str = "default") -> dict[int, Standing]:
    """Measure → how many firms have it and what that came to."""
    with connections[using].cursor() as cursor:
        query = "SELECT measure_id, beneficiaries, granted_cny FROM pilot_zones_standing(%s::bigint[])"
        cursor.execute(query, (list(ids),))
        return {int(key): Standing(int(count), Decimal(value)) for key, count, value in cursor}


def fits(firm_id: int, *, now: datetime, using: str = "default") -> list[Fit]:
    """How a firm stands to every measure, those first that it has or that fit."""
    measures = published(using=using)
    standing = standings([int(one.pk) for one in measures], using=using)
    rows = MeasureGrant.objects.using(using).filter(firm_id=firm_id)
    granted = {int(row.measure_id): row.granted_at for row in rows}
    today = parties.china_day(now)
    found = []
    for one in measures:
        checks = _checks(one, firm_id, today, using)
        at, stands = granted.get(int(one.pk)), standing[int(one.pk)]
        found.append(Fit(one, stands, checks, _stand(one, stands, checks, at, today), at))
    order = ("fits", "granted", "lacks", "later", "spent", "over")
    return sorted(found, key=lambda fit: order.index(fit.stand))


def _checks(measure: Measure, firm_id: int, today: date, using: str) -> list[Check]:
    checks = []
    for one in conditions_of(measure):
        found = found_of([firm_id], one, office_id=measure.office_id, today=today, using=using).get(firm_id)
        checks.append(Check(one, found, one.met(found)))
    return checks


def _stand(measure: Measure, standing: Standing, checks: Sequence[Check], at: datetime | None, today: date) -> Stand:
    if at is not None:
        return "granted"
    if today >= measure.valid_until:
        return "over"
    if measure.budget_cny - standing.granted_cny < measure.amount_cny:
        return "spent"
    if today < measure.valid_from:
        return "later"
    return "fits" if all(one.met for one in checks) else "lacks"


def who_fits(measure: Measure, firms: Sequence[int], *, today: date, using: str = "owner") -> dict[int, list[Check]]:
    """Of these firms, those that meet every condition, with the figures that prove it: a statement a condition."""
    left: dict[int, list[Check]] = {firm: [] for firm in firms}
    for one in conditions_of(measure):
        found = found_of(list(left), one, office_id=measure.office_id, today=today, using=using)
        for firm in list(left):
            if one.met(found.get(firm)):
                left[firm].append(Check(one, found.get(firm), met=True))
            else:
                del left[firm]
    return left


def grants_of(*, firms: Sequence[int] = (), offices: Sequence[int] = (), most: int = 200) -> list[MeasureGrant]:
    """Grants to these firms or by these pilot zones, the newest first."""
    rows = MeasureGrant.objects.select_related("measure")
    rows = rows.filter(firm_id__in=firms) | rows.filter(office_id__in=offices)
    return list(rows.order_by("-granted_at", "-id")[:most])


def counted_at(*, using: str = "default") -> datetime | None:
    """When the figures were counted last."""
    return Counted.objects.using(using).values_list("counted_at", flat=True).first()


def open_to(firms: Sequence[int], today: date) -> int:
    """How many measures are in force and not granted to any of these firms."""
    rows = Measure.objects.filter(valid_from__lte=today, valid_until__gt=today)
    return rows.exclude(grants__firm_id__in=firms).count()
