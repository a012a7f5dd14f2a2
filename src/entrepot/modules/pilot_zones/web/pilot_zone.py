"""The pilot zone: to its office members and monthly figures, to a firm what it agreed to; the register for both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import register
from entrepot.modules.pilot_zones.errors import UnableToJoin
from entrepot.modules.pilot_zones.models import Member, PilotZone
from entrepot.modules.pilot_zones.operations import joining
from entrepot.modules.pilot_zones.queries import membership
from entrepot.modules.pilot_zones.queries import statistics as queries
from entrepot.modules.pilot_zones.queries.measures import counted_at
from entrepot.modules.pilot_zones.queries.statistics import By, Statistics
from entrepot.modules.pilot_zones.web import acting
from entrepot.modules.pilot_zones.web.shown import Names, ShownLine, firm_name
from entrepot.shell import once
from entrepot.shell.needs import Need


@dataclass(frozen=True)
class ShownMember:
    """A member on a page. mine: whether the reader's side is to answer."""

    row: Member
    firm: str
    office: str
    mine: bool


@dataclass(frozen=True)
class ShownTable:
    """Figures of a month by one thing."""

    title: str
    head: str
    lines: list[ShownLine]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader is concerned with."""
    office = acting.office(request)
    return _of_office(request, office) if office else _of_firm(request)


def _of_office(request: HttpRequest, office: PilotZone) -> HttpResponse:
    now, chinese = timezone.now(), acting.chinese()
    month = request.GET.get("month", "") or f"{parties.china_day(now):%Y-%m}"
    try:
        found = queries.statistics(office.party_id, month)
    except UnableToJoin as error:
        raise Http404(str(error)) from error
    names = Names(now)
    first, following = queries.month_of(month)
    context = {
        "office": office.name_zh if chinese else office.name_en,
        "month": month,
        "before": f"{date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1):%Y-%m}",
        "after": f"{following:%Y-%m}" if following <= parties.china_day(now) else "",
        "found": found,
        "whole": names.shown(found.whole, ""),
        "tables": _tables(found, names, {row.firm_code: firm_name(row, chinese=chinese) for row in
                                         membership.members(office.party_id)}),
        "members": [_shown(row, office, "office", chinese=chinese) for row in membership.members(office.party_id)],
        "counted_at": counted_at(),
        "works": acting.works(request),
    }  # fmt: skip
    return render(request, "pilot_zones/office.html", context)


def _tables(found: Statistics, names: Names, firms: dict[str, str]) -> list[ShownTable]:
    said = {
        "form": (_("By form of trade"), _("Form")),
        "country": (_("By country/region of arrival"), _("Country/region")),
        "firm": (_("By firm"), _("Firm")),
        "park": (_("By park"), _("Park")),
    }

    def named(by: By, key: str) -> str:
        if by == "country":
            return names.country(key)
        if by == "firm":
            return f"{firms.get(key, '')} {key}".strip()
        return key or _("in no park")

    return [
        ShownTable(*said[by], [names.shown(line, named(by, line.key)) for line in lines])
        for by, lines in found.tables.items()
    ]


def _of_firm(request: HttpRequest) -> HttpResponse:
    own, chinese = acting.own(request), acting.chinese()
    offices = {row.party_id: row for row in membership.pilot_zones()}
    rows = membership.memberships(own) if own else []
    context = {
        "members": [_shown(row, offices.get(row.office_id), "firm", chinese=chinese) for row in rows],
        "others": [
            (row, row.name_zh if chinese else row.name_en)
            for key, row in offices.items()
            if own and key not in {member.office_id for member in rows}
        ],
        "works": acting.works(request),
    }
    return render(request, "pilot_zones/firm.html", context)


def _shown(row: Member, office: PilotZone | None, side: str, *, chinese: bool) -> ShownMember:
    named = "" if office is None else office.name_zh if chinese else office.name_en
    return ShownMember(row, firm_name(row, chinese=chinese), named, row.state == "offered" and row.begun_by != side)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """One membership or offer: agreed to, declined or ended here."""
    own = acting.own(request)
    row = Member.objects.exclude(state="ended").filter(pk=member_id).first()
    if row is None or not {row.office_id, row.firm_id} & set(own):
        raise Http404(str(member_id))
    party = row.office_id if row.office_id in own else row.firm_id
    home = reverse("pilot_zones:pilot-zone")
    if request.method == "POST":
        who = acting.as_firm(request, party)
        if once.spend(request):
            try:
                deed = joining.agree if request.POST.get("deed") == "agree" else joining.end
                deed(member_id=member_id, acting=who, now=timezone.now())
            except UnableToJoin as error:
                raise Http404(str(error)) from error
        return HttpResponseRedirect(home)
    office = next((one for one in membership.pilot_zones() if one.party_id == row.office_id), None)
    side = "office" if party == row.office_id else "firm"
    shown = _shown(row, office, side, chinese=acting.chinese())
    return render(request, "pilot_zones/member.html", {"member": shown, "once": once.fresh()})


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The register of pilot zones by batch, with what is not known said so."""
    index = 1 if acting.chinese() else 0
    rows = [
        (one, [name[index] for name in one.names], [name[index] for name in one.revoked]) for one in register.batches()
    ]
    return render(request, "pilot_zones/register.html", {"rows": rows, "checked": register.checked_on()})


def takes_part(request: HttpRequest) -> bool:
    """Whether the place stands in the reader's bar; no on the page of a failure, where nothing is asked."""
    return bool(acting.own(request)) and not connection.needs_rollback and membership.takes_part()


def needs(request: HttpRequest) -> Iterator[Need]:
    """Invitations and wishes to join that wait for the reader's answer."""
    own = acting.own(request)
    if not own:
        return
    url = reverse("pilot_zones:pilot-zone")
    invited, asking = membership.waiting_for(own)
    if invited:
        title = ngettext("A pilot zone invites you", "Pilot zones invite you", invited)
        yield Need(invited, title, _("Agree or decline"), url, "marketplace", "wait", 50)
    if asking:
        title = ngettext("A firm asks to be a member", "Firms ask to be members", asking)
        yield Need(asking, title, _("Agree or decline"), url, "seller", "wait", 50)


def office_or_refused(request: HttpRequest) -> PilotZone:
    """The reader's pilot zone. Raises PermissionDenied."""
    office = acting.office(request)
    if office is None:
        raise PermissionDenied
    return office


def year_before(now: datetime) -> date:
    """The first day of the running year: what an agreement proposes to count from."""
    return parties.china_day(now).replace(month=1, day=1)
