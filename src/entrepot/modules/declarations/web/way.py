"""The way that a list declares, on a map: its port, the other end, and the places that the usual way passes.

What the list says is a fact; the line is the usual way between the two, nobody follows the goods on it. The tables name
the places that this station knows; of a list that goes elsewhere no map is shown.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from entrepot.shell import maps
from entrepot.shell.maps import Map, Spot

_SEA = "2"  # way of transport 水路运输


@dataclass(frozen=True)
class Leg:
    """What a list declares of its way: codes of the port where it leaves, the port and the country/region it goes to.

    A list of import names no port of destination: its port is where it comes in, its country/region where it comes
    from. released: whether customs has let it go.
    """

    port_code: str
    pod: str
    country: str
    traf_mode: str
    released: bool

    @property
    def inward(self) -> bool:
        """Whether it comes in."""
        return not self.pod


@dataclass(frozen=True)
class Way:
    """A map with what it shows in words."""

    map: Map
    label: str
    caption: str


@dataclass(frozen=True)
class _Place:
    name_zh: str
    name_en: str
    longitude: float
    latitude: float

    def named(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en


def of(leg: Leg, language: str) -> Way | None:
    """The way on a map; None where this station does not know both ends."""
    port = _places().get(("port", leg.port_code))
    other = _places().get(("port", leg.pod)) or _places().get(("country", leg.country))
    if port is None or other is None:
        return None
    by_sea = leg.traf_mode == _SEA
    via = _sea_ways().get((leg.port_code, leg.pod), ()) if by_sea else ()
    spots = list(_spots(port, via, other, leg, language))
    drawn = maps.drawn(spots, straight=not via)
    label = _label(spots, leg, port.named(language))
    return None if drawn is None else Way(drawn, label, _caption(usual=bool(via), by_sea=by_sea))


def _spots(port: _Place, via: Sequence[_Place], other: _Place, leg: Leg, language: str) -> Iterator[Spot]:
    start, end = (other, port) if leg.inward else (port, other)
    yield Spot(start.named(language), start.longitude, start.latitude, "from", leg.released)
    for place in via:
        yield Spot(place.named(language), place.longitude, place.latitude, "via")
    yield Spot(end.named(language), end.longitude, end.latitude, "to", leg.released and leg.inward)


def _label(spots: Sequence[Spot], leg: Leg, port: str) -> str:
    names = {"start": spots[0].name, "end": spots[-1].name}
    through = ", ".join(spot.name for spot in spots[1:-1])
    way = (
        _("Map of coasts: the way from %(start)s to %(end)s through %(through)s.") % {**names, "through": through}
        if through
        else _("Map of coasts: the way from %(start)s to %(end)s.") % names
    )
    stage = _("Released in %(port)s; no later place is reported.") if leg.released else _("Not released yet.")
    return f"{way} {stage % {'port': port}}"


def _caption(*, usual: bool, by_sea: bool) -> str:
    if usual:
        return _("Both ends as declared; between them the usual sea way. Nobody follows the goods on it.")
    if by_sea:
        return _("Both ends as declared; the line is the shortest over the globe, ships go round the coasts.")
    return _("Both ends as declared; the line is the shortest over the globe.")


@cache
def _places() -> Mapping[tuple[str, str], _Place]:
    return {(row["kind"], row["code"]): _place(row) for row in _rows("places.csv")}


@cache
def _sea_ways() -> Mapping[tuple[str, str], Sequence[_Place]]:
    ways: dict[tuple[str, str], list[_Place]] = {}
    for row in _rows("sea_ways.csv"):
        ways.setdefault((row["from"], row["to"]), []).append(_place(row))
    return ways


def _place(row: Mapping[str, str]) -> _Place:
    return _Place(row["name_zh"], row["name_en"], float(row["longitude"]), float(row["latitude"]))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("entrepot.modules.declarations").joinpath("data", name).read_text("utf-8")
    return csv.DictReader(text.splitlines())
