"""Sampling plans: ISO 2859-1 (GB/T 2828.1), single sampling, normal inspection, general levels I to III. Pure.

Source: ISO 2859-1 tables 1 and 2-A, the same as MIL-STD-105E tables I and II-A. AQL up to 10: percent of faulty units.
The table is built of diagonals: a step to the right and one up keep acceptance and rejection numbers.
"""

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

LEVELS = ("I", "II", "III")
LETTERS = "ABCDEFGHJKLMNPQR"
SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
AQLS = tuple(
    Decimal(text)
    for text in ("0.01", "0.015", "0.025", "0.04", "0.065", "0.1", "0.15", "0.25", "0.4", "0.65", "1.0", "1.5", "2.5",
                 "4.0", "6.5", "10")
)  # fmt: skip
# The last lot size of a row, and its letters at levels I, II, III.
_ROWS = (
    (8, "AAB"), (15, "ABC"), (25, "BCD"), (50, "CDE"), (90, "CEF"), (150, "DFG"), (280, "EGH"), (500, "FHJ"),
    (1_200, "GJK"), (3_200, "HKL"), (10_000, "JLM"), (35_000, "KMN"), (150_000, "LNP"), (500_000, "MPQ"),
)  # fmt: skip
_LAST = "NQR"
# Diagonal (place of the letter + place of the AQL) → acceptance number. Between 14 and 17 arrows point to either.
_ACCEPT = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21}
_ZERO, _ONE, _MOST = 14, 17, 24
LEAST_LOT = 2


@dataclass(frozen=True)
class Plan:
    """How many units to look at, and up to how many faulty ones the lot passes. sample: at most the lot."""

    letter: str
    sample: int
    accept: int

    @property
    def reject(self) -> int:
        """The number of faulty units from which the lot fails."""
        return self.accept + 1


def letter_for(lot: int, level: str) -> str:
    """The code letter of a lot of at least 2 units."""
    row = bisect_left([last for last, _ in _ROWS], lot)
    return (_ROWS[row][1] if row < len(_ROWS) else _LAST)[LEVELS.index(level)]


def plan(lot: int, level: str, aql: Decimal) -> Plan:
    """The plan of a lot; where the sample would be the lot or more, every unit is looked at."""
    column = AQLS.index(aql)
    row = _followed(LETTERS.index(letter_for(lot, level)), column)
    return Plan(LETTERS[row], min(SIZES[row], lot), _ACCEPT[row + column])


def _followed(row: int, column: int) -> int:
    """The row that the arrows lead to, if there is one."""
    diagonal = row + column
    first, one = _ZERO - column, _ONE - column
    if diagonal < _ZERO:
        return first
    if diagonal == _ZERO + 1:
        return first if first >= 0 else one
    if diagonal == _ONE - 1:
        return one if one < len(LETTERS) else first
    return min(row, _MOST - column)
