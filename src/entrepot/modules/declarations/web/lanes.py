"""Lanes: how the lots fell, what is held and for what; the worklists of officers, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot import rulebook
from entrepot.modules.declarations.queries import course, lanes, lists
from entrepot.modules.declarations.queries.course import Slot
from entrepot.modules.declarations.queries.lanes import HeldRow, Seed
from entrepot.modules.declarations.web import codes as codes_in
from entrepot.modules.declarations.web import explanations, words
from entrepot.modules.declarations.web.lists import Why
from entrepot.modules.declarations.web.officers import for_officers
from entrepot.modules.parties import api as parties
from entrepot.shell import paging
from entrepot.store.places import Place

DAYS = 7
_WORD: dict[str, str | Promise] = {"yellow": _("Yellow"), "red": _("Red")}


@dataclass(frozen=True)
class Lane:
    """One lane on the day before reviews: how many lots fell on it; then what officers made of what was held."""

    key: str
    drawn: int
    released: int
    refused: int


@dataclass(frozen=True)
class Day:
    """How the lots of one day fell (China time), and the seed that they fell by."""

    day: date
    green: int
    held: Sequence[Lane]
    unchecked: Lane
    seed: Seed | None


@require_safe
@for_officers
def page(request: HttpRequest) -> HttpResponse:
    """What is held now, how the lots of the last days fell, and by which shares and seeds."""
    now = timezone.now()
    today = parties.china_day(now)
    figures = rulebook.load().at(today)
    context = {
        "standing": [(key, words.LANES[key], held) for key, held in lanes.standing().items()],
        "days": _days(now, today),
        "shares": {name: _share(figures, name) for name in ("yellow", "red")},
        "today": today,
    }
    return render(request, "declarations/lanes.html", context)


def _share(figures: rulebook.Figures, lane: str) -> str:
    """The share of lists that a lane takes, in percent; empty where the figure has lapsed."""
    entry = figures.entries[f"selection_{lane}"]
    value = getattr(entry, "value", None)
    return "" if value is None else f"{(value * 100).normalize():f}"


def _days(now: datetime, today: date) -> list[Day]:
    """The newest day first."""
    since = _midnight(now) - timedelta(days=DAYS - 1)
    found = course.course(since=since, step=timedelta(days=1), slots=DAYS, now=now)
    seeds = {seed.day: seed for seed in lanes.seeds(DAYS)}
    days = [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    return [_day(day, slot, seeds.get(day)) for day, slot in zip(reversed(days), reversed(found), strict=True)]


def _midnight(now: datetime) -> datetime:
    """When this day began in China, which has no summer time."""
    return timezone.localtime(now, timezone.get_fixed_timezone(480)).replace(hour=0, minute=0, second=0, microsecond=0)


def _day(day: date, slot: Slot, seed: Seed | None) -> Day:
    drawn = lanes.drawn(slot.lanes)

    def lane(key: str) -> Lane:
        return Lane(key, drawn[key], slot.lanes[f"{key}:released"], slot.lanes[f"{key}:refused"])

    return Day(day, drawn["green"], (lane("yellow"), lane("red")), lane("unchecked"), seed)


@dataclass(frozen=True)
class Shown:
    """A held list in the worklist. why: rules that could not be checked."""

    row: HeldRow
    country: str
    currency: str
    why: Sequence[Why]


@require_safe
@for_officers
def worklist(request: HttpRequest, lane: str) -> HttpResponse:
    """Held lists of one lane, the oldest first."""
    if lane not in _WORD:
        raise Http404(lane)
    text = request.GET.get("after", "")
    after = Place.read(text) if text else None
    if text and after is None:
        raise Http404(text)
    found = lanes.worklist(lane, after)
    following = None if found.following is None else str(found.following)
    context = {
        "lane": lane,
        "word": _WORD[lane],
        "says": words.LANES[lane],
        "held": lanes.standing()[lane],
        "rows": _shown(found.rows),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=following),
        "now": timezone.now(),
    }
    return render(request, "declarations/lane.html", context)


def _shown(rows: Sequence[HeldRow]) -> list[Shown]:
    why = lists.reasons([row for row in rows if not row.lane])
    language = get_language() or "en"
    codes = codes_in.in_language(language, now=timezone.now())
    return [
        Shown(
            row,
            codes.said("country", row.country),
            codes.said("currency", row.currency),
            [Why(explanations.of_reason(each, row, language), each.times) for each in why.get(row.id, [])],
        )
        for row in rows
    ]
