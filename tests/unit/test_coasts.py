"""Coasts and ways: TopoJSON to a path, places into a box."""

import json

import pytest

from entrepot.shell import assets, coasts, maps
from entrepot.shell.maps import Spot

SQUARE = {
    "transform": {"scale": [1, 1], "translate": [-180, -90]},
    "objects": {"land": {"type": "GeometryCollection", "geometries": [
        {"type": "MultiPolygon", "arcs": [[[0, 1]], [[2]]]},
    ]}},
    # a square of 10 degrees in two arcs, and a continent south of 60 degrees
    "arcs": [[[10, 100], [0, 10], [10, 0]], [[20, 110], [0, -10], [-10, 0]], [[0, 0], [50, 0], [0, 9], [-50, -9]]],
}  # fmt: skip


def test_arcs_become_a_closed_path_in_tenths_of_degrees_without_the_far_south() -> None:
    assert coasts.land_path(SQUARE) == "M100,800l0-100 100,0 0,100z"


def test_an_arc_may_run_the_other_way_round() -> None:
    turned = json.loads(json.dumps(SQUARE))
    turned["objects"]["land"]["geometries"][0]["arcs"] = [[[-2, -1]]]
    assert coasts.land_path(turned) == "M100,800l100,0 0-100 -100,0z"


def test_points_that_lie_on_the_coast_between_two_others_are_left_out() -> None:
    straight = json.loads(json.dumps(SQUARE))
    straight["arcs"][0] = [[10, 100], [0, 4], [0, 6], [10, 0]]
    assert coasts.land_path(straight) == coasts.land_path(SQUARE)


def test_an_island_on_the_edge_of_the_map_is_two_parts_and_no_line_across_the_world() -> None:
    across = json.loads(json.dumps(SQUARE))
    across["objects"]["land"]["geometries"][0]["arcs"] = [[[0]]]
    across["arcs"] = [
        [[355, 100], [5, 0], [-360, 0], [5, 0], [0, 10], [-5, 0], [360, 0], [-5, 0], [0, -10]],
    ]
    parts = coasts.land_path(across).split("M")[1:]
    assert sorted(part.split("l")[0] for part in parts) == ["0,800", "3600,700"]
    assert all(len(part) < 40 for part in parts)


def test_the_drawn_world_is_small_and_has_no_borders() -> None:
    drawn = assets.asset("land.svg").body
    if b"<path" not in drawn:
        pytest.skip("The coasts are not drawn: run bin/assets")
    assert len(drawn) < 40_000
    assert drawn.count(b"<path") == 1


def test_a_way_lies_in_its_box_from_first_to_last_place() -> None:
    drawn = maps.drawn([
        Spot("One", 121.95, 29.85, "from", reached=True),
        Spot("Between", 104.0, 1.2, "via"),
        Spot("Two", 9.97, 53.54, "to"),
    ])  # fmt: skip
    assert drawn is not None
    assert [point.number for point in drawn.points] == [1, 2, 3]
    assert all(0 < float(point.x) < drawn.width and 0 < float(point.y) < drawn.height for point in drawn.points)
    assert (drawn.points[0].anchor, drawn.points[2].anchor) == ("end", "start")
    assert drawn.done == ""  # reached the place where it begins: no way lies behind it yet
    assert len(drawn.coasts) == 1


def test_a_way_over_the_middle_of_the_pacific_shows_the_world_twice() -> None:
    drawn = maps.drawn([Spot("One", 139.77, 35.68, "from"), Spot("Two", -122.4, 37.8, "to")], straight=True)
    assert drawn is not None
    assert len(drawn.coasts) == 2
    assert float(drawn.points[1].x) > float(drawn.points[0].x)
    assert drawn.line.count("L") == 40


def test_labels_cover_neither_points_nor_each_other() -> None:
    spots = [Spot("Start", 0.0, 0.0, "from"), *(Spot(f"Place {n}", 40.0 + n, 20.0, "via") for n in range(3)),
             Spot("End", 100.0, 0.0, "to")]  # fmt: skip
    drawn = maps.drawn(spots)
    assert drawn is not None
    assert [point.labelled for point in drawn.points] == [True, True, False, True, True]


def test_positions_are_written_in_degrees_and_minutes() -> None:
    assert Spot("Hamburg", 9.97, 53.54, "to").position == "53°32′ N 9°58′ E"
    assert Spot("Gibraltar", -5.6, 35.95, "via").position == "35°57′ N 5°36′ W"
    assert Spot("Beyond", 237.6, -37.8, "to").position == "37°48′ S 122°24′ W"


def test_one_place_makes_no_map() -> None:
    assert maps.drawn([Spot("One", 0.0, 0.0, "from")]) is None
