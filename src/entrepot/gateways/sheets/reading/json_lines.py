"""JSON lines: one object a line, its members the cells; numbers digit for digit as they were written."""

import json
from collections.abc import Iterator
from typing import NoReturn

import polars as pl

from entrepot.gateways.items.envelope import Number, name_of, shown
from entrepot.gateways.sheets import problems as faults
from entrepot.gateways.sheets.reading.rows import frame_of, trimmed
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Shape
from entrepot.gateways.sheets.table import ROW_NO, Limits, Table

_CHUNK_ROWS = 20_000
_EXPONENT = ("e", "E")


def read_json_lines(data: bytes, place: str, limits: Limits) -> Table:
    """A table from JSON lines; a row has the number of its line. Raises UnableToReadSheet, naming the line."""
    header: dict[str, int] = {}
    nested: list[tuple[int, str, str]] = []
    chunks: list[tuple[int, list[list[str | None]]]] = []
    for row_no, members in _objects(data.removeprefix(b"\xef\xbb\xbf"), place):
        cells: list[str | None] = [None] * len(header)
        for name, value in members.items():
            if header.setdefault(name, len(header)) == len(cells):
                cells.append(None)
            if isinstance(value, dict | list):
                nested.append((row_no, name, name_of(value)))
            cells[header[name]] = _text(value)
        if len(header) > limits.columns:
            raise UnableToReadSheet("too_wide", place=place, line=row_no, expected=f"{limits.columns} columns (列)")
        if not chunks or len(chunks[-1][1]) >= _CHUNK_ROWS or chunks[-1][0] + len(chunks[-1][1]) != row_no:
            chunks.append((row_no, []))
        chunks[-1][1].append(cells)
    width = len(header)
    frame = pl.concat(
        [frame_of([], 1, width)]
        + [frame_of([row + [None] * (width - len(row)) for row in rows], first, width) for first, rows in chunks]
    )
    found = trimmed([name.strip() for name in header], frame)
    if found.frame.is_empty():
        raise UnableToReadSheet("header_only", place=place)
    shape = Shape(
        container="json-lines",
        header_row=0,
        header_rows=0,
        places=found.places,
        left_out=found.left_out,
        empty_columns=found.empty_columns,
    )
    problems = pl.DataFrame(nested, schema={ROW_NO: pl.Int64, "column": pl.String, "found": pl.String}, orient="row")
    return Table(place, found.header, found.frame, ",", shape, faults.problems(problems, "cell_nested"))


def _objects(data: bytes, place: str) -> Iterator[tuple[int, dict[str, object]]]:
    for row_no, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode(), parse_float=Number, parse_int=Number, parse_constant=_not_a_value)
        except (ValueError, RecursionError) as error:
            found = shown(line[:40].decode("utf-8", "replace"))
            raise UnableToReadSheet("line_not_json", place=place, line=row_no, found=found) from error
        if not isinstance(value, dict):
            raise UnableToReadSheet("line_not_json", place=place, line=row_no, found=name_of(value))
        yield row_no, value


def _not_a_value(constant: str) -> NoReturn:
    raise ValueError(constant)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)[:200]
