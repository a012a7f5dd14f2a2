"""Bookkeeping of a crosswalk: each value of a record is carried, carried in our own words, or lost. Nothing is assumed:
what nobody took is lost.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["own", "lost"]
Parts = Mapping[str, Mapping[str, Sequence[Mapping[str, object]]]]


@dataclass(frozen=True)
class Loss:
    """A column of which `values` values are lost, or stand in the document in our own namespace only ("own")."""

    part: str
    rows: str
    column: str
    values: int
    way: Way


@dataclass
class Row:
    """A row of a part; who takes a value says how it is carried."""

    values: Mapping[str, object]
    ways: dict[str, str] = field(default_factory=dict)

    def carry(self, column: str) -> str:
        """The value, which the standard has a place for; empty where there is none."""
        self.ways[column] = "carried"
        return self.look(column)

    def own(self, column: str) -> str:
        """The value, which goes into our own namespace; whoever does not know it passes over it."""
        self.ways.setdefault(column, "own")
        return self.look(column)

    def look(self, column: str) -> str:
        """The value, without a word on whether it is carried."""
        value = self.values.get(column)
        return "" if value is None else str(value)


class Ledger:
    """All rows of a record's parts, and what became of their values."""

    def __init__(self, parts: Parts) -> None:
        self._rows = {
            (part, name): [Row(row) for row in rows] for part, named in parts.items() for name, rows in named.items()
        }

    def rows(self, part: str, name: str) -> list[Row]:
        """The rows of one name in a part; none where the part is not shared."""
        return self._rows.get((part, name), [])

    def losses(self) -> list[Loss]:
        """What is not carried by the standard, in the order of the record."""
        found: Counter[tuple[str, str, str, Way]] = Counter()
        for (part, name), rows in self._rows.items():
            for row in rows:
                for column, value in row.values.items():
                    way = row.ways.get(column, "lost")
                    if value not in (None, "") and way != "carried":
                        found[part, name, column, "own" if way == "own" else "lost"] += 1
        return [Loss(part, name, column, count, way) for (part, name, column, way), count in found.items()]
