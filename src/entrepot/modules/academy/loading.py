"""Load a container: a proposed block of equal cartons, checked by the packing engine."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from entrepot.engines import packing
from entrepot.engines.packing.frames import BLOCKS, CARTONS, CONTAINERS
from entrepot.modules.academy.drawing import Drawing
from entrepot.modules.academy.tasks import Cell, Mark, Option, Place, Question, Reason, Table, Task
from entrepot.modules.academy.words import Said

KIND = "C-1"
_MOST = 1_000
_STORY = Said(
    "All {count} cartons are to go into this practice container as one block: some in a row along the container, some"
    " abreast, some layers high, none left over. They must stand upright; you may turn them by a quarter.",
    "须将全部 {count} 个纸箱装入此练习集装箱，堆成一个整块：沿箱长若干、沿箱宽若干、向上若干层，恰好装完。"
    "纸箱必须直立，可水平转动四分之一圈。",
)
_TURNS = {
    "lwh": Said("Their long side along the container", "纸箱长边沿箱长方向"),
    "wlh": Said("Their long side across the container", "纸箱长边沿箱宽方向"),
}
_TURN = Said("How do the cartons stand?", "纸箱如何摆放？")
_WAYS = {
    "along": Said("How many along the container?", "沿箱长方向几箱？"),
    "across": Said("How many abreast?", "沿箱宽方向几箱？"),
    "up": Said("How many layers?", "几层？"),
}
_SOUND = Said("The load fits", "装载合格")
_RULE = Said("A load fits its container", "货物须与集装箱相符")
_EXPECTED = Said(
    "Inside {length} × {width} × {height} mm, at most {payload} kg, just {count} cartons",
    "箱内 {length} × {width} × {height} 毫米，不超过 {payload} 千克，恰好 {count} 箱",
)
_FOUND = Said("The block fits: {kg} kg, {filled} % of the space", "整块可装入：{kg} 千克，占容积 {filled}%")
_DO = Said("Nothing is to be done", "无须处理")
_SEE = Said("Compare with the load beside", "请与参考装法对照")
_SOLUTION = Said("{turn}: {along} × {across} × {up}", "{turn}：{along} × {across} × {up}")
_SOURCE = "packing engine · 装箱引擎; measures invented for practice · 尺寸为练习虚构"


@dataclass(frozen=True)
class Drawn:
    """A container, a kind of carton, how many of it, and one load that fits."""

    inside: tuple[int, int, int]
    carton: tuple[int, int, int]
    grams: int
    count: int
    payload_kg: int
    fits: Mapping[str, str]


@dataclass(frozen=True)
class Container:
    """The exercise's examiner."""

    code: str = "container"

    def pose(self, place: Place) -> Task:
        """A container and cartons of its own measures."""
        drawn = _drawn(place)
        columns = (
            Said("What", "项目"), Said("Long, mm", "长（毫米）"), Said("Wide, mm", "宽（毫米）"),
            Said("High, mm", "高（毫米）"), Said("Weight, kg", "重量（千克）"), Said("How many", "数量"),
        )  # fmt: skip
        rows: tuple[tuple[Cell, ...], ...] = (
            (Said("container, inside and payload", "集装箱（内尺寸、限载）"), *map(str, drawn.inside),
             str(drawn.payload_kg), "1"),
            (Said("one carton", "单个纸箱"), *map(str, drawn.carton), _kg(drawn.grams), str(drawn.count)),
        )  # fmt: skip
        choices = tuple(Option(turn, label) for turn, label in _TURNS.items())
        return Task(
            self.code,
            _STORY.filled(count=drawn.count),
            (Table(Said("Measures", "尺寸"), columns, rows, numbers=(1, 2, 3, 4, 5)),),
            (
                Question("turn", _TURN, "choice", choices),
                *(Question(name, label, "number") for name, label in _WAYS.items()),
            ),
        )

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """Right where the packing engine finds nothing."""
        drawn = _drawn(place)
        block = {name: min(max(int(answer[name]), 1), _MOST) for name in _WAYS}
        checked = packing.check(_load(drawn, answer["turn"], block))
        verdict = checked.verdicts.row(0, named=True)
        expected = _EXPECTED.filled(
            length=drawn.inside[0], width=drawn.inside[1], height=drawn.inside[2], payload=drawn.payload_kg,
            count=drawn.count,
        )  # fmt: skip
        reasons = tuple(
            Reason(row["rule"], _RULE, expected, _said(row), _SEE, _SOURCE)
            for row in checked.findings.iter_rows(named=True)
        )
        if not reasons:
            found = _FOUND.filled(kg=_kg(verdict["grams"]), filled=_percent(verdict["filled_permille"]))
            reasons = (Reason("P00", _SOUND, expected, found, _DO, _SOURCE),)
        turn = _TURNS[drawn.fits["turn"]]
        return Mark(bool(verdict["sound"]), _SOLUTION.filled(**{**drawn.fits, "turn": turn}), reasons)


def _said(finding: Mapping[str, object]) -> Said:
    facts = {name: finding[name] for name in ("block", "other", "kind", "found", "expected")}
    return Said(*(packing.sentence(str(finding["rule"]), language, **facts) for language in ("en", "zh")))


def _kg(grams: int) -> str:
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10}"


def _load(drawn: Drawn, turn: str, block: Mapping[str, int]) -> packing.Loads:
    sides = ("length_mm", "width_mm", "height_mm")
    container = {"load_id": 1, **dict(zip(sides, drawn.inside, strict=True)), "payload_grams": drawn.payload_kg * 1000}
    carton = {"load_id": 1, "kind": KIND, "count": drawn.count, **dict(zip(sides, drawn.carton, strict=True)),
              "grams": drawn.grams, "upright": True}  # fmt: skip
    row = {"load_id": 1, "block": 1, "kind": KIND, "turn": turn, "x_mm": 0, "y_mm": 0, "z_mm": 0, **block}
    return packing.Loads(
        pl.DataFrame([container], schema=dict(CONTAINERS)),
        pl.DataFrame([carton], schema=dict(CARTONS)),
        pl.DataFrame([row], schema=dict(BLOCKS)),
    )


def _drawn(place: Place) -> Drawn:
    """Measures in which more cartons go one way than the other, and a count that only the better way holds."""
    drawing = Drawing(place, "container")
    while True:
        inside = (drawing.between(5600, 6000, 10), drawing.between(2280, 2380, 10), drawing.between(2250, 2400, 10))
        carton = (drawing.between(420, 700, 10), drawing.between(240, 410, 10), drawing.between(180, 480, 10))
        grams = drawing.between(4_000, 16_000, 100)
        held = {
            turn: (inside[0] // carton["lwh".index(turn[0])], inside[1] // carton["lwh".index(turn[1])],
                   inside[2] // carton[2])
            for turn in _TURNS
        }  # fmt: skip
        counts = {turn: each[0] * each[1] * each[2] for turn, each in held.items()}
        better = max(counts, key=lambda turn: counts[turn])
        if len(set(counts.values())) == 1:
            continue
        along, across, up = held[better]
        fits = {"turn": better, "along": str(along), "across": str(across), "up": str(up)}
        payload_kg = counts[better] * grams // 1000 + drawing.between(1, 400)
        return Drawn(inside, carton, grams, counts[better], payload_kg, fits)
