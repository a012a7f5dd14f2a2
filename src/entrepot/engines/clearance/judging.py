from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from entrepot.engines.clearance import rules_form, rules_match, rules_reference, selection
from entrepot.engines.clearance.checks import PREDICATES, Scene
from entrepot.engines.clearance.editions import References
from entrepot.engines.clearance.findings import Found, Numbered, lapsed, look, together
from entrepot.engines.clearance.frames import FINDINGS, VERDICTS, Batch, Verdicts, empty
from entrepot.engines.clearance.wide import Wide, widen
from entrepot.rulebook import Figures, Rulebook

# Imported for their rules: each module registers its own in PREDICATES.
RULE_MODULES: Final = (rules_form, rules_match, rules_reference, selection)
_SELECTION: Final = "S01"
_AWAITED: Final = ("order", "waybill", "slip", "sibling")
_INTERVAL: Final = ("law_interval", "arrival_interval")


class Unjudgeable(ValueError):
    """The engine was asked for what it cannot do; the message says what."""


@dataclass(frozen=True)
class _Part:
    """The lists and lines of a batch for which the same figures hold."""

    heads: pl.DataFrame
    lines: pl.DataFrame
    figures: Figures


def judge(
    batch: Batch, rulebook: Rulebook, references: References, now: datetime, seed: bytes | None = None
) -> Verdicts:
    """The verdict on every list of `batch` with its findings, and the figures used. Pure.

    now: aware; ends the waiting for documents. seed: the day's secret for selection; None draws no lanes (a filing station
    only pre-checks). A list fails if any check failed; else it waits if a document may still come; else it is not_checked
    if any check could not be made; else it passes. Raises Unjudgeable for a `now` without time zone and for a rule
    without predicate.
    """
    if now.tzinfo is None:
        raise Unjudgeable(f"expected a time with its zone for now, found {now.isoformat()}")
    if batch.lists.is_empty():
        return Verdicts(empty(VERDICTS), empty(FINDINGS), ())
    now = now.astimezone(UTC)
    parts = _parts(widen(batch, rulebook), rulebook)
    verdicts: list[pl.DataFrame] = []
    findings: list[pl.DataFrame] = []
    for number, part in enumerate(parts):
        scene = Scene(part.figures, references, now, rulebook.time_zone)
        found = Found()
        checks = _checks(rulebook, scene, drawing=seed is not None)
        look(part.heads, "heads", checks, found)
        look(part.lines, "lines", checks, found)
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
    days = wide.heads.group_by(_INTERVAL).agg(pl.col("law_date", "arrival_date").first()).sort(_INTERVAL)
    parts = []
    for law_interval, arrival_interval, law_date, arrival_date in days.rows():
        here = (pl.col("law_interval") == law_interval) & (pl.col("arrival_interval") == arrival_interval)
        alone = days.height == 1
        heads = wide.heads if alone else wide.heads.filter(here)
        lines = wide.lines if alone else wide.lines.filter(here)
        parts.append(_Part(heads, lines, rulebook.at(law_date, arrival_date)))
    return parts


def _checks(rulebook: Rulebook, scene: Scene, *, drawing: bool) -> list[Numbered]:
    """The checks of all rules that are on; a rule with a lapsed figure answers not_checked for every list."""
    checks: list[Numbered] = []
    for code, rule in rulebook.rules.items():
        if not rule.on or (code == _SELECTION and not drawing):
            continue
        if code not in PREDICATES:
            raise Unjudgeable(f"expected a predicate for rule {code} of {rulebook.regime}, found none; write it")
        gone = [lapse for lapse in map(scene.figures.lapse, rule.parameters) if lapse is not None]
        if gone:
            checks += [lapsed(code, lapse.parameter, lapse.on.isoformat()) for lapse in gone]
        else:
            checks += [Numbered(code, check) for check in PREDICATES[code](scene)]
    return checks


def _lanes(part: _Part, rulebook: Rulebook, seed: bytes | None) -> pl.Series:
    """The lane that each list draws if it passes; '' where nothing is drawn."""
    figures, rule = part.figures, rulebook.rules[_SELECTION]
    if seed is None or any(map(figures.lapse, rule.parameters)):
        return pl.repeat("", part.heads.height, eager=True).alias("lane")
    if not rule.on:
        return pl.repeat("green", part.heads.height, eager=True).alias("lane")
    keys = zip(part.heads["agent_code"].to_list(), part.heads["cop_no"].to_list(), strict=True)
    shares = figures.exact("selection_yellow"), figures.exact("selection_red")
    return pl.Series("lane", selection.draw_lanes(seed, keys, *shares), dtype=pl.String)


def _verdicts(part: _Part, number: int, found: Found, lanes: pl.Series) -> pl.DataFrame:
    failed, not_checked = _lists_with(found, "failed"), _lists_with(found, "not_checked")
    waiting = _waiting(found)
    list_id = pl.col("list_id")
    verdict = (
        pl.when(list_id.is_in(failed.implode()))
        .then(pl.lit("fail"))
        .when(list_id.is_in(waiting["list_id"].implode()))
        .then(pl.lit("wait"))
        .when(list_id.is_in(not_checked.implode()))
        .then(pl.lit("not_checked"))
        .otherwise(pl.lit("pass"))
    )
    judged = part.heads.select("list_id", "law_date", "slip_ids", lanes, verdict=verdict)
    judged = judged.join(waiting, on="list_id", how="left", maintain_order="left")
    nothing = pl.lit([], dtype=pl.List(pl.String))
    slips = pl.lit([], dtype=pl.List(pl.Int64))
    return judged.select(
        "list_id",
        "verdict",
        waiting_for=pl.when(pl.col("verdict") == "wait").then("waiting_for").otherwise(nothing),
        lane=pl.when(pl.col("verdict") == "pass").then("lane").otherwise(pl.lit("")),
        law_date="law_date",
        figures_no=pl.lit(number, dtype=pl.Int32),
        slip_ids=pl.coalesce("slip_ids", slips) if _slips_compared(part.figures) else slips,
    )


def _slips_compared(figures: Figures) -> bool:
    return figures.lapse("slip_required") is None and figures.yes("slip_required")


def _lists_with(found: Found, outcome: str) -> pl.Series:
    ids = [rows["list_id"] for rows in found.findings if rows["outcome"][0] == outcome]
    return pl.concat(ids).unique() if ids else pl.Series(dtype=pl.Int64)


def _waiting(found: Found) -> pl.DataFrame:
    """list_id with waiting_for, in the fixed order of documents."""
    if not found.waiting:
        return pl.DataFrame(schema={"list_id": pl.Int64, "waiting_for": pl.List(pl.String)})
    rank = pl.col("waiting_for").replace_strict(list(_AWAITED), range(len(_AWAITED)), return_dtype=pl.Int8)
    return pl.concat(found.waiting).group_by("list_id").agg(pl.col("waiting_for").sort_by(rank))
