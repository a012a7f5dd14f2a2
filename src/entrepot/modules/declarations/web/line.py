"""The line, live. The page asks for its middle part again every two seconds; without script, reload it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entrepot.modules.declarations.queries import line
from entrepot.modules.declarations.queries.line import Line
from entrepot.modules.declarations.web import charts, words
from entrepot.modules.trade import api as trade
from entrepot.shell import figures
from entrepot.shell.figures import Bar

OPEN = ("due", "waiting", "held", "refused", "not_checked")
DONE = ("released", "ready", "filed", "refused", "held", "not_checked")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx its live part alone."""
    seen = line.line(trade.reader_of(request), now=timezone.now())
    still = request.GET.get("still") == "1"
    context: dict[str, object] = {
        "line": seen,
        "rate": rate(seen.tenths_per_second),
        "p50": charts.milliseconds(seen.p50_ms),
        "p99": charts.milliseconds(seen.p99_ms),
        "now": timezone.now(),
        "spark": figures.sparkline(list(seen.judged)),
        "minutes": line.SLOTS * line.SLOT_S // 60,
        "open_now": [(words.state(state), seen.open_now.get(state, 0), state) for state in OPEN],
        "counted": line.COUNTED,
        "done": _done(seen.verdicts),
        "waiting": _waiting(seen.waiting_for),
        "rules": _rules(seen),
        "still": still,
    }
    live = bool(getattr(request, "htmx", False))
    if seen.whole_station and not live:
        over = charts.DAY if request.GET.get("over") == charts.DAY else charts.HOUR
        context["charts"] = charts.charts(over, now=timezone.now())
    return render(request, "declarations/line_live.html" if live else "declarations/line.html", context)


def _done(verdicts: Mapping[str, int]) -> list[tuple[object, int]]:
    return [(words.state(state), verdicts[state]) for state in DONE if verdicts.get(state)]


def _waiting(waiting_for: Mapping[str, int]) -> list[Bar]:
    url = reverse("declarations:lists")
    counts = [(str(words.AWAITED[kind]), count, f"{url}?state=waiting") for kind, count in waiting_for.items()]
    return figures.bars(counts)


def _rules(seen: Line) -> list[Bar]:
    url = reverse("declarations:refusals")
    return figures.bars([(rule, count, f"{url}?rule={rule}") for rule, count in seen.rules.items()])


def rate(tenths: int) -> str:
    """Verdicts a second: with one decimal below ten."""
    return f"{tenths // 10}.{tenths % 10}" if tenths < 100 else f"{tenths // 10:,}"
