"""The packing engine: each rule by its smallest case, a batch by its single cases, and space counted cell by cell."""

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.engines.packing import SENTENCES, TURNS, Loads, NotTheFrame, check, sentence
from entrepot.engines.packing.frames import BLOCKS, CARTONS, CONTAINERS

SIDES = ("length_mm", "width_mm", "height_mm")
SMALL = {"length_mm": 6, "width_mm": 4, "height_mm": 4, "payload_grams": 1000}
Row = dict[str, Any]


def carton(**changed: object) -> Row:
    return {
        "kind": "a",
        "count": 1,
        "length_mm": 3,
        "width_mm": 2,
        "height_mm": 1,
        "grams": 10,
        "upright": False,
    } | changed


def block(**changed: object) -> Row:
    return {
        "block": 1,
        "kind": "a",
        "turn": "lwh",
        "x_mm": 0,
        "y_mm": 0,
        "z_mm": 0,
        "along": 1,
        "across": 1,
        "up": 1,
    } | changed


def loads(*each: tuple[Row, list[Row], list[Row]]) -> Loads:
    numbered = list(enumerate(each, 1))
    return Loads(
        pl.DataFrame([{"load_id": no, **one[0]} for no, one in numbered], schema=dict(CONTAINERS)),
        pl.DataFrame([{"load_id": no, **row} for no, one in numbered for row in one[1]], schema=dict(CARTONS)),
        pl.DataFrame([{"load_id": no, **row} for no, one in numbered for row in one[2]], schema=dict(BLOCKS)),
    )


def found(cartons: list[Row], blocks: list[Row], **container: int) -> list[tuple[Any, ...]]:
    answer = check(loads((SMALL | container, cartons, blocks)))
    return answer.findings.select("rule", "block", "other", "kind", "found", "expected").rows()


def test_a_load_that_fills_the_container_to_the_last_millimetre_is_sound() -> None:
    answer = check(loads((SMALL, [carton(count=16)], [block(along=2, across=2, up=4)])))
    assert answer.findings.rows() == []
    assert answer.verdicts.rows() == [(1, True, 16, 160, 1000)]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([block(along=2, x_mm=1)], ("P01", 1, None, None, 7, 6)),
        ([block(across=2, y_mm=1)], ("P02", 1, None, None, 5, 4)),
        ([block(along=1, up=5)], ("P03", 1, None, None, 5, 4)),
    ],
)
def test_a_block_that_reaches_one_millimetre_too_far_is_named(blocks: list[Row], expected: tuple[Any, ...]) -> None:
    held = sum(one["along"] * one["across"] * one["up"] for one in blocks)
    assert found([carton(count=held)], blocks) == [expected]


def test_blocks_that_touch_are_apart_and_one_millimetre_nearer_is_not() -> None:
    beside = [block(), block(block=2, x_mm=3)]
    assert found([carton(count=2)], beside) == []
    assert found([carton(count=2)], [beside[0], beside[1] | {"x_mm": 2}]) == [("P04", 1, 2, None, None, None)]


def test_what_hangs_over_by_one_millimetre_does_not_stand() -> None:
    on_top = [block(), block(block=2, z_mm=1)]
    assert found([carton(count=2)], on_top) == []
    assert found([carton(count=2)], [on_top[0], on_top[1] | {"y_mm": 1}]) == [("P05", 2, None, None, 3, 6)]
    assert found([carton()], [block(z_mm=1)]) == [("P05", 1, None, None, 0, 6)]


def test_upright_cartons_may_be_turned_but_not_tipped() -> None:
    assert found([carton(upright=True)], [block(turn="wlh")]) == []
    assert found([carton(upright=True)], [block(turn="lhw")]) == [("P06", 1, None, None, None, None)]


@pytest.mark.parametrize("count", [1, 3])
def test_just_what_is_to_go_is_loaded(count: int) -> None:
    assert found([carton(count=count)], [block(along=2)]) == [("P07", None, None, "a", 2, count)]
    assert found([carton(count=count)], []) == [("P07", None, None, "a", 0, count)]


def test_one_gram_above_the_payload_is_too_heavy() -> None:
    assert found([carton(count=2)], [block(along=2)], payload_grams=20) == []
    assert found([carton(count=2)], [block(along=2)], payload_grams=19) == [("P08", None, None, None, 20, 19)]


@pytest.mark.parametrize(
    ("cartons", "blocks"),
    [
        ([carton(length_mm=0)], [block()]),
        ([carton(), carton()], [block()]),
        ([carton()], [block(), block()]),
        ([carton()], [block(turn="lww")]),
        ([carton()], [block(kind="b")]),
        ([carton()], [block(x_mm=-1)]),
    ],
)
def test_what_is_no_load_is_refused(cartons: list[Row], blocks: list[Row]) -> None:
    with pytest.raises(NotTheFrame):
        loads((SMALL, cartons, blocks))


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    facts = {"block": 1, "other": 2, "kind": "a", "found": 3, "expected": 4}
    for rule in SENTENCES:
        assert "3" in sentence(rule, "en", **facts) or "1" in sentence(rule, "en", **facts)
        assert sentence(rule, "zh-hans", **facts) != sentence(rule, "en", **facts)


SMALL_NUMBER = st.integers(1, 3)
ANY_CARTON = st.fixed_dictionaries(
    {"length_mm": SMALL_NUMBER, "width_mm": SMALL_NUMBER, "height_mm": SMALL_NUMBER, "count": st.integers(1, 6),
     "upright": st.booleans()}
)  # fmt: skip
ANY_BLOCK = st.fixed_dictionaries(
    {"turn": st.sampled_from(TURNS), "x_mm": st.integers(0, 4), "y_mm": st.integers(0, 3), "z_mm": st.integers(0, 2),
     "along": st.integers(1, 2), "across": st.integers(1, 2), "up": st.integers(1, 2)}
)  # fmt: skip


@st.composite
def any_load(draw: st.DrawFn) -> tuple[Row, list[Row], list[Row]]:
    blocks = draw(st.lists(ANY_BLOCK, max_size=3))
    numbered = [block(**one, block=number) for number, one in enumerate(blocks, 1)]
    return SMALL | {"payload_grams": draw(st.integers(10, 100))}, [carton(**draw(ANY_CARTON))], numbered


@settings(max_examples=40, deadline=None)
@given(st.lists(any_load(), min_size=1, max_size=4))
def test_a_batch_equals_its_single_cases(each: list[tuple[Row, list[Row], list[Row]]]) -> None:
    batch = check(loads(*each))
    for number, one in enumerate(each, 1):
        alone = check(loads(one))
        for name in ("verdicts", "findings"):
            part = getattr(batch, name).filter(pl.col("load_id") == number).drop("load_id")
            assert part.rows() == getattr(alone, name).drop("load_id").rows()


@settings(max_examples=50, deadline=None)
@given(any_load())
def test_space_is_shared_and_left_as_counting_cell_by_cell_says(one: tuple[Row, list[Row], list[Row]]) -> None:
    container, (kind,), blocks = one
    cells = {each["block"]: _cells(kind, each) for each in blocks}
    apart = {(a, b) for a, b in product(cells, cells) if a < b and cells[a] & cells[b]}
    outside = {
        number for number, own in cells.items()
        if any(cell[axis] >= container[side] for cell in own for axis, side in enumerate(SIDES))
    }  # fmt: skip
    findings = check(loads(one)).findings
    said = findings.filter(pl.col("rule") == "P04").select("block", "other").rows()
    assert set(said) == apart
    assert set(findings.filter(pl.col("rule").is_in(["P01", "P02", "P03"]))["block"]) == outside
    if not apart:
        everything = set().union(*cells.values())
        hanging = {
            number for number, own in cells.items()
            if any(z == min(c[2] for c in own) and z > 0 and (x, y, z - 1) not in everything - own for x, y, z in own)
        }  # fmt: skip
        assert set(findings.filter(pl.col("rule") == "P05")["block"]) == hanging


def _cells(kind: Row, each: Row) -> set[tuple[int, int, int]]:
    sides = {"l": kind["length_mm"], "w": kind["width_mm"], "h": kind["height_mm"]}
    x, y, z = (
        range(each[corner], each[corner] + each[many] * sides[letter])
        for corner, many, letter in zip(("x_mm", "y_mm", "z_mm"), ("along", "across", "up"), each["turn"], strict=True)
    )
    return set(product(x, y, z))
