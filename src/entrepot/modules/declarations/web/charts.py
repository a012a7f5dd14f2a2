"""Charts of a station's line over the last hour or day: each with a sentence that says what it shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from entrepot.modules.declarations.queries import course
from entrepot.modules.declarations.queries.course import Slot
from entrepot.modules.declarations.web import words
from entrepot.shell import figures
from entrepot.shell.columns import Columns, columns
from entrepot.shell.figures import Bar
from entrepot.shell.needs import Tone

HOUR, DAY = "hour", "day"
_VERDICTS: tuple[tuple[str, Tone], ...] = (
    ("released", "good"),
    ("ready", "good"),
    ("held", "hold"),
    ("not_checked", "wait"),
    ("refused", "bad"),
)

_AWAITED: tuple[tuple[str, Tone], ...] = (
    ("order", "info"),
    ("waybill", "wait"),
    ("slip", "hold"),
    ("sibling", "quiet"),
)


@dataclass(frozen=True)
class Chart:
    """One chart: its anchor, title, sentence and columns."""

    key: str
    title: str
    sentence: str
    columns: Columns


@dataclass(frozen=True)
class Row:
    """One slot in the table beside the charts."""

    at: datetime
    arrived: int
    good: int
    held: int
    refused: int
    p50: str
    p95: str
    waits: str


@dataclass(frozen=True)
class Charts:
    """The charts of one span, refusals by rule, and all numbers as a table, the newest first."""

    over: str
    charts: Sequence[Chart]
    rules: Sequence[Bar]
    rules_say: str
    rows: Sequence[Row]


def charts(over: str, *, now: datetime) -> Charts:
    """Of the last hour by minutes, or the last day by hours, for the reader of the request."""
    step, slots = (timedelta(hours=1), 24) if over == DAY else (timedelta(minutes=1), 60)
    begun = now.replace(second=0, microsecond=0) if over == HOUR else now.replace(minute=0, second=0, microsecond=0)
    found = course.course(since=begun - (slots - 1) * step, step=step, slots=slots, now=now)
    waits = course.still_waiting(since=begun - (slots - 1) * step, step=step, slots=slots)
    whole = course.together(found)
    refusals = reverse("declarations:refusals")
    rules = figures.bars([(rule, count, f"{refusals}?rule={rule}") for rule, count in whole.rules.items()])
    drawn = (_arrivals(found, whole), _verdicts(found, whole), _times(found, whole), _waits(waits))
    pairs = reversed(list(zip(found, waits, strict=True)))
    rows = [_row(slot, awaited) for slot, awaited in pairs if slot.arrived or slot.judged or awaited]
    return Charts(over, drawn, rules[:12], _rules_say(rules), rows)


def _arrivals(found: Sequence[Slot], whole: Slot) -> Chart:
    drawn = columns([[(slot.arrived, "info")] for slot in found])
    facts = {"count": whole.arrived, "top": drawn.top}
    said = ngettext(
        "%(count)s list came in; the busiest column stands for %(top)s.",
        "%(count)s lists came in; the busiest column stands for %(top)s.",
        whole.arrived,
    )
    return Chart("arrivals", gettext("Arrivals"), said % facts, drawn)


def _verdicts(found: Sequence[Slot], whole: Slot) -> Chart:
    drawn = columns([[(slot.verdicts[word], tone) for word, tone in _VERDICTS] for slot in found])
    facts = {
        "count": whole.judged,
        "good": whole.verdicts["released"] + whole.verdicts["ready"],
        "held": whole.verdicts["held"] + whole.verdicts["not_checked"],
        "refused": whole.verdicts["refused"],
    }
    said = gettext("Verdicts: %(count)s. Released or ready: %(good)s; held: %(held)s; refused: %(refused)s.") % facts
    return Chart("verdicts", gettext("Verdicts"), said, drawn)


def _times(found: Sequence[Slot], whole: Slot) -> Chart:
    parts: list[list[tuple[int, Tone]]] = []
    for slot in found:
        half, most = slot.p50_ms or 0, slot.p95_ms or 0
        parts.append([(half, "info"), (most - half, "quiet")])
    facts = {"p50": milliseconds(whole.p50_ms), "p95": milliseconds(whole.p95_ms)}
    said = gettext("Half of the lists had their verdict within %(p50)s, 95 of 100 within %(p95)s of their arrival.")
    return Chart("times", gettext("Time to verdict"), said % facts, columns(parts))


def _waits(waits: Sequence[Counter[str]]) -> Chart:
    drawn = columns([[(awaited[kind], tone) for kind, tone in _AWAITED] for awaited in waits])
    whole = sum(waits, Counter[str]())
    if not whole:
        return Chart("waits", gettext("Still waiting, by when they came"), gettext("No list waits."), drawn)
    said = gettext("Each list stands where it came in and counts for every document that it waits for: %(documents)s.")
    facts = {"documents": _awaited(whole)}
    return Chart("waits", gettext("Still waiting, by when they came"), said % facts, drawn)


def _awaited(counts: Counter[str]) -> str:
    """Documents that are waited for, with how many lists, in one line."""
    return ", ".join(f"{words.AWAITED[kind]} {counts[kind]:,}" for kind, _ in _AWAITED if counts[kind])


def _rules_say(rules: Sequence[Bar]) -> str:
    if not rules:
        return gettext("No list was refused.")
    facts = {"rule": rules[0].label, "count": rules[0].count}
    said = ngettext(
        "Rule %(rule)s spoke most often: against %(count)s list.",
        "Rule %(rule)s spoke most often: against %(count)s lists.",
        rules[0].count,
    )
    return said % facts


def _row(slot: Slot, awaited: Counter[str]) -> Row:
    return Row(
        slot.at,
        slot.arrived,
        slot.verdicts["released"] + slot.verdicts["ready"],
        slot.verdicts["held"] + slot.verdicts["not_checked"],
        slot.verdicts["refused"],
        milliseconds(slot.p50_ms),
        milliseconds(slot.p95_ms),
        _awaited(awaited) or "–",
    )


def milliseconds(value: int | None) -> str:
    """A time to verdict as people read it."""
    if value is None:
        return "–"
    return (
        gettext("%(count)s ms") % {"count": value}
        if value < 10_000
        else gettext("%(count)s s") % {"count": value // 1000}
    )
