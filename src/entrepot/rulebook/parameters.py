"""Parameters as data: reading them strictly, and laying enacted values over them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from entrepot.kernel.periods import Period, gaps, overlaps
from entrepot.rulebook import shapes
from entrepot.rulebook.figures import UNITS, CountsFrom, DatedValue, Evidence, Parameter
from entrepot.rulebook.reading import RuleDataFault

_PARAMETER: Final = frozenset(
    {"id", "name", "unit", "counts_from", "time_zone", "values", "last_checked", "check_by"},
)
_VALUE: Final = frozenset({"from", "value", "source", "evidence", "known_since"})
_VALUE_MAY: Final = frozenset({"until", "article", "gap_before"})
_ENACTED_MAY: Final = _VALUE | _VALUE_MAY | {"last_checked", "check_by"}


def read_parameters(raw: object, place: str) -> dict[str, Parameter]:
    """The parameters by id, all in one time zone. Raises RuleDataFault."""
    if not isinstance(raw, Mapping) or not raw:
        raise RuleDataFault(place, "at least one parameter", raw)
    found = {str(name): _parameter(entry, f"{place}/{name}.yaml", str(name)) for name, entry in sorted(raw.items())}
    time_zones = {parameter.time_zone for parameter in found.values()}
    if len(time_zones) > 1:
        raise RuleDataFault(place, "one time zone for all parameters of a regime", sorted(time_zones))
    return found


def _parameter(raw: object, place: str, name: str) -> Parameter:
    found = shapes.mapping(raw, place, needed=_PARAMETER)
    if found["id"] != name:
        raise RuleDataFault(f"{place}: id", f"the id {name!r}", found["id"])
    unit = shapes.one_of(found["unit"], f"{place}: unit", frozenset(UNITS))
    time_zone = shapes.text(found["time_zone"], f"{place}: time_zone")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise RuleDataFault(f"{place}: time_zone", "a time zone such as Asia/Shanghai", time_zone) from None
    entries = shapes.rows(found["values"], f"{place}: values")
    parameter = Parameter(
        id=name,
        name=shapes.both(found["name"], f"{place}: name"),
        unit=unit,
        counts_from=cast(
            CountsFrom, shapes.one_of(found["counts_from"], f"{place}: counts_from", get_args(CountsFrom))
        ),
        time_zone=time_zone,
        last_checked=shapes.day(found["last_checked"], f"{place}: last_checked"),
        check_by=shapes.day(found["check_by"], f"{place}: check_by"),
        values=tuple(_value(entry, f"{place}: values[{number}]", unit) for number, entry in enumerate(entries)),
    )
    return _checked(parameter, place)


def _value(raw: object, place: str, unit: str) -> DatedValue:
    found = shapes.mapping(raw, place, needed=_VALUE, allowed=_VALUE_MAY)
    start = shapes.day(found["from"], f"{place}.from")
    end = None if found.get("until") is None else shapes.day(found["until"], f"{place}.until")
    if end is not None and end <= start:
        raise RuleDataFault(f"{place}.until", f"a day after {start} (the day named does not count any more)", str(end))
    return DatedValue(
        period=Period(start, end),
        value=shapes.value(found["value"], f"{place}.value", unit),
        source=shapes.text(found["source"], f"{place}.source"),
        article=_maybe(found, "article", place),
        evidence=cast(Evidence, shapes.one_of(found["evidence"], f"{place}.evidence", shapes.EVIDENCE)),
        known_since=shapes.day(found["known_since"], f"{place}.known_since"),
        gap_before=_maybe(found, "gap_before", place),
    )


def _maybe(found: Mapping[str, Any], key: str, place: str) -> str | None:
    return None if found.get(key) is None else shapes.text(found[key], f"{place}.{key}")


def _checked(parameter: Parameter, place: str) -> Parameter:
    """The parameter with its values in order. Raises RuleDataFault for overlaps, unmeant gaps and a bad check date."""
    if parameter.check_by < parameter.last_checked:
        raise RuleDataFault(f"{place}: check_by", f"{parameter.last_checked} or later", parameter.check_by)
    for first, second in overlaps(dated.period for dated in parameter.values):
        raise RuleDataFault(f"{place}: values", "periods that share no day", f"{first} and {second}")
    meant = {dated.period.start for dated in parameter.values if dated.gap_before is not None}
    for gap in gaps(dated.period for dated in parameter.values):
        if gap.end not in meant:
            raise RuleDataFault(f"{place}: values", "no gap, or a gap_before that says why", str(gap))
    return replace(parameter, values=tuple(sorted(parameter.values, key=lambda dated: dated.period.start)))


def enact(parameters: Mapping[str, Parameter], entries: Sequence[Mapping[str, Any]]) -> dict[str, Parameter]:
    """The parameters with later-enacted entries laid over them, one after the other.

    An entry names its `parameter` and brings a value for a period (it takes the place of what stood there), or a new
    last_checked and check_by, or both. Raises RuleDataFault.
    """
    found = dict(parameters)
    for number, entry in enumerate(entries):
        place = f"enacted[{number}]"
        shapes.mapping(entry, place, needed=frozenset({"parameter"}), allowed=_ENACTED_MAY)
        name = shapes.one_of(entry["parameter"], f"{place}.parameter", frozenset(found))
        found[name] = _checked(_enacted(found[name], entry, place), f"{place}: {name}")
    return found


def _enacted(parameter: Parameter, entry: Mapping[str, Any], place: str) -> Parameter:
    about_value = {key: entry[key] for key in entry if key in _VALUE | _VALUE_MAY}
    about_check = {
        key: shapes.day(entry[key], f"{place}.{key}") for key in ("last_checked", "check_by") if key in entry
    }
    if not about_value and not about_check:
        raise RuleDataFault(place, "a value with its period, or a new check_by", dict(entry))
    values = list(parameter.values)
    if about_value:
        new = _value(about_value, place, parameter.unit)
        kept = [replace(old, period=left) for old in values for left in old.period.without(new.period)]
        values = [*kept, new]
    return replace(
        parameter,
        values=tuple(values),
        last_checked=about_check.get("last_checked", parameter.last_checked),
        check_by=about_check.get("check_by", parameter.check_by),
    )
