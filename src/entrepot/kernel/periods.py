"""Half-open periods of days: the first day counts, the last day named does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`; without `end` it is open. Raises ValueError if it holds no day."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"expected a period to end after {self.start}, found the end {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __str__(self) -> str:
        return f"[{self.start}, {self.end or '…'})"

    def overlaps(self, other: "Period") -> bool:
        """Whether any day lies in both."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    def without(self, other: "Period") -> tuple["Period", ...]:
        """What is left of this period when the days of `other` are taken out: none, one or two periods."""
        if not self.overlaps(other):
            return (self,)
        left = (Period(self.start, other.start),) if self.start < other.start else ()
        if other.end is None or (self.end is not None and self.end <= other.end):
            return left
        return (*left, Period(other.end, self.end))


def in_order(periods: Iterable[Period]) -> list[Period]:
    """The periods by their first day."""
    return sorted(periods, key=lambda period: period.start)


def overlaps(periods: Iterable[Period]) -> Iterator[tuple[Period, Period]]:
    """Each pair of neighbours, by first day, that share a day."""
    return ((a, b) for a, b in pairwise(in_order(periods)) if a.overlaps(b))


def gaps(periods: Iterable[Period]) -> Iterator[Period]:
    """The days between the periods that none of them holds, as periods."""
    return (Period(a.end, b.start) for a, b in pairwise(in_order(periods)) if a.end is not None and a.end < b.start)
