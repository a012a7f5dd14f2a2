from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

import polars as pl

from entrepot.engines.clearance import rules_form, rules_match, rules_reference, selection
from entrepot.engines.clearance.checks import PREDICATES, Scene
from entrepot.engines.clearance.editions import References
from entrepot.engines.clearance.findings import Found, Numbered, Panel, lapsed, look, panel, together
from entrepot.engines.clearance.frames import FINDINGS, VERDICTS, Batch, Verdicts, empty
from entrepot.engines.clearance.wide import Wide, widen
from entrepot.kernel.periods import Period
from entrepot.rulebook import Figures, Rulebook

# Imported for their rules: each module registers its own in PREDICATES.
RULE_MODULES: Final = (rules_form, rules_match, rules_reference, selection)
_SELECTION: Final = "S01"
_AWAITED: Final = ("order", "waybill", "slip", "sibling")
_PASSED: Final = pl.lit("pass").alias("verdict")
_NOBODY: Final = pl.lit([], dtype=pl.List(pl.String))
_NO_SLIPS: Final = pl.lit([], dtype=pl.List(pl.Int64))


class Unjudgeable(ValueError):
    """The engine was asked for what it cannot do; the message says what."""


@dataclass(frozen=True)
class _Part:
    """The lists and lines of a batch for which the same figures hold."""

    heads: pl.DataFrame
    lines: pl.DataFrame
    figures: Figures


@dataclass(frozen=True)
class _Prepared:
    """The checks for these figures and references, ready to be made over any batch."""

    heads: Panel
    lines: Panel


@dataclass(frozen=True)
class _Key:
    """What prepared checks depend on. The rulebook and the figures are told apart by hash and periods."""

    rulebook_hash: str
    law: Period
    arrival: Period
    references: References
    drawing: bool
    rulebook: Rulebook = field(compare=False)
    figures: Figures = field(compare=False)


def judge(
    batch: Batch, rulebook: Rulebook, references: References, now: datetime, seed: bytes | None = None
) -> Verdicts:
    """The verdict on every list of `batch` with its findings, and the figures used. Pure.

    now: aware; ends the waiting for documents. seed: the day's secret for selection; None draws no lanes (a filing
    station only pre-checks). A list fails if any check failed; else it waits if a document may still come; else it is
    not_checked if any check could not be made; else it passes. Raises Unjudgeable for a `now` without time zone and for
    a rule without predicate.
    """
    if now.tzinfo is None:
        raise Unjudgeable(f"expected a time with its zone for now, found {now.isoformat()}")
    if batch.lists.is_empty():
        return Verdicts(empty(VERDICTS), empty(FINDINGS), ())
    parts = _parts(widen(batch, rulebook.time_zone), rulebook)
    verdicts: list[pl.DataFrame] = []
    findings: list[pl.DataFrame] = []
    for number, part in enumerate(parts):
        figures = part.figures
        key = _Key(rulebook.hash, figures.law, figures.arrival, references, seed is not None, rulebook, figures)
        checks, found = _prepared(key), Found()
        look(_with_late(part, now.astimezone(UTC)), checks.heads, found)
        look(part.lines, checks.lines, found)
        findings += found.findings
        verdicts.append(_verdicts(part, number, found, _lanes(part, rulebook, seed)))
    return Verdicts(
        _in_the_order_of(batch, verdicts), together(findings, rulebook), tuple(part.figures for part in parts)
    )


def _in_the_order_of(batch: Batch, verdicts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    if len(verdicts) == 1:
        return verdicts[0]
    return batch.lists.select("list_id").join(pl.concat(verdicts), on="list_id", maintain_order="left")


def _parts(wide: Wide, rulebook: Rulebook) -> list[_Part]:
    """The batch split by the intervals in which nothing changes: nearly always one part."""
    intervals = _intervals(wide.heads, rulebook)
    parts = []
    for law, arrival in sorted(intervals, key=lambda pair: (pair[0].start, pair[1].start)):
        here = _within("law_date", law) & _within("arrival_date", arrival)
        heads, lines = (
            (wide.heads, wide.lines) if len(intervals) == 1 else (wide.heads.filter(here), wide.lines.filter(here))
        )
        parts.append(_Part(heads, lines, rulebook.at(heads["law_date"][0], heads["arrival_date"][0])))
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


def _with_late(part: _Part, now: datetime) -> pl.DataFrame:
    """Heads with `late`: whether the list has waited longer than the arrival window; without one nobody is late."""
    if part.figures.lapse("arrival_window") is not None:
        return part.heads.with_columns(late=pl.lit(value=False))
    window = timedelta(hours=part.figures.whole("arrival_window"))
    return part.heads.with_columns((part.heads["arrived_at"] < now - window).alias("late"))


@lru_cache(maxsize=32)
def _prepared(key: _Key) -> _Prepared:
    """The checks of all rules that are on; a rule with a lapsed figure answers not_checked for every list."""
    scene = Scene(key.figures, key.references, key.rulebook.time_zone)
    checks: list[Numbered] = []
    for code, rule in key.rulebook.rules.items():
        if not rule.on or (code == _SELECTION and not key.drawing):
            continue
        if code not in PREDICATES:
            raise Unjudgeable(f"expected a predicate for rule {code} of {key.rulebook.regime}, found none; write it")
        gone = [lapse for lapse in map(scene.figures.lapse, rule.parameters) if lapse is not None]
        if gone:
            checks += [lapsed(code, lapse.parameter, lapse.on.isoformat()) for lapse in gone]
        else:
            checks += [Numbered(code, check) for check in PREDICATES[code](scene)]
    return _Prepared(panel("heads", checks), panel("lines", checks))


def _lanes(part: _Part, rulebook: Rulebook, seed: bytes | None) -> pl.Series:
    """The lane that each list draws if it passes; '' where nothing is drawn."""
    figures, rule = part.figures, rulebook.rules[_SELECTION]
    if seed is None or any(map(figures.lapse, rule.parameters)):
        return pl.Series("lane", [""] * part.heads.height, dtype=pl.String)
    if not rule.on:
        return pl.Series("lane", ["green"] * part.heads.height, dtype=pl.String)
    shares = figures.exact("selection_yellow"), figures.exact("selection_red")
    return selection.draw_lanes(seed, part.heads["agent_code"], part.heads["cop_no"], *shares)


def _verdicts(part: _Part, number: int, found: Found, lanes: pl.Series) -> pl.DataFrame:
    if not found.findings and not found.waiting:
        return _all_pass(part, number, lanes)
    waiting = _waiting(found)
    heads = part.heads.select("list_id", "law_date", "slip_ids", lanes, verdict=_verdict(found, waiting["list_id"]))
    if waiting.is_empty():
        heads = heads.with_columns(waiting_for=_NOBODY)
    else:
        heads = heads.join(waiting, on="list_id", how="left", maintain_order="left")
    return heads.select(
        "list_id",
        "verdict",
        waiting_for=pl.when(pl.col("verdict") == "wait").then("waiting_for").otherwise(_NOBODY),
        lane=pl.when(pl.col("verdict") == "pass").then("lane").otherwise(pl.lit("")),
        law_date="law_date",
        figures_no=pl.lit(number, dtype=pl.Int32),
        slip_ids=_slip_ids(part.figures),
    )


def _all_pass(part: _Part, number: int, lanes: pl.Series) -> pl.DataFrame:
    return part.heads.select(
        "list_id",
        _PASSED,
        _NOBODY.alias("waiting_for"),
        lanes,
        "law_date",
        pl.lit(number, dtype=pl.Int32).alias("figures_no"),
        _slip_ids(part.figures).alias("slip_ids"),
    )


def _verdict(found: Found, waiting: pl.Series) -> pl.Expr:
    list_id = pl.col("list_id")
    return (
        pl.when(list_id.is_in(found.lists_with("failed").implode()))
        .then(pl.lit("fail"))
        .when(list_id.is_in(waiting.implode()))
        .then(pl.lit("wait"))
        .when(list_id.is_in(found.lists_with("not_checked").implode()))
        .then(pl.lit("not_checked"))
        .otherwise(pl.lit("pass"))
    )


def _slip_ids(figures: Figures) -> pl.Expr:
    """The slips of the order where they were compared; none once they are not required."""
    compared = figures.lapse("slip_required") is None and figures.yes("slip_required")
    return pl.coalesce("slip_ids", _NO_SLIPS) if compared else _NO_SLIPS


def _waiting(found: Found) -> pl.DataFrame:
    """list_id with waiting_for, in the fixed order of documents."""
    if not found.waiting:
        return pl.DataFrame(schema={"list_id": pl.Int64, "waiting_for": pl.List(pl.String)})
    rank = pl.col("waiting_for").replace_strict(list(_AWAITED), range(len(_AWAITED)), return_dtype=pl.Int8)
    return pl.concat(found.waiting).group_by("list_id").agg(pl.col("waiting_for").sort_by(rank))
