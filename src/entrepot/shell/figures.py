"""Small charts as SVG, drawn on the server. Every chart has its numbers in words beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 240, 48


@dataclass(frozen=True)
class Sparkline:
    """A line through `len(values)` points in a box of `width` x `height`; `area` closes it to the ground."""

    line: str
    area: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Bar:
    """One bar; `share` of the longest in tenths of a percent, so that width is whole-number SVG arithmetic."""

    label: str
    count: int
    share: int
    url: str = ""


def sparkline(values: Sequence[int]) -> Sparkline | None:
    """Scale whole numbers >= 0 into the box; None with fewer than two of them. All zero lies on the ground."""
    if len(values) < 2:
        return None
    top = max(*values, 1)
    inner = HEIGHT - 6
    points = [
        (place * WIDTH * 10 // (len(values) - 1), (HEIGHT - 3) * 10 - value * inner * 10 // top)
        for place, value in enumerate(values)
    ]
    texts = [f"{_tenths(x)} {_tenths(y)}" for x, y in points]
    line = "M" + " L".join(texts)
    return Sparkline(line, f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z")


def bars(counts: Sequence[tuple[str, int, str]]) -> list[Bar]:
    """Bars from (label, count, url), longest first; ties by label."""
    ordered = sorted(counts, key=lambda row: (-row[1], row[0]))
    top = max((count for _, count, _ in ordered), default=0)
    return [Bar(label, count, count * 1000 // top if top else 0, url) for label, count, url in ordered]


def changes(values: Sequence[int]) -> list[int]:
    """Differences between neighbours of a running total; a restart (a fall) counts from zero."""
    return [later - earlier if later >= earlier else later for earlier, later in pairwise(values)]


def _tenths(number: int) -> str:
    whole, tenth = divmod(number, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
