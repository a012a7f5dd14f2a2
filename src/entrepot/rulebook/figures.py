"""Figures: what the parameters of a rulebook are on a given day, or since when nobody vouches for them any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from entrepot.kernel.periods import Period

Text = Mapping[str, str]  # language → text; always en and zh
Value = bool | int | Decimal
Evidence = Literal["retrieved", "inferred", "practice", "own"]
CountsFrom = Literal["list.app_time", "list.arrived_at", "declaration.declared_at", "return.applied_at"]

# unit → type of the value. Decimals are written with a point in the data files and never become floats.
UNITS: Final[Mapping[str, type[bool] | type[int] | type[Decimal]]] = {
    "yes_no": bool,
    "hours": int,
    "days": int,
    "months": int,
    "lines": int,
    "kinds": int,
    "kg": Decimal,
    "usd": Decimal,
    "cny": Decimal,
    "order_currency": Decimal,
    "share": Decimal,
}


@dataclass(frozen=True)
class DatedValue:
    """One value of a parameter.

    known_since: the first day on which it could be known. gap_before: why nothing is in force just before it.
    """

    period: Period
    value: Value
    source: str
    article: str | None
    evidence: Evidence
    known_since: date
    gap_before: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A figure of policy with its values by date of force, earliest first, without overlap."""

    id: str
    name: Text
    unit: str
    counts_from: CountsFrom
    time_zone: str
    last_checked: date
    check_by: date
    values: tuple[DatedValue, ...]


@dataclass(frozen=True)
class Figure:
    """The value of a parameter on one day."""

    parameter: str
    unit: str
    value: Value
    in_force: Period
    source: str
    article: str | None
    evidence: Evidence
    known_since: date


@dataclass(frozen=True)
class Lapse:
    """Why there is no figure: nobody has checked it since `on` (check_by), it ended then, or it begins only then."""

    parameter: str
    on: date
    reason: Literal["check_by", "ended", "not_begun"]


class RuleDataLapsed(LookupError):
    """A figure was asked for on a day for which the rulebook has none."""


@dataclass(frozen=True)
class Figures:
    """All parameters as they are for documents whose law day lies in `law` and that arrived within `arrival`.

    Nothing changes inside the two periods, so one Figures serves every document in them.
    """

    rulebook_hash: str
    law: Period
    arrival: Period
    entries: Mapping[str, Figure | Lapse]

    def lapse(self, parameter: str) -> Lapse | None:
        """Why `parameter` has no figure here, or None if it has one. Raises KeyError for an unknown parameter."""
        entry = self.entries[parameter]
        return entry if isinstance(entry, Lapse) else None

    def figure(self, parameter: str) -> Figure:
        """The figure in force. Raises RuleDataLapsed rather than give an old one."""
        entry = self.entries[parameter]
        if isinstance(entry, Lapse):
            raise RuleDataLapsed(
                f"rule data lapsed on {entry.on}: expected a figure of {parameter!r} for documents of {self.law}, "
                f"found none ({entry.reason}); check its source and enact the value"
            )
        return entry

    def yes(self, parameter: str) -> bool:
        """The figure of a yes_no parameter."""
        return bool(self.figure(parameter).value)

    def whole(self, parameter: str) -> int:
        """The figure of a parameter counted in hours, months or lines."""
        return int(self.figure(parameter).value)

    def exact(self, parameter: str) -> Decimal:
        """The figure of a parameter that is an amount, a weight or a share."""
        return Decimal(self.figure(parameter).value)

    def facts(self) -> dict[str, dict[str, str | bool | int | None]]:
        """For the record of a decision: parameter id → value, unit, in_force_from, source; or lapsed_on."""
        return {name: _fact(entry) for name, entry in sorted(self.entries.items())}


def _fact(entry: Figure | Lapse) -> dict[str, str | bool | int | None]:
    if isinstance(entry, Lapse):
        return {"lapsed_on": entry.on.isoformat(), "reason": entry.reason}
    return {
        "value": str(entry.value) if isinstance(entry.value, Decimal) else entry.value,
        "unit": entry.unit,
        "in_force_from": entry.in_force.start.isoformat(),
        "source": entry.source,
        "article": entry.article,
    }


def entry_on(parameter: Parameter, day: date) -> Figure | Lapse:
    """The figure of `parameter` on `day`; past check_by, before its beginning or after its end a Lapse."""
    if day > parameter.check_by:
        return Lapse(parameter.id, parameter.check_by, "check_by")
    for dated in parameter.values:
        if day in dated.period:
            return Figure(
                parameter=parameter.id,
                unit=parameter.unit,
                value=dated.value,
                in_force=dated.period,
                source=dated.source,
                article=dated.article,
                evidence=dated.evidence,
                known_since=dated.known_since,
            )
    ended = [dated.period.end for dated in parameter.values if dated.period.end is not None and dated.period.end <= day]
    if ended:
        return Lapse(parameter.id, max(ended), "ended")
    return Lapse(parameter.id, parameter.values[0].period.start, "not_begun")
