"""Where the column names stand in a grid of cells, and what else of it is no row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from entrepot.gateways.sheets.fields import is_known
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import letters

ROWS_SEARCHED = 40
_KNOWN_ENOUGH = 2
_NUMBER = re.compile(r"[-+(]?[¥￥$€£]?\s*\d[\d.,\s:/()%-]*")
Grid = Sequence[Sequence[str]]
# Merged cells: first row, first column, last row, last column, all from 0.
Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Header:
    """The names of the columns, and the index in the grid of the first and the last row that they take."""

    names: tuple[str, ...]
    first: int
    last: int


def find_header(grid: Grid, place: str, *, wished_row: int = 0, merged: Sequence[Merged] = ()) -> Header:
    """The header in the first rows of a grid. `wished_row` (from 1) is believed. Raises UnableToReadSheet."""
    if not any(cell.strip() for row in grid for cell in row):
        raise UnableToReadSheet("sheet_empty", place=place)
    first = wished_row - 1 if wished_row else _first(grid)
    if first is None or first >= len(grid) or not any(cell.strip() for cell in grid[first]):
        row = wished_row or next(number for number, row in enumerate(grid, 1) if any(cell.strip() for cell in row))
        found = " | ".join(cell.strip()[:20] for cell in grid[row - 1][:6] if cell.strip()) if row <= len(grid) else ""
        found = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in found)
        raise UnableToReadSheet("header_not_found", place=place, row=row, found=found or "–")
    last = _last(grid, first, merged, place)
    names = _joined(grid, first, last, merged) if last > first else [cell.strip() for cell in grid[first]]
    return Header(numbered([re.sub(r"\s+", " ", name) for name in names]), first, last)


def known_in(row: Sequence[str]) -> int:
    """How many cells of a row are names of fields."""
    return sum(1 for cell in row if cell.strip() and is_known(cell))


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """The same names, those that were there before with a number: Price, Price (2)."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(found)


def _first(grid: Grid) -> int | None:
    """The row with the most known names; without any, the first one that is as wide as the rest and names something."""
    rows = grid[:ROWS_SEARCHED]
    known = [known_in(row) for row in rows]
    best = max(known, default=0)
    if best >= _KNOWN_ENOUGH:
        return next(number for number, count in enumerate(known) if count * 2 > best)
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widest = max(filled)
    for number, (row, count) in enumerate(zip(rows, filled, strict=True)):
        if count >= 2 and count * 10 >= widest * 6:
            return number if _names_something(row) else None
    return None


def _names_something(row: Sequence[str]) -> bool:
    """Whether the cells of a row are texts, each once: numbers, dates and repeats are values and no names."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(set(cells)) == len(cells) and not any(_NUMBER.fullmatch(cell) for cell in cells)


# ---- names over two rows ---------------------------------------------------------------------------------------------


def _last(grid: Grid, first: int, merged: Sequence[Merged], place: str) -> int:
    """The last row of the header: the one below the first where a name stands over several columns."""
    wide = [one for one in merged if one[0] <= first <= one[2] and one[3] > one[1]]
    below = grid[first + 1] if first + 1 < len(grid) else ()
    if not wide:
        deep = [one for one in merged if one[0] == first and one[2] == first + 1 and one[1] == one[3]]
        return first + 1 if (deep and _names_below(below)) or _reads_as_two(grid[first], below) else first
    for top, left, bottom, right in wide:
        under = [cell.strip() for cell in below[left : right + 1]]
        named = bottom == first and all(under) and _names_something(under)
        if not named:
            cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            name = grid[top][left].strip() if left < len(grid[top]) else ""
            raise UnableToReadSheet("header_merged", place=place, cells=cells, found=name, columns=right - left + 1)
    return first + 1


def _names_below(below: Sequence[str]) -> bool:
    return any(cell.strip() for cell in below) and _names_something(below)


def _reads_as_two(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether names stand in two rows in a file without merged cells: gaps above, names below just there."""
    texts = [cell.strip() for cell in row]
    under = [cell.strip() for cell in below] + [""] * (len(texts) - len(below))
    gaps = [number for number, text in enumerate(texts) if not text and number and any(texts[number:])]
    if not gaps or not all(under[number] for number in gaps) or not _names_something(under):
        return False
    named = [number for number, text in enumerate(under) if text]
    starts = {number for number, after in pairwise(range(len(texts))) if texts[number] and not texts[after]}
    return set(named) <= set(gaps) | starts and len(named) < sum(1 for one in (*texts, *under) if one)


def _joined(grid: Grid, first: int, last: int, merged: Sequence[Merged]) -> list[str]:
    above = [cell.strip() for cell in grid[first]]
    below = [cell.strip() for cell in grid[last]]
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    for _, left, _, right in (one for one in merged if one[0] <= first <= one[2]):
        above[left : right + 1] = [above[left]] * (min(right, width - 1) - left + 1)
    if not merged:
        for number in range(1, width):
            if not above[number] and below[number]:
                above[number] = above[number - 1]
    return [" / ".join(text for text in pair if text) for pair in zip(above, below, strict=True)]
