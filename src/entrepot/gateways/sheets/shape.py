"""The shape of a file: what a person needs to be told of how it was read, and what a file in the same shape needs."""

from dataclasses import dataclass
from typing import Literal

Container = Literal["separated", "workbook", "parquet", "json-lines"]
Why = Literal["title", "separator-hint", "header", "empty", "totals"]


@dataclass(frozen=True)
class Wish:
    """What a person says about a file; an empty value is found out.

    sheet: name of the sheet of a workbook; header_row: the number of the row with the column names, from 1;
    encoding, delimiter: of text.
    """

    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Rows of the file that are no rows of the table: first and last row_no, why, and what the first one says."""

    first: int
    last: int
    why: Why
    text: str = ""


@dataclass(frozen=True)
class Shape:
    """How a file is made.

    packed: with gzip; encoding, mark (byte order mark), delimiter: of text. sheet: the sheet of the workbook that was
    read, other_sheets and hidden_sheets those that were not; macros: there are some, and they were not run.
    header_row: the row of the column names (the last one where they stand in two rows), 0 where the file has none
    (Parquet, JSON lines); header_rows: how many rows they take. places: the place of each column of the table in the
    file, from 0. left_out: rows that are none; empty_columns: places of columns without any value; merged: addresses
    of merged cells whose value was taken for all their rows.
    """

    container: Container = "separated"
    packed: bool = False
    encoding: str = "utf-8"
    mark: bool = False
    delimiter: str = ","
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    macros: bool = False
    header_row: int = 1
    header_rows: int = 1
    places: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    empty_columns: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()

    def address(self, row_no: int, column: int) -> str:
        """The address of a cell of the table as a spreadsheet shows it: B7."""
        return f"{letters(self.places[column] if self.places else column)}{row_no}"


def letters(place: int) -> str:
    """The letters over a column of a spreadsheet, from its place (0 is A)."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def place_of(column: str) -> int:
    """The place of a column (from 0) from its letters."""
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
