"""Text with delimiters: its encoding, its delimiter and its header found out, then read as `table` reads."""

import csv
import io
from dataclasses import replace

import polars as pl

from entrepot.gateways.sheets.reading.encodings import encoding_of
from entrepot.gateways.sheets.reading.header import ROWS_SEARCHED, Header, find_header, known_in
from entrepot.gateways.sheets.reading.rows import trimmed
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import LeftOut, Shape, Wish
from entrepot.gateways.sheets.table import CELLS_FOUND, Limits, Table, read_rows

_DELIMITERS = (",", "\t", ";", "|")
_HEAD_CHARACTERS = 1 << 17
_KEEP = "surrogateescape"  # bytes that do not decode count as they are
_HINT = "sep="  # a line for spreadsheets that names the delimiter


def read_separated(data: bytes, place: str, wish: Wish, limits: Limits) -> Table:
    """A table from text. Raises UnableToReadSheet."""
    encoding, mark = encoding_of(data)
    if wish.encoding and not mark:
        encoding = wish.encoding
    data = _in_utf8(data[len(mark) :], encoding, place)
    text = data[: _HEAD_CHARACTERS * 4].decode("utf-8", _KEEP)[:_HEAD_CHARACTERS]
    _check_header_bytes(data, place, limits)
    delimiter = wish.delimiter or _delimiter(text)
    grid, ends = _records(text, delimiter, place)
    header = find_header(grid, place, wished_row=wish.header_row)
    if len(header.names) > limits.columns:
        raise UnableToReadSheet(
            "too_wide", place=place, line=header.first + 1, expected=f"{limits.columns} columns (列)"
        )
    _check_names(header, place)
    start = len(text[: ends[header.last]].encode("utf-8", _KEEP))
    frame = read_rows(data[start:], place, delimiter, width=len(header.names), first_row=header.last + 2)
    found = trimmed(header.names, _unwrapped(frame) if b'="' in data else frame)
    if found.frame.is_empty():
        raise UnableToReadSheet("header_only", place=place)
    if len(found.header) == 1 and not known_in(found.header):
        raise UnableToReadSheet("not_a_table", place=place, found=ascii(grid[header.first][0][:40]))
    shape = Shape(
        encoding=encoding,
        mark=bool(mark),
        delimiter=delimiter,
        header_row=header.last + 1,
        header_rows=header.last - header.first + 1,
        places=found.places,
        left_out=(*above(grid, header), *found.left_out),
        empty_columns=found.empty_columns,
    )
    return Table(place, found.header, found.frame, delimiter, shape)


def _unwrapped(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells written as ="00123", by which programs keep a spreadsheet from taking a number for one, as their text."""
    cells = [pl.col(name) for name in frame.columns if name.startswith("c") and name != CELLS_FOUND]
    return frame.with_columns(pl.coalesce(cell.str.extract(r'^="([^"]*)"$', 1), cell) for cell in cells)


def above(grid: list[list[str]], header: Header) -> list[LeftOut]:
    """The rows above the header, as left out."""
    found: list[LeftOut] = []
    for number, row in enumerate(grid[: header.first], 1):
        text = " ".join(cell.strip() for cell in row if cell.strip())[:80]
        hint = number == 1 and text.lower().startswith(_HINT)
        one = LeftOut(number, number, "separator-hint" if hint else "title" if text else "empty", text)
        if found and found[-1].why == one.why == "empty":
            found[-1] = replace(found[-1], last=number)
        else:
            found.append(one)
    return found


def _in_utf8(data: bytes, encoding: str, place: str) -> bytes:
    """The same text in UTF-8; bytes that do not decode mark their cell."""
    if encoding == "utf-8":
        return data
    try:
        return data.decode(encoding, "replace").encode("utf-8", "replace")
    except LookupError as error:
        raise UnableToReadSheet("not_text", place=place, line=1, expected="UTF-8", found=encoding) from error


def _check_header_bytes(data: bytes, place: str, limits: Limits) -> None:
    start = data[: limits.header_bytes + 1]
    if len(start) > limits.header_bytes and b"\n" not in start and b"\r" not in start:
        raise UnableToReadSheet("too_wide", place=place, line=1, expected=f"{limits.header_bytes} bytes (字节)")


def _check_names(header: Header, place: str) -> None:
    damaged = [name for name in header.names if "\ufffd" in name or "\x00" in name]
    if damaged:
        raise UnableToReadSheet(
            "not_text", place=place, line=header.first + 1, expected="UTF-8", found=ascii(damaged[0][:40])
        )


def _delimiter(text: str) -> str:
    """The one that gives the most known names; then the widest rows that are equally wide."""
    first = text.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith(_HINT) and first[len(_HINT) :] in _DELIMITERS:
        return first[len(_HINT) :]
    return max(_DELIMITERS, key=lambda sign: _fits(text, sign))


def _fits(text: str, delimiter: str) -> tuple[int, int, int]:
    if delimiter not in text:
        return 0, 0, 0
    try:
        rows = [row for row in _read_some(text, delimiter) if row]
    except csv.Error:
        return 0, 0, 0
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    share = 100 * widths.count(usual) // len(widths) if usual > 1 else 0
    return max(map(known_in, rows[:ROWS_SEARCHED])), share * min(usual, 4), usual


def _read_some(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for _, row in zip(range(ROWS_SEARCHED + 2), reader, strict=False)]


def _records(text: str, delimiter: str, place: str) -> tuple[list[list[str]], list[int]]:
    """The first records, and the place in the text where each ends."""
    lines = io.StringIO(text, newline="").readlines()  # line ends stay as they are
    reader = csv.reader(lines, delimiter=delimiter)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    grid: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            grid.append([cell if cell.isascii() else _decoded(cell) for cell in row])
            ends.append(offsets[reader.line_num])
            if len(grid) >= ROWS_SEARCHED + 2:
                break
    except csv.Error as error:
        if not grid:
            raise UnableToReadSheet(
                "quote_open", place=place, line=reader.line_num, expected=csv.field_size_limit()
            ) from error
    return grid, ends


def _decoded(cell: str) -> str:
    return cell.encode("utf-8", _KEEP).decode("utf-8", "replace")
