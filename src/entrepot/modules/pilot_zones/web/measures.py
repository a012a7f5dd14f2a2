"""Support measures: to a firm what fits and what is lacking, to a pilot zone what it published and who has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.conditions import FIGURES, YES, plain
from entrepot.modules.pilot_zones.models import Measure, MeasureGrant, PilotZone
from entrepot.modules.pilot_zones.operations.measuring import BUDGET
from entrepot.modules.pilot_zones.queries import measures as queries
from entrepot.modules.pilot_zones.queries.measures import Check, Fit, Stand, Standing
from entrepot.modules.pilot_zones.web import acting
from entrepot.shell.badges import Badge
from entrepot.shell.moved import Moved
from entrepot.shell.needs import Need
from entrepot.store.connection import under_django

BADGES: dict[Stand, Badge] = {
    "granted": Badge("good", "released", gettext_lazy("Granted")),
    "fits": Badge("good", "ready", gettext_lazy("Fits")),
    "lacks": Badge("wait", "todo", gettext_lazy("Something is lacking")),
    "later": Badge("info", "due", gettext_lazy("Begins later")),
    "spent": Badge("quiet", "pause", gettext_lazy("Budget used up")),
    "over": Badge("quiet", "pause", gettext_lazy("Over")),
}


@dataclass(frozen=True)
class ShownCheck:
    """A condition in words, the firm's figure, and what would make it fit."""

    says: str
    found: str
    met: bool
    lacking: str


@dataclass(frozen=True)
class ShownMeasure:
    """A measure on a page of a firm."""

    fit: Fit
    name: str
    office: str
    badge: Badge
    checks: Sequence[ShownCheck]


@dataclass(frozen=True)
class OfficeMeasure:
    """A measure on the page of its pilot zone. spent, left: of the budget, by its ledger account."""

    measure: Measure
    name: str
    last: date
    standing: Standing
    spent: Decimal
    left: Decimal
    conditions: Sequence[str]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader is concerned with."""
    office = acting.office(request)
    return _of_office(request, office) if office else _of_firm(request)


def _of_firm(request: HttpRequest) -> HttpResponse:
    now, chinese = timezone.now(), acting.chinese()
    own = acting.own(request)
    today = parties.china_day(now)
    fits = queries.fits(own[0], now=now) if own else []
    shown = [
        ShownMeasure(
            fit,
            fit.measure.name_zh if chinese else fit.measure.name_en,
            fit.measure.office_zh if chinese else fit.measure.office_en,
            BADGES[fit.stand],
            [_shown(one, today, fit.stand, chinese=chinese) for one in fit.checks],
        )
        for fit in fits
    ]
    context = {"measures": shown, "counted_at": queries.counted_at(), "firm": bool(own)}
    return render(request, "pilot_zones/measures.html", context)


def _shown(one: Check, today: date, stand: Stand, *, chinese: bool) -> ShownCheck:
    condition = one.condition
    if condition.figure in YES:
        found = _("yes") if one.found else _("no")
    else:
        found = _("not known yet") if one.found is None else plain(one.found)
    lacking = "" if stand in ("over", "granted") else condition.lacking(one.found, today, chinese=chinese)
    return ShownCheck(condition.said(chinese=chinese), found, one.met, lacking)


def _of_office(request: HttpRequest, office: PilotZone) -> HttpResponse:
    chinese = acting.chinese()
    own = [one for one in queries.published() if one.office_id == office.party_id]
    standings = queries.standings([int(one.pk) for one in own])
    balances = ledgers.balances(under_django(), BUDGET, [str(one.pk) for one in own])
    shown = []
    for one in own:
        balance = balances.get(str(one.pk))
        shown.append(
            OfficeMeasure(
                one,
                one.name_zh if chinese else one.name_en,
                queries.last_day(one),
                standings[int(one.pk)],
                balance.spent if balance else Decimal(0),
                balance.free if balance else Decimal(one.budget_cny),
                [each.said(chinese=chinese) for each in queries.conditions_of(one)],
            )
        )
    context = {
        "office": office.name_zh if chinese else office.name_en,
        "measures": shown,
        "grants": [_named(row, chinese=chinese) for row in queries.grants_of(offices=[office.party_id])],
        "counted_at": queries.counted_at(),
        "works": acting.works(request),
        "figures": [each.label[chinese] for each in FIGURES.values()],
    }
    return render(request, "pilot_zones/office_measures.html", context)


def _named(row: MeasureGrant, *, chinese: bool) -> dict[str, object]:
    return {
        "grant": row,
        "firm": row.firm_zh if chinese else row.firm_en,
        "measure": row.measure.name_zh if chinese else row.measure.name_en,
    }


def moved(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """Measures that were granted to the reader's firms."""
    own = acting.own(request)
    if not own:
        return
    for row in queries.grants_of(firms=own, most=3):
        if row.granted_at >= since and row.firm_id in own:
            name = row.measure.name_zh if acting.chinese() else row.measure.name_en
            title = _("Granted: %(measure)s, %(amount)s CNY") % {"measure": name, "amount": plain(row.amount_cny)}
            hint = _("Without application: the record proved it")
            yield Moved(row.granted_at, title, hint, reverse("pilot_zones:measures"), "released", "good")


def needs(request: HttpRequest) -> Iterator[Need]:
    """Measures in force that one of the reader's firms does not have."""
    own = acting.own(request)
    if not own or acting.office(request) is not None:
        return
    count = queries.open_to(own, parties.china_day(timezone.now()))
    if count:
        title, hint = _("Support measures in force"), _("See which fit and what the others lack")
        yield Need(count, title, hint, reverse("pilot_zones:measures"), "source", "info", 80)
