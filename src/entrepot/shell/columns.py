"""Columns over time as SVG, drawn on the server: a column a slot, parts of it on top of each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.shell.needs import Tone

WIDTH, HEIGHT = 1200, 100


@dataclass(frozen=True)
class Part:
    """One part of a column, in the units of the box."""

    x: int
    y: int
    width: int
    height: int
    tone: Tone


@dataclass(frozen=True)
class Columns:
    """All parts; top: what the highest column stands for."""

    parts: Sequence[Part]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def columns(slots: Sequence[Sequence[tuple[int, Tone]]]) -> Columns:
    """A column a slot from the left; its parts (whole numbers >= 0, tone) stand on each other, the first at the ground.

    What is more than nothing is at least one unit high, so that it is seen.
    """
    top = max((sum(count for count, _ in slot) for slot in slots), default=0)
    parts = []
    for number, slot in enumerate(slots):
        left, right = (WIDTH * place // len(slots) for place in (number, number + 1))
        gap = max(1, (right - left) // 8)
        ground = HEIGHT
        for count, tone in slot:
            if count:
                height = max(1, count * HEIGHT // top)
                ground -= height
                parts.append(Part(left, max(0, ground), right - left - gap, height, tone))
    return Columns(parts, top)
