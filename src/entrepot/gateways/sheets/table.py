"""CSV as it stands: every cell text, every row numbered, sizes bounded before anything is kept."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

import polars as pl

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Shape

ROW_NO = "row_no"
CELLS_FOUND = "cells_found"
# One row a problem; a row of the sheet may have several. column: the header, null where the order as a whole is meant.
PROBLEMS = {
    ROW_NO: pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "en": pl.String,
    "zh": pl.String,
}
_CHUNK_ROWS = 20_000
_BLOCK_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Limits:
    """What a sheet may hold: bytes as sent, bytes unpacked, columns, bytes of the header line, cells of a workbook."""

    unpacked_bytes: int = 1 << 29
    columns: int = 512
    header_bytes: int = 1 << 16
    file_bytes: int = 2_000_000_000
    cells: int = 50_000_000


@dataclass(frozen=True)
class Table:
    """A sheet as read.

    place: its name, for messages; header: as in the file; frame: row_no (Int64, as a person sees it in the file),
    cells_found (Int32, how many cells the row had) and the columns c0, c1, … (String; an absent cell is null, an empty
    one null or empty); delimiter: one character; shape: how the file is made; faults: cells that could not be read at
    all, as PROBLEMS.
    """

    place: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    delimiter: str
    shape: Shape = field(default_factory=Shape)
    faults: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROBLEMS))

    def preview(self, rows: int = 5) -> list[list[str]]:
        """The first rows, cell by cell; an absent cell is empty."""
        cells = self.frame.head(rows).select(pl.col(f"c{i}").fill_null("") for i in range(len(self.header)))
        return [list(row) for row in cells.iter_rows()]

    def column(self, name: str) -> str:
        """The frame's name of the column headed `name`. Raises UnableToReadSheet when it is absent or there twice."""
        times, line = self.header.count(name), self.shape.header_row
        if times == 0:
            found = ", ".join(self.header[:20]) + (" …" if len(self.header) > 20 else "")
            raise UnableToReadSheet("header_lacks", place=self.place, line=line, expected=name, found=found)
        if times > 1:
            raise UnableToReadSheet("header_repeats", place=self.place, line=line, expected=name, found=times)
        return f"c{self.header.index(name)}"


def read_table(
    source: Path | bytes, *, delimiter: str = ",", encoding: str = "utf-8", limits: Limits | None = None
) -> Table:
    """Read a CSV file, packed with gzip or not; bytes that do not decode become U+FFFD in their cell.

    Raises UnableToReadSheet when the file as a whole is no table.
    """
    limits = limits or Limits()
    place = source.name if isinstance(source, Path) else "CSV"
    data = unpacked(source, place, limits)
    if data.startswith(_UTF16):
        raise UnableToReadSheet("not_text", place=place, line=1, expected=encoding, found="UTF-16")
    if encoding == "utf-8":
        data = data.removeprefix(_BOM)
    rows = _Rows(data, place, delimiter, encoding)
    header = _header(data, rows, limits)
    quick = _quick(data, len(header), delimiter) if encoding == "utf-8" else None
    frame = _careful(rows, len(header)) if quick is None else quick
    if frame.is_empty():
        raise UnableToReadSheet("header_only", place=place)
    return Table(place, header, frame, delimiter, Shape(encoding=encoding, delimiter=delimiter))


def unpacked(source: Path | bytes, place: str, limits: Limits) -> bytes:
    """The bytes of a file, those in it where it is packed with gzip. Raises UnableToReadSheet."""
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > limits.file_bytes:
            raise UnableToReadSheet("file_too_large", place=place, expected=limits.file_bytes, found=size)
        raw: IO[bytes] = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    except OSError as error:
        raise UnableToReadSheet("no_file", place=place) from error
    with raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream: io.BufferedIOBase | IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw
        blocks: list[bytes] = []
        left = limits.unpacked_bytes
        try:
            while block := stream.read(_BLOCK_BYTES):
                left -= len(block)
                if left < 0:
                    raise UnableToReadSheet("too_large", place=place, expected=limits.unpacked_bytes)
                blocks.append(block)
        except (EOFError, OSError, zlib.error) as error:
            raise UnableToReadSheet("not_gzip" if packed else "no_file", place=place) from error
    return b"".join(blocks)


def read_rows(data: bytes, place: str, delimiter: str, *, width: int, first_row: int) -> pl.DataFrame:
    """The records of a text in UTF-8 that has no header any more; the first one gets the number `first_row`."""
    quick = _quick(data, width, delimiter, first_row=first_row, header=False)
    return _careful(_Rows(data, place, delimiter, "utf-8"), width, first_row) if quick is None else quick


class _Rows:
    """The records of the file as lists of cells."""

    def __init__(self, data: bytes, place: str, delimiter: str, encoding: str) -> None:
        text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
        self._rows = csv.reader(text, delimiter=delimiter)
        self.place = place

    def take(self, count: int) -> list[list[str]]:
        """The next `count` records, fewer at the end."""
        try:
            return list(islice(self._rows, count))
        except csv.Error as error:
            raise UnableToReadSheet(
                "quote_open", place=self.place, line=self._rows.line_num, expected=csv.field_size_limit()
            ) from error


def _header(data: bytes, rows: _Rows, limits: Limits) -> tuple[str, ...]:
    start = data[: limits.header_bytes + 1]
    if len(start) > limits.header_bytes and b"\n" not in start and b"\r" not in start:
        raise UnableToReadSheet("too_wide", place=rows.place, line=1, expected=f"{limits.header_bytes} bytes (字节)")
    names = next(iter(rows.take(1)), [])
    if not any(name.strip() for name in names):
        raise UnableToReadSheet("sheet_empty", place=rows.place)
    if len(names) > limits.columns:
        raise UnableToReadSheet("too_wide", place=rows.place, line=1, expected=f"{limits.columns} columns (列)")
    damaged = [name for name in names if "\ufffd" in name or "\x00" in name]
    if damaged:
        raise UnableToReadSheet("not_text", place=rows.place, line=1, expected="UTF-8", found=ascii(damaged[0][:40]))
    return tuple(name.strip() for name in names)


def _quick(data: bytes, width: int, delimiter: str, *, first_row: int = 2, header: bool = True) -> pl.DataFrame | None:
    """All rows at once, or None unless every row has `width` cells, all is UTF-8 and the quotation marks pair up.

    Delimiters are counted over all rows together: one cell too few in a row and one empty cell too many in another pass
    for two whole rows. The cells read are the same.
    """
    if width == 1 or len(delimiter.encode()) != 1 or not _has_plain_lines(data, header=header):
        return None
    names = [f"c{i}" for i in range(width)]
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            skip_rows=int(header),
            separator=delimiter,
            schema=dict.fromkeys([*names, "beyond"], pl.String),
            missing_columns="insert",
            extra_columns="ignore",
        )
    except pl.exceptions.PolarsError:
        return None
    if frame["beyond"].null_count() != frame.height or frame.is_empty():
        return None
    if frame.select(pl.all_horizontal(pl.all().is_null()).any()).item():  # a line without any character is no row
        return None
    inside = sum(int(frame[name].str.count_matches(delimiter, literal=True).sum()) for name in names)
    if data.count(delimiter.encode()) - inside != (frame.height + header) * (width - 1):
        return None
    return frame.select(
        pl.int_range(first_row, frame.height + first_row, dtype=pl.Int64).alias(ROW_NO),
        pl.lit(width, dtype=pl.Int32).alias(CELLS_FOUND),
        *names,
    )


def _has_plain_lines(data: bytes, *, header: bool) -> bool:
    """Whether quotation marks pair up, none stands in the header, and no carriage return ends a line alone."""
    first_line = data[: data.find(b"\n") + 1]
    return (
        (first_line != b"" and b'"' not in first_line if header else data != b"")
        and data.count(b'"') % 2 == 0
        and data.count(b"\r") == data.count(b"\r\n")
    )


def _careful(rows: _Rows, width: int, row_no: int = 2) -> pl.DataFrame:
    """All rows; without more said the header was row 1."""
    frames = [_frame([], range(0), width)]
    while chunk := rows.take(_CHUNK_ROWS):
        frames.append(_frame(chunk, range(row_no, row_no + len(chunk)), width))
        row_no += len(chunk)
    return pl.concat(frames)


def _frame(chunk: list[list[str]], numbers: range, width: int) -> pl.DataFrame:
    columns = list(zip(*_squared(chunk, width), strict=True)) or [()] * width
    frame = pl.DataFrame(
        [
            pl.Series(ROW_NO, numbers, dtype=pl.Int64),
            pl.Series(CELLS_FOUND, [len(row) for row in chunk], dtype=pl.Int32),
            *(pl.Series(f"c{i}", column, dtype=pl.String) for i, column in enumerate(columns)),
        ]
    )
    return frame.filter(pl.col(CELLS_FOUND) > 0)  # a line without any character is no row


def _squared(chunk: list[list[str]], width: int) -> Iterator[list[str | None]]:
    for row in chunk:
        yield [*row[:width], *([None] * (width - len(row)))]
