"""The programme of State Council General Office circular 国办发〔2021〕24号 as dated data: twelve lines, read strictly.

What a line says is our own wording. A published figure has its day and its source, or there is none known to us; a
state is worked out from published figures alone, never from what this installation counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal, cast, get_args

from entrepot.rulebook import RuleDataFault, shapes
from entrepot.rulebook.reading import read_yaml

Text = Mapping[str, str]
State = Literal["met", "missed", "open", "unknown"]
Kind = Literal["outcome", "trajectory"]
Bound = Literal["exact", "above", "about"]
Wish = Literal["at_least", "at_most"]
LINES: Final = 12
_LINE = frozenset({"number", "name", "asked", "source", "targets", "published", "actions", "figures"})
_LINE_MAY = frozenset({"missing"})
_TARGET = frozenset({"kind", "by", "says"})
_PUBLISHED = frozenset({"series", "value", "bound", "as_of", "says", "source"})
_ACTION = frozenset({"page", "command", "does", "test"})


@dataclass(frozen=True)
class Published:
    """A figure that somebody published. as_of: the day for which it holds; above: more than the value; series: what it
    measures, so that figures of different days can be compared.
    """

    series: str
    value: Decimal
    bound: Bound
    as_of: date
    says: Text
    source: str


@dataclass(frozen=True)
class Measure:
    """What would meet a target: a published figure of this series that reaches the value. Empty value: no threshold is
    set, only the way it goes is looked at.
    """

    series: str
    wish: Wish
    value: Decimal | None


@dataclass(frozen=True)
class Target:
    """What is asked by a day. outcome: judged once the day is past; trajectory: still on its way."""

    kind: Kind
    by: date
    says: Text
    measure: Measure | None


@dataclass(frozen=True)
class Action:
    """What can be done here: a page by its name, a command by its name, and the test that shows that it works."""

    page: str
    command: str
    does: Text
    test: str


@dataclass(frozen=True)
class Line:
    """One thing that the programme asks for. figures: names of what this installation counts (figures.py)."""

    number: int
    name: Text
    asked: Text
    source: str
    targets: tuple[Target, ...]
    published: tuple[Published, ...]
    actions: tuple[Action, ...]
    figures: tuple[str, ...]
    missing: Text | None


@cache
def load() -> tuple[Line, ...]:
    """The twelve lines in their order. Raises RuleDataFault."""
    return read_lines(resources.files("entrepot.modules.insights").joinpath("data/programme"))


def read_lines(folder: Traversable) -> tuple[Line, ...]:
    """The lines of a folder, one a file. Raises RuleDataFault."""
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    lines = sorted((read_line(file.read_text("utf-8"), f"programme/{file.name}") for file in files), key=_number)
    if [line.number for line in lines] != list(range(1, LINES + 1)):
        raise RuleDataFault("programme", f"lines 1 to {LINES}, each once", [line.number for line in lines])
    return tuple(lines)


def _number(line: Line) -> int:
    return line.number


def read_line(text: str, place: str) -> Line:
    """One line. Raises RuleDataFault: without an action, a figure or a test it is none."""
    found = shapes.mapping(read_yaml(text, place), place, needed=_LINE, allowed=_LINE_MAY)
    published = found["published"]
    if not isinstance(published, list):
        raise RuleDataFault(f"{place}: published", "a list, empty where nothing is known to us", published)
    line = Line(
        number=shapes.whole(found["number"], f"{place}: number"),
        name=shapes.both(found["name"], f"{place}: name"),
        asked=shapes.both(found["asked"], f"{place}: asked"),
        source=shapes.text(found["source"], f"{place}: source"),
        targets=tuple(_target(raw, at) for raw, at in _each(found["targets"], f"{place}: targets")),
        published=tuple(_published(raw, f"{place}: published[{no}]") for no, raw in enumerate(published)),
        actions=tuple(_action(raw, at) for raw, at in _each(found["actions"], f"{place}: actions")),
        figures=tuple(shapes.text(raw, at) for raw, at in _each(found["figures"], f"{place}: figures")),
        missing=None if "missing" not in found else shapes.both(found["missing"], f"{place}: missing"),
    )
    measured = {target.measure.series for target in line.targets if target.measure and target.measure.value is None}
    if gone := sorted(measured - {one.series for one in line.published}):
        raise RuleDataFault(f"{place}: published", f"a figure of the series {gone[0]!r}", "none")
    return line


def _each(raw: object, place: str) -> Sequence[tuple[Any, str]]:
    return [(one, f"{place}[{number}]") for number, one in enumerate(shapes.rows(raw, place))]


def _target(raw: object, place: str) -> Target:
    found = shapes.mapping(raw, place, needed=_TARGET, allowed=frozenset({"measure"}))
    kind = cast(Kind, shapes.one_of(found["kind"], f"{place}.kind", get_args(Kind)))
    measure = None if "measure" not in found else _measure(found["measure"], f"{place}.measure")
    return Target(kind, shapes.day(found["by"], f"{place}.by"), shapes.both(found["says"], f"{place}.says"), measure)


def _measure(raw: object, place: str) -> Measure:
    found = shapes.mapping(raw, place, needed=frozenset({"series", "wish"}), allowed=frozenset({"value"}))
    wish = cast(Wish, shapes.one_of(found["wish"], f"{place}.wish", get_args(Wish)))
    value = None if "value" not in found else _amount(found["value"], f"{place}.value")
    return Measure(shapes.text(found["series"], f"{place}.series"), wish, value)


def _published(raw: object, place: str) -> Published:
    found = shapes.mapping(raw, place, needed=_PUBLISHED)
    return Published(
        series=shapes.text(found["series"], f"{place}.series"),
        value=_amount(found["value"], f"{place}.value"),
        bound=cast(Bound, shapes.one_of(found["bound"], f"{place}.bound", get_args(Bound))),
        as_of=shapes.day(found["as_of"], f"{place}.as_of"),
        says=shapes.both(found["says"], f"{place}.says"),
        source=shapes.text(found["source"], f"{place}.source"),
    )


def _amount(raw: object, place: str) -> Decimal:
    value = shapes.value(raw, place, "usd")
    assert isinstance(value, Decimal)
    return value


def _action(raw: object, place: str) -> Action:
    found = shapes.mapping(raw, place, needed=_ACTION)
    page, command, test = (shapes.text(found[name], f"{place}.{name}") for name in ("page", "command", "test"))
    if test.count("::") != 1 or not test.startswith("tests/"):
        raise RuleDataFault(f"{place}.test", "a test such as tests/modules/x/test_y.py::test_z", test)
    return Action(page, command, shapes.both(found["does"], f"{place}.does"), test)


# ---- states ----------------------------------------------------------------------------------------------------------


def state_of(target: Target, published: Sequence[Published], today: date) -> State:
    """How a target stands today by what was published until today.

    Met: a figure of its day or before reaches the value. Open: its day has not passed. Missed: its day has passed, and
    the figure of that day or of a later one falls short. Else unknown: nothing published that we know of decides it.
    """
    known = [one for one in published if target.measure and one.series == target.measure.series and one.as_of <= today]
    if target.measure is not None and target.measure.value is not None:
        if any(_reaches(one, target.measure.wish, target.measure.value) for one in known if one.as_of <= target.by):
            return "met"
        if today > target.by and any(
            one.as_of >= target.by and _falls_short(one, target.measure.wish, target.measure.value) for one in known
        ):
            return "missed"
    return "open" if today <= target.by else "unknown"


def _reaches(one: Published, wish: Wish, value: Decimal) -> bool:
    """Whether it certainly does: "above" is more than its value, "about" is taken at its word."""
    return one.value >= value if wish == "at_least" else one.value <= value and one.bound != "above"


def _falls_short(one: Published, wish: Wish, value: Decimal) -> bool:
    """Whether it certainly does: more than a small value may still be enough."""
    return one.value < value and one.bound != "above" if wish == "at_least" else one.value > value


def way_of(target: Target, published: Sequence[Published], today: date) -> Literal["nearer", "farther", "unknown"]:
    """Which way the series of a target went between the first and the last figure known today."""
    measure = target.measure
    known = sorted(
        (one for one in published if measure and one.series == measure.series and one.as_of <= today),
        key=lambda one: one.as_of,
    )
    if measure is None or len(known) < 2 or known[0].value == known[-1].value:
        return "unknown"
    grew = known[-1].value > known[0].value
    return "nearer" if grew == (measure.wish == "at_least") else "farther"
