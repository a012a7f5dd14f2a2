"""Maps: coasts, a few places and the way between them, drawn on the server. Every map has its places in words below it.

Plate carrée, stretched so that the middle of the map keeps its shape; a way over the 180th meridian goes on beyond it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, pi, radians, sin
from typing import Literal

WIDTH = 720
_LEAST_HEIGHT, _MOST_HEIGHT = 250, 440
_MARGIN = 9.0  # degrees around the outermost places
_LEAST_SPAN = 36.0  # degrees from left to right
_STEPS = 40  # parts of a great-circle line
_STRETCH = 1.6
_VIA_LETTER, _END_LETTER = 6.2, 8.2  # width of a letter in a label, in units of the map
_LATIN = 0x2E80  # characters from here on are as wide as they are high
_LABEL_ENDS = 0.72  # right of that share of the width a label stands on the left of its point

Part = Literal["from", "via", "to"]


@dataclass(frozen=True)
class Spot:
    """A place of a way. longitude, latitude: degrees, east and north positive; reached: the goods were there."""

    name: str
    longitude: float
    latitude: float
    part: Part
    reached: bool = False

    @property
    def position(self) -> str:
        """Degrees and minutes, as charts write them."""
        return f"{_said(self.latitude, 'N', 'S')} {_said(self.longitude, 'E', 'W')}"


@dataclass(frozen=True)
class Point:
    """A spot in the box; number: from 1, as in the list of places; anchor: where its label begins or ends.

    labelled: whether its name has room beside it.
    """

    spot: Spot
    number: int
    x: str
    y: str
    label_x: str
    label_y: str
    anchor: Literal["start", "end"]
    labelled: bool


@dataclass(frozen=True)
class Map:
    """What the block draws. coasts: one `transform` a copy of the world; done: the way so far, empty if none."""

    points: Sequence[Point]
    line: str
    done: str
    coasts: Sequence[str]
    height: int
    width: int = WIDTH


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    across: float  # units a degree of longitude
    down: float  # units a degree of latitude
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.left) * self.across, (self.top - latitude) * self.down


def drawn(spots: Sequence[Spot], *, straight: bool = False) -> Map | None:
    """The map of a way in the order of its spots; None with fewer than two. straight: great circles between them."""
    if len(spots) < 2:
        return None
    spots = _unrolled(spots)
    legs = [_great_circle(one, other) if straight else [_place(one), _place(other)] for one, other in pairwise(spots)]
    box = _box([place for leg in legs for place in leg])
    reached = max((number for number, spot in enumerate(spots) if spot.reached), default=0)
    return Map(
        points=_points(spots, box),
        line=_path(legs, box),
        done=_path(legs[:reached], box),
        coasts=_coasts(box),
        height=box.height,
    )


def _place(spot: Spot) -> tuple[float, float]:
    return spot.longitude, spot.latitude


def _unrolled(spots: Sequence[Spot]) -> list[Spot]:
    """Longitudes that never jump by more than half the world, so that a line crosses the 180th meridian."""
    found = [spots[0]]
    for spot in spots[1:]:
        turns = round((spot.longitude - found[-1].longitude) / 360)
        found.append(replace(spot, longitude=spot.longitude - 360 * turns))
    return found


def _great_circle(one: Spot, other: Spot) -> list[tuple[float, float]]:
    """Places on the shortest line over the sphere, ends included."""
    x1, y1, x2, y2 = (radians(value) for value in (*_place(one), *_place(other)))
    angle = acos(max(-1.0, min(1.0, sin(y1) * sin(y2) + cos(y1) * cos(y2) * cos(x2 - x1))))
    if angle < 1e-6 or angle > pi - 1e-6:  # the same place, or the other side of the world: any line is as short
        return [_place(one), _place(other)]
    found = [_place(one)]
    for step in range(1, _STEPS + 1):
        near, far = sin((1 - step / _STEPS) * angle) / sin(angle), sin(step / _STEPS * angle) / sin(angle)
        x = near * cos(y1) * cos(x1) + far * cos(y2) * cos(x2)
        y = near * cos(y1) * sin(x1) + far * cos(y2) * sin(x2)
        z = near * sin(y1) + far * sin(y2)
        longitude = degrees(atan2(y, x))
        longitude -= 360 * round((longitude - found[-1][0]) / 360)
        found.append((longitude, degrees(asin(z))))
    return found


def _box(places: Sequence[tuple[float, float]]) -> _Box:
    left, right = min(x for x, _ in places) - _MARGIN, max(x for x, _ in places) + _MARGIN
    bottom, top = min(y for _, y in places) - _MARGIN, max(y for _, y in places) + _MARGIN
    wider = max(0.0, _LEAST_SPAN - (right - left)) / 2
    left, right = left - wider, right + wider
    across = WIDTH / (right - left)
    down = across * min(_STRETCH, 1 / cos(radians((top + bottom) / 2)))
    height = max(_LEAST_HEIGHT, min(_MOST_HEIGHT, round((top - bottom) * down)))
    down = min(down, height / (top - bottom))
    across = min(across, down)
    left -= (WIDTH / across - (right - left)) / 2
    top += (height / down - (top - bottom)) / 2
    return _Box(left, top, across, down, height)


def _points(spots: Sequence[Spot], box: _Box) -> list[Point]:
    """Spots in the box; the ends get their labels first, the others where they cover nothing that is there already."""
    taken = [_around(*box.at(*_place(spot))) for spot in spots]
    sides: dict[int, Literal["start", "end"]] = {}
    for number in sorted(range(len(spots)), key=lambda n: spots[n].part == "via"):
        x, y = box.at(*_place(spots[number]))
        first: Literal["start", "end"] = "end" if x > _LABEL_ENDS * WIDTH else "start"
        other: Literal["start", "end"] = "start" if first == "end" else "end"
        for side in (first, other):
            label = _label(x, y, spots[number], side)
            alone = [each for n, each in enumerate(taken) if n != number]
            if spots[number].part != "via" or (_inside(label) and not any(_meet(label, each) for each in alone)):
                sides[number] = side
                taken.append(label)
                break
    return [_point(spot, number, sides.get(number), box) for number, spot in enumerate(spots)]


_Room = tuple[float, float, float, float]  # left, top, right, bottom


def _around(x: float, y: float) -> _Room:
    return x - 6, y - 6, x + 6, y + 6


def _label(x: float, y: float, spot: Spot, side: Literal["start", "end"]) -> _Room:
    """Room of a label of the size that a wide screen shows; a Chinese character is about twice as wide as a letter."""
    letter, half = (_VIA_LETTER, 8) if spot.part == "via" else (_END_LETTER, 10)
    length = letter * sum(2 if ord(character) > _LATIN else 1 for character in spot.name)
    return (
        (x + 8, y - half, x + 12 + length, y + half)
        if side == "start"
        else (x - 12 - length, y - half, x - 8, y + half)
    )


def _inside(room: _Room) -> bool:
    return room[0] > 0 and room[2] < WIDTH


def _meet(one: _Room, other: _Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _point(spot: Spot, number: int, side: Literal["start", "end"] | None, box: _Box) -> Point:
    x, y = box.at(*_place(spot))
    beside = x - 11 if side == "end" else x + 11
    return Point(
        spot,
        number + 1,
        _short(x),
        _short(y),
        _short(beside),
        _short(y + 5),
        side or "start",
        labelled=side is not None,
    )


def _path(legs: Sequence[Sequence[tuple[float, float]]], box: _Box) -> str:
    places = [box.at(*place) for leg in legs for place in leg]
    return "M" + " L".join(f"{_short(x)} {_short(y)}" for x, y in places) if places else ""


def _coasts(box: _Box) -> list[str]:
    """Transforms of the path of coasts (tenths of degrees from 180 W, 90 N) for each copy of the world in the box."""
    first, last = int((box.left + 180) // 360), int((box.left + WIDTH / box.across + 180) // 360)
    scale = f"scale({box.across / 10:.5f} {box.down / 10:.5f})"
    return [
        f"{scale} translate({_short(-(box.left + 180 - 360 * turn) * 10)} {_short(-(90 - box.top) * 10)})"
        for turn in range(first, last + 1)
    ]


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _said(value: float, positive: str, negative: str) -> str:
    value = (value + 180) % 360 - 180 if abs(value) > 180 else value
    whole, minutes = divmod(round(abs(value) * 60), 60)
    return f"{whole}°{minutes:02}′ {positive if value >= 0 else negative}"
