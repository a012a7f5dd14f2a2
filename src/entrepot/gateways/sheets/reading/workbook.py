"""Workbooks (XLSX): the sheet that is meant, its cells as text, and each cell that cannot be read with its address."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice

import polars as pl
import python_calamine as calamine

from entrepot.gateways.sheets import problems as faults
from entrepot.gateways.sheets.reading.cells import Looked, look
from entrepot.gateways.sheets.reading.header import ROWS_SEARCHED, Header, Merged, find_header, known_in
from entrepot.gateways.sheets.reading.merging import Merges, read_merges
from entrepot.gateways.sheets.reading.package import Package, Sheet
from entrepot.gateways.sheets.reading.rows import frame_of, trimmed
from entrepot.gateways.sheets.reading.separated import above
from entrepot.gateways.sheets.reading.values import LOST_FROM, number_text, text_of
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Shape, Wish, letters
from entrepot.gateways.sheets.table import ROW_NO, Limits, Table

_CHUNK_ROWS = 20_000
_KNOWN_ENOUGH = 2
_MACROS = "xl/vbaProject.bin"
_FAULT = {ROW_NO: pl.Int64, "place": pl.Int32, "found": pl.String, "cell": pl.String, "reason": pl.String}
Fault = tuple[int, int, str, str, str]  # row_no, place of the column, what was found, address, reason


def read_workbook(data: bytes, place: str, wish: Wish, limits: Limits) -> Table:
    """A table from a workbook. Macros are never run: their values are what the file holds. Raises UnableToReadSheet."""
    package = Package(data, place, limits)
    formats = package.formats()
    book = _opened(data, place)
    sheets = package.sheets()
    one = _chosen([_Grid(package, book, sheet, formats, limits) for sheet in _candidates(sheets, wish, place)], place)
    shape = Shape(
        container="workbook",
        sheet=one.sheet.name,
        other_sheets=tuple(sheet.name for sheet in sheets if not sheet.hidden and sheet is not one.sheet),
        hidden_sheets=tuple(sheet.name for sheet in sheets if sheet.hidden and sheet is not one.sheet),
        macros=_MACROS in package.names,
    )
    return one.table(shape, wish)


def _opened(data: bytes, place: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise UnableToReadSheet("password", place=place) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnableToReadSheet("workbook_damaged", place=place) from error


def _candidates(sheets: Sequence[Sheet], wish: Wish, place: str) -> list[Sheet]:
    """The sheet that was asked for, or the visible ones."""
    if wish.sheet:
        found = [sheet for sheet in sheets if sheet.name == wish.sheet]
        if not found:
            names = ", ".join(sheet.name for sheet in sheets)
            raise UnableToReadSheet("sheet_unknown", place=place, expected=wish.sheet, found=names)
        return found
    visible = [sheet for sheet in sheets if not sheet.hidden]
    if not visible:
        names = ", ".join(sheet.name for sheet in sheets)
        raise UnableToReadSheet("sheet_hidden", place=place, found=names or "–")
    return visible


def _chosen(grids: "Sequence[_Grid]", place: str) -> "_Grid":
    """The only sheet with cells, or the only one with names of fields; otherwise a person is asked."""
    filled = [grid for grid in grids if grid.looked.rows]
    if not filled:
        raise UnableToReadSheet("sheet_empty", place=place)
    if len(filled) == 1:
        return filled[0]
    known = [grid for grid in filled if grid.known() >= _KNOWN_ENOUGH]
    if len(known) == 1:
        return known[0]
    names = tuple(grid.sheet.name for grid in known or filled)
    raise UnableToReadSheet("sheet_choose", place=place, found=", ".join(names), sheets=names)


class _Grid:
    """One sheet: looked through, its cells read when they are asked for."""

    def __init__(
        self,
        package: Package,
        book: calamine.CalamineWorkbook,
        sheet: Sheet,
        formats: dict[bytes, int],
        limits: Limits,
    ) -> None:
        self.book, self.sheet, self.place, self.limits = book, sheet, package.place, limits
        try:
            self.looked: Looked = look(package.blocks(sheet.part), formats, package.place, limits)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
            raise UnableToReadSheet("workbook_damaged", place=package.place) from error
        self.faults: list[Fault] = []

    def known(self) -> int:
        """The most names of fields in one of the first rows."""
        return max((known_in(row) for row in islice(self._rows(self._cells()), ROWS_SEARCHED)), default=0)

    def table(self, shape: Shape, wish: Wish) -> Table:
        cells = self._cells()
        merged: list[Merged] = [(*start, *end) for start, end in cells.merged_cell_ranges or ()]
        rows = self._rows(cells)
        first = list(islice(rows, ROWS_SEARCHED + 2))
        header = find_header(first, self.place, wished_row=wish.header_row, merged=merged)
        merges = read_merges(merged, header)
        frame = self._frame([*first[header.last + 1 :]], rows, header, merges)
        found = trimmed(header.names, frame)
        if found.frame.is_empty():
            raise UnableToReadSheet("header_only", place=self.place)
        shape = Shape(
            **{
                **vars(shape),
                "header_row": header.last + 1,
                "header_rows": header.last - header.first + 1,
                "places": found.places,
                "left_out": (*above([list(row) for row in first], header), *found.left_out),
                "empty_columns": found.empty_columns,
                "merged": merges.told,
            }
        )
        return Table(self.place, found.header, found.frame, ",", shape, self._problems(found.frame, header, merges))

    def _cells(self) -> calamine.CalamineSheet:
        try:
            return self.book.get_sheet_by_name(self.sheet.name)
        except (calamine.CalamineError, ValueError) as error:
            raise UnableToReadSheet("workbook_damaged", place=self.place) from error

    def _rows(self, cells: calamine.CalamineSheet) -> Iterator[list[str]]:
        """All rows from the first on as texts, equally wide."""
        if cells.start is None or cells.end is None:
            return
        left = cells.start[1]
        width = max(self.looked.columns, cells.end[1] + 1)
        marked = self._marked()
        before = [""] * left
        floats = _Floats()
        for number, values in enumerate(cells.iter_rows()):  # from the first row, but from the first column with cells
            texts = before + [
                value if (kind := type(value)) is str else floats[value] if kind is float else text_of(value)  # type: ignore[index,misc]  # by its type
                for value in values
            ]
            if len(texts) < width:
                texts += [""] * (width - len(texts))
            if floats.large:
                self._large(number, left, values, texts)
            if number in marked:
                self._mark(number, texts, marked[number])
            yield texts

    def _large(self, row: int, left: int, values: Sequence[object], texts: Sequence[str]) -> None:
        for column, value in enumerate(values, left):
            if isinstance(value, float) and abs(value) >= LOST_FROM:
                self._fault(row, column, texts[column], "digits_lost")

    def _marked(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in (*self.looked.errors, *self.looked.formulas, *self.looked.formats):
            found.setdefault(row, []).append(column)
        return found

    def _mark(self, row: int, texts: list[str], columns: Sequence[int]) -> None:
        """Put in what the reader of workbooks leaves out of some cells of a row."""
        for column in columns:
            address = (row, column)
            if address in self.looked.errors:
                texts[column] = self.looked.errors[address]
                self._fault(row, column, texts[column], "cell_error")
            elif address in self.looked.formulas and not texts[column]:
                self._fault(row, column, "", "formula_without_value")
            elif address in self.looked.formats:
                texts[column] = _as_formatted(texts[column], self.looked.formats[address])

    def _fault(self, row: int, column: int, found: str, reason: str) -> None:
        self.faults.append((row + 1, column, found, f"{letters(column)}{row + 1}", reason))

    def _frame(self, first: list[list[str]], rows: Iterator[list[str]], header: Header, merges: Merges) -> pl.DataFrame:
        width, row_no = len(header.names), header.last + 2
        frames = [frame_of([], row_no, width)]
        chunk = first + list(islice(rows, _CHUNK_ROWS))
        while chunk:
            merges.fill(chunk, row_no)
            frames.append(frame_of(chunk, row_no, width))
            row_no += len(chunk)
            chunk = list(islice(rows, _CHUNK_ROWS))
        return pl.concat(frames)

    def _problems(self, frame: pl.DataFrame, header: Header, merges: Merges) -> pl.DataFrame:
        """What cannot be read, of the rows that are left."""
        every = dict.fromkeys([*self.faults, *merges.faults])
        found = pl.DataFrame(list(every), schema=_FAULT, orient="row").filter(
            pl.col(ROW_NO).is_in(frame[ROW_NO].implode())
        )
        names = dict(enumerate(header.names))
        told = found.with_columns(
            column=pl.col("place").replace_strict(names, default=None, return_dtype=pl.String)
        ).drop_nulls("column")
        parts = [faults.problems(part, str(reason)) for (reason,), part in told.group_by("reason", maintain_order=True)]
        return pl.concat([faults.none(), *parts]).sort(ROW_NO, maintain_order=True)


class _Floats(dict[float, str]):
    """Texts of numbers, each made once. large: whether one of them had more digits than a workbook keeps."""

    large = False

    def __missing__(self, value: float) -> str:
        if abs(value) >= LOST_FROM:
            self.large = True
        text = self[value] = number_text(value)
        return text


def _as_formatted(text: str, form: int) -> str:
    """A number as its format shows it: filled up with zeros, or in percent."""
    if not text or not text.replace(".", "", 1).isdecimal():
        return text
    return text.zfill(form) if form else f"{number_text(float(text) * 100)}%"
