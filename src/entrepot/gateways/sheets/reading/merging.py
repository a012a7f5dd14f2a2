"""Merged cells below the header: a value that holds for all lines of an order is taken for each, others are refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from entrepot.gateways.sheets.fields import KEYS, KINDS, fields_of, forms_of, names_of
from entrepot.gateways.sheets.reading.header import Header, Merged
from entrepot.gateways.sheets.shape import letters


@dataclass
class Merges:
    """taken: merged cells whose value is taken for all their rows, `told` their addresses; refused: the others."""

    taken: list[Merged]
    refused: list[Merged]
    values: dict[Merged, str] = field(default_factory=dict)
    faults: list[tuple[int, int, str, str, str]] = field(default_factory=list)

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(_address(one) for one in self.taken)

    def fill(self, rows: Sequence[list[str]], first_row: int) -> None:
        """Write the values into rows of which the first has the number `first_row`; note what is refused."""
        begin, end = first_row - 1, first_row - 1 + len(rows)
        for one in self.taken:
            top, column, bottom, _ = one
            if begin <= top < end:
                self.values[one] = rows[top - begin][column]
            for row in range(max(top, begin), min(bottom + 1, end)):
                rows[row - begin][column] = self.values.get(one, "")
        for one in self.refused:
            top, column, bottom, _ = one
            for row in range(max(top, begin), min(bottom + 1, end)):
                self.faults.append((row + 1, column, rows[row - begin][column], _address(one), "cells_merged"))


def read_merges(merged: Sequence[Merged], header: Header) -> Merges:
    """Which merged cells below the header are understood."""
    below = [one for one in merged if one[0] > header.last and one[1] < len(header.names)]
    keys = {column for column, name in enumerate(header.names) if _is(name, set(KEYS.values()) - {"item_no"})}
    groups = {(top, bottom) for top, left, bottom, _ in below if left in keys}
    taken: list[Merged] = []
    refused: list[Merged] = []
    for one in sorted(below):
        top, left, bottom, right = one
        name = header.names[left]
        of_line = _is(name, _of_lines())
        of_order = left in keys or (not of_line and (_is(name, _of_documents()) or (top, bottom) in groups))
        (taken if left == right and of_order else refused).append(one)
    return Merges(taken, refused)


def _of_documents() -> set[str]:
    return {name for kind in KINDS for name, field in fields_of(kind).items() if field.part == "head"}


def _of_lines() -> set[str]:
    """What may differ from line to line; a note and a currency that stand once are meant for all."""
    lines = {name for kind in KINDS for name, field in fields_of(kind).items() if field.part == "line"}
    return lines - {"note", "currency"}


def _is(header: str, fields: set[str]) -> bool:
    forms = set(forms_of(header))
    return any(forms & {name for group in names_of(field) for name in group} for field in fields)


def _address(one: Merged) -> str:
    top, left, bottom, right = one
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
