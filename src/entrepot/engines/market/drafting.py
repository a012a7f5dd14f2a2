"""The lines of a declaration: each kind of goods on its own, or simplified by chapter where the law lets it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Final

from entrepot.rulebook import Figures

CHAPTER: Final = 2  # digits of an HS code that name its chapter


@dataclass(frozen=True)
class Goods:
    """What a container holds of one deal. value: in yuan; confirmed: by the stall."""

    deal_no: str
    hs_code: str
    name: str
    quantity: Decimal
    unit: str
    value: Decimal
    confirmed: bool = True


@dataclass(frozen=True)
class Line:
    """One line. kinds: how many kinds of goods it stands for; quantity: None where their units differ (unit empty)."""

    line_no: int
    hs_code: str
    name: str
    quantity: Decimal | None
    unit: str
    value: Decimal
    kinds: int = 1


@dataclass(frozen=True)
class Draft:
    """The lines, the kind of highest value first. kinds: of goods in all; simplified: whether kinds were merged."""

    lines: tuple[Line, ...]
    kinds: int
    simplified: bool
    value: Decimal


def draft(goods: Sequence[Goods], figures: Figures) -> Draft:
    """The declaration of these goods. A kind of goods is an HS code with a name.

    Above the number of kinds in force it is simplified: the kinds of highest value stand one by one, the rest is merged
    by chapter under code and name of the chapter's kind of highest value. Where a figure has lapsed nothing is merged.
    """
    kinds = kinds_of(goods)
    value = sum((each.value for each in kinds), Decimal(0))
    lapsed = figures.lapse("simplified_above") or figures.lapse("itemised_kinds")
    if lapsed or len(kinds) <= figures.whole("simplified_above"):
        return Draft(_numbered(kinds), len(kinds), simplified=False, value=value)
    itemised = figures.whole("itemised_kinds")
    rest = [_together(each) for each in _by_chapter(kinds[itemised:])]
    return Draft(_numbered([*kinds[:itemised], *_by_value(rest)]), len(kinds), simplified=True, value=value)


def kinds_of(goods: Sequence[Goods]) -> list[Line]:
    """Each kind of goods on a line of its own, the highest value first."""
    rows = sorted(goods, key=lambda one: (one.hs_code, one.name))
    lines = [Line(0, one.hs_code, one.name, one.quantity, one.unit, one.value) for one in rows]
    grouped = groupby(lines, key=lambda one: (one.hs_code, one.name))
    return _by_value([replace(_together(list(each)), kinds=1) for _, each in grouped])


def _by_chapter(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines, which stand by value, chapter by chapter; within a chapter still by value."""
    rows = sorted(lines, key=lambda one: one.hs_code[:CHAPTER])
    return [list(each) for _, each in groupby(rows, key=lambda one: one.hs_code[:CHAPTER])]


def _together(lines: Sequence[Line]) -> Line:
    """One line under the code and name of the first; quantities are added up where the units agree."""
    same_unit = len({one.unit for one in lines}) == 1
    return replace(
        lines[0],
        quantity=sum((one.quantity or Decimal(0) for one in lines), Decimal(0)) if same_unit else None,
        unit=lines[0].unit if same_unit else "",
        value=sum((one.value for one in lines), Decimal(0)),
        kinds=sum(one.kinds for one in lines),
    )


def _by_value(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (-one.value, one.hs_code, one.name))


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, line_no=number) for number, line in enumerate(lines, 1))
