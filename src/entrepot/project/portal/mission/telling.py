"""The programme as plain values, for the page and for the command line alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from entrepot.modules.insights import api as insights
from entrepot.modules.insights.api import Line, Shown, Target


def told(language: str, today: date, counted: Mapping[str, Shown]) -> list[dict[str, Any]]:
    """The twelve lines in one language. Practice, live and published figures stand apart in each."""
    place = "zh" if language.startswith("zh") else "en"
    return [_line(line, place, today, counted) for line in insights.load()]


def _line(line: Line, place: str, today: date, counted: Mapping[str, Shown]) -> dict[str, Any]:
    return {
        "number": line.number,
        "name": line.name[place],
        "asked": line.asked[place],
        "source": line.source,
        "targets": [_target(target, line, place, today) for target in line.targets],
        "published": [
            {
                "says": one.says[place],
                "value": str(one.value),
                "bound": one.bound,
                "as_of": one.as_of,
                "source": one.source,
            }
            for one in line.published
            if one.as_of <= today
        ],
        "figures": [_figure(name, place, counted.get(name)) for name in line.figures],
        "actions": [
            {"page": action.page, "command": action.command, "does": action.does[place], "test": action.test}
            for action in line.actions
        ],
        "missing": None if line.missing is None else line.missing[place],
    }


def _target(target: Target, line: Line, place: str, today: date) -> dict[str, Any]:
    way = insights.way_of(target, line.published, today) if target.kind == "trajectory" else None
    return {
        "kind": target.kind,
        "by": target.by,
        "says": target.says[place],
        "state": insights.state_of(target, line.published, today),
        "way": way,
    }


def _figure(name: str, place: str, shown: Shown | None) -> dict[str, Any]:
    return {
        "name": name,
        "label": insights.registered()[name].label[place],
        "practice": None if shown is None else shown.counted.practice,
        "live": None if shown is None else shown.counted.live,
        "counted_at": None if shown is None else shown.counted_at,
    }
