"""The map of a record: outward from the port of exit, inward to the port where the goods come in."""

import pytest

from entrepot.modules.declarations.web import way

OUTWARD = way.Leg(port_code="2233", pod="116", country="116", traf_mode="5", released=True)
INWARD = way.Leg(port_code="2233", pod="", country="116", traf_mode="5", released=True)


@pytest.mark.parametrize(
    ("leg", "start", "end", "reached"),
    [(OUTWARD, "Pudong airport", "Japan", [True, False]), (INWARD, "Japan", "Pudong airport", [True, True])],
)
def test_the_way_begins_where_the_goods_leave(leg: way.Leg, start: str, end: str, reached: list[bool]) -> None:
    shown = way.of(leg, "en")
    assert shown is not None
    assert shown.label == (
        f"Map of coasts: the way from {start} to {end}. Released in Pudong airport; no later place is reported."
    )
    assert [point.spot.reached for point in shown.map.points] == reached


def test_before_the_release_nothing_is_reached() -> None:
    shown = way.of(way.Leg("2233", "", "116", "5", released=False), "en")
    assert shown is not None
    assert [point.spot.reached for point in shown.map.points] == [False, False]
    assert shown.label.endswith("Not released yet.")


def test_of_an_unknown_end_no_map_is_drawn() -> None:
    assert way.of(way.Leg("0000", "", "116", "5", released=True), "en") is None
