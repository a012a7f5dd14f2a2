"""Clusters: to the office with its firms, to a member in numbers."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.queries import clusters as queries
from entrepot.modules.pilot_zones.queries import membership
from entrepot.modules.pilot_zones.queries.measures import counted_at
from entrepot.modules.pilot_zones.web import acting
from entrepot.modules.pilot_zones.web.shown import Names


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Firms by HS chapter and place in the running year, and the share of the largest five."""
    now = timezone.now()
    today = parties.china_day(now)
    first, until = date(today.year, 1, 1), today + timedelta(days=1)
    office, names = acting.office(request), Names(now)
    if office is not None:
        found = queries.clusters(office.party_id, first, until)
    else:
        own = acting.own(request)
        joined = {row.office_id for row in membership.memberships(own) if row.state == "member"} if own else set()
        found = [each for one in sorted(joined) for each in queries.clusters_among(one, first, until)]
    context = {
        "rows": [(one, names.currency(one.currency)) for one in found],
        "office": office,
        "first": first,
        "today": today,
        "largest": queries.LARGEST,
        "least": queries.LEAST_FIRMS,
        "chinese": acting.chinese(),
        "counted_at": counted_at(),
    }
    return render(request, "pilot_zones/clusters.html", context)
