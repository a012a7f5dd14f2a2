"""Parks: units, leases on them, and what tenants ask for."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.errors import UnableToLet
from entrepot.modules.pilot_zones.models import Lease, Park, PilotZone, TenantRequest, Unit

MOST_TEXT = 500


@transaction.atomic(using="owner")
def enter_park(
    *, operator_id: int, code: str, name_zh: str, name_en: str, place: str, office_id: int | None, now: datetime
) -> int:
    """Enter a park of an operator, within a pilot zone or not, as the owner. Raises UnableToLet."""
    if Park.objects.using("owner").filter(code=code).exists():
        raise UnableToLet("park_known", code=code)
    if office_id is not None and not PilotZone.objects.using("owner").filter(party_id=office_id).exists():
        raise UnableToLet("not_an_office", found=office_id)
    park = Park.objects.using("owner").create(
        operator_id=operator_id, office_id=office_id, code=code, name_zh=name_zh or name_en,
        name_en=name_en or name_zh, place=place, created_at=now,
    )  # fmt: skip
    acting = parties.Acting(operator_id)
    parties.record("park_entered", now=now, using="owner", acting=acting, subject=f"park:{park.pk}")
    return int(park.pk)


@transaction.atomic(using="owner")
def add_unit(*, park_code: str, number: str, area_m2: Decimal, acting: parties.Acting, now: datetime) -> int:
    """Add a unit to a park of the acting operator, as the owner. Raises UnableToLet."""
    park = Park.objects.using("owner").filter(code=park_code, operator_id=acting.party_id).first()
    if park is None:
        raise UnableToLet("park_unknown", code=park_code)
    if Unit.objects.using("owner").filter(park=park, number=number).exists():
        raise UnableToLet("unit_known", number=number)
    unit = Unit.objects.using("owner").create(park=park, operator_id=acting.party_id, number=number, area_m2=area_m2)
    parties.record("unit_added", now=now, using="owner", acting=acting, subject=f"unit:{unit.pk}")
    return int(unit.pk)


def let(
    *,
    park_code: str,
    number: str,
    tenant_id: int,
    tenant_code: str,
    first: date,
    last: date,
    acting: parties.Acting,
    now: datetime,
    using: str = "default",
) -> int:
    """Let a unit to a firm from `first` to `last`, both included. Returns the lease's id.

    The database itself keeps a second lease off the same days. Raises UnableToLet; nothing is written then.
    """
    if last < first:
        raise UnableToLet("lease_period", first=first, last=last)
    if not park_code or not number:
        raise UnableToLet("unit_unknown", number=number)
    with transaction.atomic(using=using):
        park = Park.objects.using(using).filter(code=park_code, operator_id=acting.party_id).first()
        if park is None:
            raise UnableToLet("park_unknown", code=park_code)
        unit = Unit.objects.using(using).filter(park=park, number=number).first()
        if unit is None:
            raise UnableToLet("unit_unknown", number=number)
        tenant = parties.firms([tenant_id], using=using).get(tenant_id)
        names = (tenant.name_zh or tenant.name_en, tenant.name_en or tenant.name_zh) if tenant else (tenant_code,) * 2
        lease = Lease(
            unit=unit, operator_id=acting.party_id, office_id=park.office_id, tenant_id=tenant_id,
            tenant_code=tenant_code, tenant_zh=names[0], tenant_en=names[1], valid_from=first,
            valid_until=last + timedelta(days=1), made_at=now,
        )  # fmt: skip
        try:
            with transaction.atomic(using=using):
                lease.save(using=using)
        except IntegrityError as error:
            raise _let_already(unit, first, last, using) from error
        parties.record("unit_let", now=now, using=using, acting=acting, subject=f"lease:{lease.pk}", firm=tenant_id)
    return int(lease.pk)


def _let_already(unit: Unit, first: date, last: date, using: str) -> UnableToLet:
    rows = Lease.objects.using(using).filter(unit=unit, valid_from__lte=last, valid_until__gt=first)
    other = rows.order_by("valid_from").first()
    days = (other.valid_from, other.valid_until - timedelta(days=1)) if other else (first, last)
    return UnableToLet("unit_let", number=unit.number, first=days[0], last=days[1])


def open_figures(*, lease_id: int, opened: bool, acting: parties.Acting, now: datetime, using: str = "default") -> None:
    """The tenant lets its park see the figures of the time of its lease, or no longer. Raises UnableToLet."""
    with transaction.atomic(using=using):
        own = Lease.objects.using(using).filter(pk=lease_id, tenant_id=acting.party_id)
        if own.update(figures_open=opened) != 1:
            raise UnableToLet("lease_unknown")
        what = "figures_opened" if opened else "figures_closed"
        parties.record(what, now=now, using=using, acting=acting, subject=f"lease:{lease_id}")


def ask(*, lease_id: int, wish: str, acting: parties.Acting, now: datetime, using: str = "default") -> int:
    """A tenant asks its park for something, while its lease runs. Returns the request's number. Raises UnableToLet."""
    text = wish.strip()
    if not 0 < len(text) <= MOST_TEXT:
        raise UnableToLet("text_length", field="wish", most=MOST_TEXT, found=len(text))
    today = parties.china_day(now)
    with transaction.atomic(using=using):
        rows = Lease.objects.using(using).filter(pk=lease_id, tenant_id=acting.party_id)
        lease = rows.filter(valid_from__lte=today, valid_until__gt=today).first()
        if lease is None:
            raise UnableToLet("lease_unknown")
        row = TenantRequest(
            lease=lease,
            operator_id=lease.operator_id,
            tenant_id=acting.party_id,
            wish=text,
            state="asked",
            asked_at=now,
        )
        row.save(using=using)
        parties.record("service_asked", now=now, using=using, acting=acting, subject=f"request:{row.pk}")
    return int(row.pk)


def answer(*, request_id: int, text: str, acting: parties.Acting, now: datetime, using: str = "default") -> None:
    """The park answers a request that is open. Raises UnableToLet."""
    said = text.strip()
    if not 0 < len(said) <= MOST_TEXT:
        raise UnableToLet("text_length", field="answer", most=MOST_TEXT, found=len(said))
    with transaction.atomic(using=using):
        rows = TenantRequest.objects.using(using).filter(pk=request_id, operator_id=acting.party_id, state="asked")
        if rows.update(state="answered", answer=said, answered_at=now) != 1:
            raise UnableToLet("request_unknown", number=request_id)
        parties.record("service_answered", now=now, using=using, acting=acting, subject=f"request:{request_id}")


def withdraw(*, request_id: int, acting: parties.Acting, now: datetime, using: str = "default") -> None:
    """The tenant no longer needs what it asked for. Raises UnableToLet."""
    with transaction.atomic(using=using):
        rows = TenantRequest.objects.using(using).filter(pk=request_id, tenant_id=acting.party_id, state="asked")
        if rows.update(state="withdrawn") != 1:
            raise UnableToLet("request_unknown", number=request_id)
        parties.record("service_withdrawn", now=now, using=using, acting=acting, subject=f"request:{request_id}")
