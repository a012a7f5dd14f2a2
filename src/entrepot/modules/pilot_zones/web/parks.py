"""Parks: to their operator units, occupancy, tenants and requests; to a tenant its leases and what it asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.errors import UnableToLet
from entrepot.modules.pilot_zones.models import Lease, Park, TenantRequest
from entrepot.modules.pilot_zones.operations import leasing
from entrepot.modules.pilot_zones.queries import parks as queries
from entrepot.modules.pilot_zones.queries.measures import counted_at
from entrepot.modules.pilot_zones.queries.parks import Occupancy, UnitRow
from entrepot.modules.pilot_zones.queries.statistics import Line, trade_of
from entrepot.modules.pilot_zones.web import acting
from entrepot.modules.pilot_zones.web.shown import Names, ShownLine, tenant_name
from entrepot.shell import once
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Need


@dataclass(frozen=True)
class ShownUnit:
    """A unit, its tenant, and the tenant's trade of the year where it lets the park see it."""

    row: UnitRow
    tenant: str
    last: date | None
    trade: ShownLine | None


@dataclass(frozen=True)
class ShownPark:
    """A park with its units; mine: the reader runs it."""

    park: Park
    name: str
    units: list[ShownUnit]
    occupancy: Occupancy
    mine: bool


@dataclass(frozen=True)
class ShownLease:
    """A lease on its tenant's page. runs: it holds today."""

    lease: Lease
    park: str
    last: date
    runs: bool


@dataclass(frozen=True)
class ShownRequest:
    """A request with its state; mine: the reader's side is to answer it."""

    row: TenantRequest
    tenant: str
    park: str
    badge: Badge
    mine: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader is concerned with."""
    own, now = acting.own(request), timezone.now()
    today = parties.china_day(now)
    chinese = acting.chinese()
    parks = [_park(one, own, today, Names(now)) for one in queries.parks_of(own)] if own else []
    leases = [
        ShownLease(
            one,
            one.unit.park.name_zh if chinese else one.unit.park.name_en,
            queries.last_day(one),
            one.valid_from <= today < one.valid_until,
        )
        for one in (queries.leases_of(own) if own else [])
    ]
    context = {
        "parks": parks,
        "leases": leases,
        "requests": [_request(one, own, chinese=chinese) for one in queries.requests_of(own)] if own else [],
        "may_let": any(one.mine for one in parks) and acting.works(request),
        "works": acting.works(request),
        "counted_at": counted_at(),
        "year": today.year,
        "once": once.fresh(),
    }
    return render(request, "pilot_zones/parks.html", context)


def _park(park: Park, own: tuple[int, ...], today: date, names: Names) -> ShownPark:
    chinese = acting.chinese()
    rows = queries.units_of(park, today)
    tenants = [int(row.lease.tenant_id) for row in rows if row.lease and row.lease.figures_open]
    trade: dict[int, Line] = {}
    if tenants and park.operator_id in own:
        trade = trade_of(tenants, date(today.year, 1, 1), date(today.year + 1, 1, 1))
    units = []
    for row in rows:
        lease = row.lease
        line = trade.get(int(lease.tenant_id)) if lease else None
        units.append(
            ShownUnit(
                row,
                tenant_name(lease, chinese=chinese) if lease else "",
                queries.last_day(lease) if lease else None,
                names.shown(line, "") if line else None,
            )
        )
    name = park.name_zh if chinese else park.name_en
    return ShownPark(park, name, units, queries.occupancy(rows), park.operator_id in own)


def _request(row: TenantRequest, own: tuple[int, ...], *, chinese: bool) -> ShownRequest:
    badges = {
        "asked": Badge("wait", "waiting", _("Waits for an answer")),
        "answered": Badge("good", "reply", _("Answered")),
        "withdrawn": Badge("quiet", "take-back", _("Withdrawn")),
    }
    park = row.lease.unit.park
    return ShownRequest(
        row,
        tenant_name(row.lease, chinese=chinese),
        park.name_zh if chinese else park.name_en,
        badges[row.state],
        row.state == "asked" and row.operator_id in own,
    )


@require_POST
def figures(request: HttpRequest, lease_id: int) -> HttpResponse:
    """The tenant lets its park see its figures, or no longer."""
    for party in acting.own(request):
        if Lease.objects.filter(pk=lease_id, tenant_id=party).exists():
            who = acting.as_firm(request, party)
            if once.spend(request):
                opened = request.POST.get("opened") == "1"
                leasing.open_figures(lease_id=lease_id, opened=opened, acting=who, now=timezone.now())
            return HttpResponseRedirect(reverse("pilot_zones:parks"))
    return HttpResponse(acting.said(UnableToLet("lease_unknown")), status=404)


def needs(request: HttpRequest) -> Iterator[Need]:
    """Requests of tenants that wait for an answer of the reader's park."""
    own = acting.own(request)
    if not own or connection.needs_rollback:
        return
    count = queries.waiting(own)
    if count:
        title = ngettext("A tenant asks for something", "Tenants ask for something", count)
        url = reverse("pilot_zones:parks")
        yield Need(count, title, _("Answer in the park's page"), f"{url}#requests", "bell", "wait", 40)
