"""From broken checks to findings: rows are only made for what failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import Check, Over
from entrepot.engines.clearance.frames import FINDINGS, empty
from entrepot.kernel.violations import Outcome
from entrepot.rulebook import Rulebook

_NONE: Final = empty(FINDINGS)
_ORDERED_BY: Final = ("list_id", "rule", "gnum", "field", "expected", "found")


@dataclass(frozen=True)
class Numbered:
    """A check with the code of its rule."""

    rule: str
    check: Check


@dataclass(frozen=True)
class Panel:
    """The checks over one of the wide frames, with their columns: f… broken; w… broken, but it may still wait."""

    checks: tuple[Numbered, ...]
    flags: tuple[pl.Expr, ...]


def panel(over: Over, checks: Sequence[Numbered]) -> Panel:
    """The panel of those checks that look over this frame."""
    mine = tuple(numbered for numbered in checks if numbered.check.over == over)
    return Panel(mine, tuple(flag for number, numbered in enumerate(mine) for flag in _flags(number, numbered.check)))


def _flags(number: int, check: Check) -> list[pl.Expr]:
    broken = check.broken.fill_null(value=False)
    if check.waits_for is None:
        return [broken.alias(f"f{number}")]
    return [(broken & pl.col("late")).alias(f"f{number}"), (broken & ~pl.col("late")).alias(f"w{number}")]


@dataclass
class Found:
    """What the checks of a part of the batch said: findings, and who waits for what as (list_id, waiting_for)."""

    findings: list[pl.DataFrame] = field(default_factory=list)
    waiting: list[pl.DataFrame] = field(default_factory=list)

    def lists_with(self, outcome: Outcome) -> pl.Series:
        """The ids of lists with a finding of this outcome, each once."""
        ids = [rows["list_id"] for rows in self.findings if rows["outcome"][0] == outcome]
        return pl.concat(ids).unique() if ids else pl.Series(dtype=pl.Int64)


def look(frame: pl.DataFrame, over: Panel, found: Found) -> None:
    """Make the checks of the panel over `frame` in one pass and add what failed or waits to `found`."""
    if frame.is_empty() or not over.flags:
        return
    flags = frame.select(over.flags)
    for flag in flags.get_columns():
        if flag.any():
            numbered = over.checks[int(flag.name[1:])]
            rows = frame.filter(flag)
            if flag.name.startswith("w"):
                found.waiting.append(rows.select("list_id", waiting_for=pl.lit(numbered.check.waits_for)))
            else:
                found.findings.append(_finding(rows, numbered))


def _finding(rows: pl.DataFrame, numbered: Numbered) -> pl.DataFrame:
    check = numbered.check
    return rows.select(
        "list_id",
        rule=pl.lit(numbered.rule),
        outcome=pl.lit(check.outcome),
        gnum=pl.col("gnum") if check.over == "lines" else pl.lit(None, dtype=pl.Int32),
        field=pl.lit(check.field),
        found=check.found,
        expected=check.expected,
    )


def lapsed(rule: str, parameter: str, on: str) -> Numbered:
    """The answer of a rule whose figure nobody vouches for any more: every list is not checked."""
    outcome: Outcome = "not_checked"
    everybody = pl.lit(value=True)
    return Numbered(rule, Check(parameter, everybody, pl.lit(on), pl.lit(f"lapsed:{parameter}"), outcome=outcome))


def together(parts: Sequence[pl.DataFrame], rulebook: Rulebook) -> pl.DataFrame:
    """All findings in their fixed order, with revision and parameters of their rules."""
    if not parts:
        return _NONE
    rules: Mapping[str, object] = {
        "rule": [rule.code for rule in rulebook.rules.values()],
        "revision": [rule.revision for rule in rulebook.rules.values()],
        "parameters": [list(rule.parameters) for rule in rulebook.rules.values()],
    }
    known = pl.DataFrame(rules, schema={name: FINDINGS[name] for name in rules})
    return (
        pl.concat(parts)
        .sort(_ORDERED_BY, nulls_last=False)
        .join(known, on="rule", maintain_order="left")
        .select(*FINDINGS)
    )
