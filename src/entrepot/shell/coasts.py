"""The world's coasts as one SVG path, out of a TopoJSON file of land. Pure; run by bin/assets when the pages are built.

A point at longitude x, latitude y (degrees) lies at (10 (x + 180), 10 (90 - y)): one unit is a tenth of a degree,
finer than the 1 : 110,000,000 of the source. Coasts alone: no borders, no names.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

Point = tuple[int, int]
WIDTH, HEIGHT = 3600, 1800
_SOUTHERNMOST = 1500  # 60° S: what lies below is Antarctica, to which no goods are declared
_LEAST_AREA = 40  # square units, about 5,000 km² at the equator: smaller islands are no more than a dot
_STRAY = 0.7  # units by which a drawn coast may miss a point that is left out


def land_path(topology: dict[str, Any]) -> str:
    """The `d` of the path. topology: TopoJSON with an object `land`, as the package world-atlas has it."""
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    rings = (piece for numbers in _rings(topology["objects"]["land"]) for piece in _pieces(_ring(numbers, arcs)))
    kept = (ring for ring in rings if min(y for _, y in ring) < _SOUTHERNMOST and abs(_area(ring)) >= _LEAST_AREA)
    return "".join(_drawn(_thinned(ring)) for ring in kept)


def _decoded(arc: Iterable[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """An arc's differences as points: positions are whole numbers, scaled and moved (TopoJSON 1.0, 2.1.4)."""
    (x_scale, y_scale), (x_moved, y_moved) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield round(10 * (x * x_scale + x_moved + 180)), round(10 * (90 - y * y_scale - y_moved))


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a geometry as numbers of arcs."""
    if shape["type"] == "GeometryCollection":
        for each in shape["geometries"]:
            yield from _rings(each)
    elif shape["type"] == "MultiPolygon":
        for polygon in shape["arcs"]:
            yield from polygon
    elif shape["type"] == "Polygon":
        yield from shape["arcs"]


def _ring(numbers: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs put together; ~n is arc n the other way round, and an arc begins where the one before ended."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _pieces(ring: list[Point]) -> Iterator[list[Point]]:
    """The ring, cut where it goes over the edge of the map: at 180° its next point lies at the other side."""
    pieces = [[ring[0]]]
    for one, other in pairwise(ring):
        if abs(other[0] - one[0]) > WIDTH / 2:
            pieces.append([])
        pieces[-1].append(other)
    if len(pieces) > 1:  # the ring ends where it began: its last piece goes on with the first
        pieces[0] = pieces.pop() + pieces[0][1:]
    yield from ([*piece, piece[0]] if piece[0] != piece[-1] else piece for piece in pieces)


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _thinned(ring: list[Point]) -> list[Point]:
    """Douglas-Peucker: without points that lie no farther than _STRAY from the line between those that stay."""
    kept = {0, len(ring) - 1}
    parts = [(0, len(ring) - 1)]
    while parts:
        first, last = parts.pop()
        far, place = max(
            ((_distance(ring[n], ring[first], ring[last]), n) for n in range(first + 1, last)), default=(0.0, first)
        )
        if far > _STRAY:
            kept.add(place)
            parts += [(first, place), (place, last)]
    return [ring[n] for n in sorted(kept)]


def _distance(point: Point, one: Point, other: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, one, other
    across, down = x2 - x1, y2 - y1
    length = (across**2 + down**2) ** 0.5
    if length == 0:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return float(abs(across * (y1 - y) - (x1 - x) * down) / length)


def _drawn(ring: list[Point]) -> str:
    """A closed part of the path in differences, which are shorter than places; the way back is `z`."""
    (x, y), *rest = ring[:-1]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise([(x, y), *rest])]
    return f"M{x},{y}l" + " ".join(f"{dx},{dy}" if dy >= 0 else f"{dx}{dy}" for dx, dy in steps) + "z"
