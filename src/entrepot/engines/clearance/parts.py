"""A batch split into parts for which the same figures hold."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from entrepot.kernel.periods import Period
from entrepot.rulebook import Figures, Rulebook


@dataclass(frozen=True)
class Part:
    """The lists and lines of a batch for which the same figures hold."""

    heads: pl.DataFrame
    lines: pl.DataFrame
    figures: Figures


def parts_of(heads: pl.DataFrame, lines: pl.DataFrame, rulebook: Rulebook) -> list[Part]:
    """The wide frames split by the intervals in which nothing changes: nearly always one part."""
    intervals = _intervals(heads, rulebook)
    parts = []
    for law, arrival in sorted(intervals, key=lambda pair: (pair[0].start, pair[1].start)):
        here = _within("law_date", law) & _within("arrival_date", arrival)
        mine, theirs = (heads, lines) if len(intervals) == 1 else (heads.filter(here), lines.filter(here))
        parts.append(Part(mine, theirs, rulebook.at(mine["law_date"][0], mine["arrival_date"][0])))
    return parts


def _intervals(heads: pl.DataFrame, rulebook: Rulebook) -> set[tuple[Period, Period]]:
    """The pairs of law interval and arrival interval that occur."""
    ends = {day: (heads[day].min(), heads[day].max()) for day in ("law_date", "arrival_date")}
    whole = [{rulebook.interval(end) for end in pair if isinstance(end, date)} for pair in ends.values()]
    if all(len(periods) == 1 for periods in whole):
        return {(whole[0].pop(), whole[1].pop())}
    days = heads.select("law_date", "arrival_date").unique().rows()
    return {(rulebook.interval(law_date), rulebook.interval(arrival)) for law_date, arrival in days}


def _within(day: str, period: Period) -> pl.Expr:
    begun = pl.col(day) >= period.start
    return begun if period.end is None else begun & (pl.col(day) < period.end)
