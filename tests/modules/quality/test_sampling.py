"""The sampling plans are those of the standard, row by row."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from entrepot.modules.quality import api as quality

TABLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "aql"
# No larger number stands in the tables; the lots of the last row are larger than it.
NO_END = 10_000_000
LAST_AQL = Decimal(10)


def rows(name: str) -> list[dict[str, str]]:
    if not (TABLES / name).is_file():
        pytest.skip(f"{name} of ISO 2859-1 is not on this machine.")
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lots(text: str) -> tuple[int, int]:
    """The smallest and the largest lot of a row."""
    bounds = text.replace(",", "")
    if bounds.startswith("over "):
        return int(bounds.removeprefix("over ")), NO_END
    first, last = bounds.split("-")
    return int(first), int(last)


def letters_of_table() -> dict[str, tuple[int, str]]:
    """Letter → the largest lot that has it, and at which level."""
    found: dict[str, tuple[int, str]] = {}
    for row in rows("code_letters.csv"):
        found |= {row[level]: (lots(row["lot_size"])[1], level) for level in quality.LEVELS}
    return found


def test_every_code_letter_is_that_of_the_table_at_both_ends_of_its_lots() -> None:
    table = rows("code_letters.csv")
    assert len(table) == 15
    wrong = [
        (lot, level)
        for row in table
        for lot in lots(row["lot_size"])
        for level in quality.LEVELS
        if quality.letter_for(lot, level) != row[level]
    ]
    assert wrong == []


def test_every_plan_up_to_ten_percent_is_that_of_the_table() -> None:
    table = [row for row in rows("single_plans_normal.csv") if Decimal(row["aql"]) <= LAST_AQL]
    assert len(table) == 16 * 16
    where = letters_of_table()
    for row in table:
        lot, level = where[row["code_letter"]]
        made = quality.plan(lot, level, Decimal(row["aql"]))
        expected = (min(int(row["n"]), lot), int(row["ac"]), int(row["re"]))
        assert (made.sample, made.accept, made.reject) == expected, row


@pytest.mark.parametrize(
    ("lot", "level", "aql", "expected"),
    [
        (1000, "II", "2.5", ("J", 80, 5)),
        (1200, "II", "1.0", ("J", 80, 2)),
        (1201, "II", "1.0", ("K", 125, 3)),
        (500_000, "II", "0.65", ("P", 800, 10)),
        (500_001, "III", "0.01", ("Q", 1250, 0)),
        (150, "II", "0.1", ("K", 125, 0)),  # arrow down
        (151, "II", "10", ("G", 32, 7)),
        (10_000, "III", "10", ("K", 125, 21)),  # arrow up
        (8, "I", "10", ("C", 5, 1)),  # arrow down, past a row without one
        (2, "II", "0.01", ("Q", 2, 0)),  # the sample would be larger than the lot: every unit
    ],
)
def test_plans_as_printed(lot: int, level: str, aql: str, expected: tuple[str, int, int]) -> None:
    made = quality.plan(lot, level, Decimal(aql))
    assert (made.letter, made.sample, made.accept) == expected
