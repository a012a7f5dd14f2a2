from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

import polars as pl

from entrepot.engines.clearance import rules_form, rules_match, rules_reference, selection
from entrepot.engines.clearance.checks import PREDICATES, Predicate, Scene
from entrepot.engines.clearance.editions import References
from entrepot.engines.clearance.findings import Found, Numbered, Panel, lapsed, look, panel, together
from entrepot.engines.clearance.frames import FINDINGS, VERDICTS, Batch, Verdicts, empty
from entrepot.engines.clearance.parts import Part, parts_of
from entrepot.engines.clearance.wide import widen
from entrepot.kernel.periods import Period
from entrepot.rulebook import Figures, Rulebook

# Imported for their rules: each module registers its own in PREDICATES.
RULE_MODULES: Final = (rules_form, rules_match, rules_reference, selection)
SELECTION: Final = "S01"
_PASSED: Final = pl.lit("pass").alias("verdict")
_NOBODY: Final = pl.lit([], dtype=pl.List(pl.String))
_NO_SLIPS: Final = pl.lit([], dtype=pl.List(pl.Int64))


class Unjudgeable(ValueError):
    """The engine was asked for what it cannot do; the message says what."""


@dataclass(frozen=True, eq=False)
class Regime:
    """How lists of a regime are judged.

    predicates: by rule; awaited: what a list may wait for, in the fixed order; deciding: rules that only a station that
    decides makes (a filing station pre-checks); elsewhere: rules with a judge of their own; carried: columns of the
    heads that verdicts carry on, under these figures.
    """

    predicates: Mapping[str, Predicate]
    awaited: tuple[str, ...]
    carried: Callable[[Figures], Sequence[pl.Expr]]
    deciding: frozenset[str] = frozenset({SELECTION})
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """With what, and when, a batch is judged; see `judge`."""

    rulebook: Rulebook
    references: References
    now: datetime
    seed: bytes | None = None


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
    deciding: bool
    regime: Regime
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
    if batch.lists.is_empty():
        check_time(now)
        return Verdicts(empty(VERDICTS), empty(FINDINGS), ())
    wide = widen(batch, rulebook.time_zone)
    parts = parts_of(wide.heads, wide.lines, rulebook)
    verdicts, findings = judge_parts(parts, EXPORT, Asked(rulebook, references, now, seed))
    return Verdicts(in_the_order_of(batch.lists, verdicts), findings, tuple(part.figures for part in parts))


def judge_parts(parts: Sequence[Part], regime: Regime, asked: Asked) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The verdicts of each part and the findings of all. Raises Unjudgeable; see `judge`."""
    check_time(asked.now)
    now, seed = asked.now.astimezone(UTC), asked.seed
    verdicts: list[pl.DataFrame] = []
    findings: list[pl.DataFrame] = []
    for number, part in enumerate(parts):
        figures = part.figures
        key = _Key(
            asked.rulebook.hash,
            figures.law,
            figures.arrival,
            asked.references,
            seed is not None,
            regime,
            asked.rulebook,
            figures,
        )
        checks, found = _prepared(key), Found()
        look(_with_late(part, now), checks.heads, found)
        look(part.lines, checks.lines, found)
        findings += found.findings
        verdicts.append(_verdicts(part, number, found, _lanes(part, asked.rulebook, seed), regime))
    return verdicts, together(findings, asked.rulebook)


def check_time(now: datetime) -> None:
    """Raise Unjudgeable for a time without zone."""
    if now.tzinfo is None:
        raise Unjudgeable(f"expected a time with its zone for now, found {now.isoformat()}")


def in_the_order_of(lists: pl.DataFrame, verdicts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The verdicts of all parts, in the order of the lists."""
    if len(verdicts) == 1:
        return verdicts[0]
    return lists.select("list_id").join(pl.concat(verdicts), on="list_id", maintain_order="left")


def _with_late(part: Part, now: datetime) -> pl.DataFrame:
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
        regime = key.regime
        if not rule.on or code in regime.elsewhere or (code in regime.deciding and not key.deciding):
            continue
        if code not in regime.predicates:
            raise Unjudgeable(f"expected a predicate for rule {code} of {key.rulebook.regime}, found none; write it")
        gone = [lapse for lapse in map(scene.figures.lapse, rule.parameters) if lapse is not None]
        if gone:
            checks += [lapsed(code, lapse.parameter, lapse.on.isoformat()) for lapse in gone]
        else:
            checks += [Numbered(code, check) for check in regime.predicates[code](scene)]
    return _Prepared(panel("heads", checks), panel("lines", checks))


def _lanes(part: Part, rulebook: Rulebook, seed: bytes | None) -> pl.Series:
    """The lane that each list draws if it passes; '' where nothing is drawn."""
    figures, rule = part.figures, rulebook.rules[SELECTION]
    if seed is None or any(map(figures.lapse, rule.parameters)):
        return pl.Series("lane", [""] * part.heads.height, dtype=pl.String)
    if not rule.on:
        return pl.Series("lane", ["green"] * part.heads.height, dtype=pl.String)
    shares = figures.exact("selection_yellow"), figures.exact("selection_red")
    return selection.draw_lanes(seed, part.heads["agent_code"], part.heads["cop_no"], *shares)


def _verdicts(part: Part, number: int, found: Found, lanes: pl.Series, regime: Regime) -> pl.DataFrame:
    carried = regime.carried(part.figures)
    figures_no = pl.lit(number, dtype=pl.Int32).alias("figures_no")
    if not found.findings and not found.waiting:
        return part.heads.select(
            "list_id", _PASSED, _NOBODY.alias("waiting_for"), lanes, "law_date", figures_no, *carried
        )
    waiting = _waiting(found, regime)
    heads = part.heads.select("list_id", "law_date", lanes, *carried, verdict=_verdict(found, waiting["list_id"]))
    if waiting.is_empty():
        heads = heads.with_columns(waiting_for=_NOBODY)
    else:
        heads = heads.join(waiting, on="list_id", how="left", maintain_order="left")
    return heads.select(
        "list_id",
        "verdict",
        pl.when(pl.col("verdict") == "wait").then("waiting_for").otherwise(_NOBODY).alias("waiting_for"),
        pl.when(pl.col("verdict") == "pass").then("lane").otherwise(pl.lit("")).alias("lane"),
        "law_date",
        figures_no,
        *(column.meta.output_name() for column in carried),
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


def _slip_ids(figures: Figures) -> list[pl.Expr]:
    """The slips of the order where they were compared; none once they are not required."""
    compared = figures.lapse("slip_required") is None and figures.yes("slip_required")
    return [(pl.coalesce("slip_ids", _NO_SLIPS) if compared else _NO_SLIPS).alias("slip_ids")]


EXPORT: Final = Regime(PREDICATES, awaited=("order", "waybill", "slip", "sibling"), carried=_slip_ids)


def _waiting(found: Found, regime: Regime) -> pl.DataFrame:
    """list_id with waiting_for, in the fixed order of documents."""
    if not found.waiting:
        return pl.DataFrame(schema={"list_id": pl.Int64, "waiting_for": pl.List(pl.String)})
    rank = pl.col("waiting_for").replace_strict(list(regime.awaited), range(len(regime.awaited)), return_dtype=pl.Int8)
    return pl.concat(found.waiting).group_by("list_id").agg(pl.col("waiting_for").sort_by(rank))
