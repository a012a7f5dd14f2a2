"""A check is a column of true and false over a wide frame, with the columns that say what was found and expected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import polars as pl

from entrepot.engines.clearance.editions import Edition, References
from entrepot.engines.clearance.frames import EXACT
from entrepot.kernel.violations import Outcome
from entrepot.rulebook import Figures

Over = Literal["heads", "lines"]
NOTHING: Final = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class Scene:
    """What checks may depend on besides the rows. Never the time: waiting ends by the column `late`."""

    figures: Figures
    references: References
    time_zone: str


@dataclass(frozen=True)
class Check:
    """One check of a rule.

    broken: true where it fails (null counts as false). waits_for: until the list is late, it waits for this document
    instead of failing.
    """

    field: str
    broken: pl.Expr
    found: pl.Expr
    expected: pl.Expr
    over: Over = "heads"
    outcome: Outcome = "failed"
    waits_for: str | None = None


Checks = Sequence[Check]
Predicate = Callable[[Scene], Checks]
PREDICATES: Final[dict[str, Predicate]] = {}


def registering(predicates: dict[str, Predicate]) -> Callable[[str], Callable[[Predicate], Predicate]]:
    """A decorator that registers predicates of one regime under the codes of their rules in its rulebook.

    It raises ValueError for a second predicate of a code.
    """

    def rule(code: str) -> Callable[[Predicate], Predicate]:
        def register(predicate: Predicate) -> Predicate:
            if code in predicates:
                raise ValueError(f"expected one predicate for rule {code}, found a second: {predicate.__name__}")
            predicates[code] = predicate
            return predicate

        return register

    return rule


rule: Final = registering(PREDICATES)  # of retail export


def exact(value: Decimal | int) -> pl.Expr:
    """A literal of the engine's decimal."""
    return pl.lit(Decimal(value), dtype=EXACT)


def amount(column: pl.Expr) -> pl.Expr:
    """A decimal as text without trailing zeros."""
    return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")


def text(column: pl.Expr) -> pl.Expr:
    """Any column as text."""
    return column.cast(pl.String)


def word(value: str) -> pl.Expr:
    """A literal text."""
    return pl.lit(value, dtype=pl.String)


def beyond_tolerance(left: pl.Expr, right: pl.Expr, tolerance: Decimal) -> pl.Expr:
    """Whether two amounts differ by more than the tolerance; plain inequality when there is none."""
    return (left - right).abs() > exact(tolerance) if tolerance else left != right


def missing_edition(kind: str, field: str) -> Check:
    """The answer of a rule whose reference edition is not loaded: every list is not checked."""
    return Check(field, pl.lit(value=True), NOTHING, word(f"edition:{kind}"), outcome="not_checked")


def unknown_code(edition: Edition, field: str, broken: pl.Expr, found: pl.Expr, over: Over) -> Check:
    """A code that the edition lacks: a failure if the edition is complete, else it is not checked."""
    if edition.complete:
        return Check(field, broken, found, word(edition.edition), over=over)
    return Check(field, broken, found, word(f"covered:{edition.kind}"), over=over, outcome="not_checked")
