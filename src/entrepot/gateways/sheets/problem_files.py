"""Rejected rows as a file in the shape of the one they came in; see `problems.write_problems`."""

import io
import json

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from entrepot.gateways.sheets.adding import ADDED, neutralised
from entrepot.gateways.sheets.table import ROW_NO, Table

_UTF8_MARK = b"\xef\xbb\xbf"
_MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8": _UTF8_MARK}
_CELL_CHARACTERS = 32_767  # a workbook holds no more in one cell
_WIDE, _WIDEST = 12, 48
_WRONG = {"bg_color": "#FDE7E4", "border": 1, "border_color": "#B3261E", "text_wrap": True, "valign": "top"}
_BESIDE = {"italic": True, "text_wrap": True, "valign": "top", "bg_color": "#F4F1EA"}


def written(table: Table, rows: pl.DataFrame, found: pl.DataFrame) -> bytes:
    """The file. rows: as `problems.beside`; found: the problems, which say which cells are wrong."""
    container = table.shape.container
    if container == "separated":
        return _separated(table, rows)
    return _json_lines(table, rows) if container == "json-lines" else _workbook(table, rows, found)


def _headers(table: Table, rows: pl.DataFrame) -> list[str]:
    """The headers of all columns but row_no."""
    return [*(name for name in table.header if name not in ADDED), *(name for name in rows.columns if name in ADDED)]


def _separated(table: Table, rows: pl.DataFrame) -> bytes:
    cells = rows.drop(ROW_NO)
    safe = cells.with_columns(neutralised(name) for name in cells.columns)
    header = pl.DataFrame([_headers(table, rows)], orient="row", schema=safe.schema)
    out = io.BytesIO()
    for part in (header, safe):
        part.write_csv(out, include_header=False, separator=table.delimiter, quote_style="necessary")
    encoding = table.shape.encoding
    if encoding == "utf-8":
        return _UTF8_MARK + out.getvalue()
    try:
        return _MARKS.get(encoding, b"") + out.getvalue().decode().encode(encoding)
    except UnicodeEncodeError:  # a reason, or a name in it, has characters that the encoding has not
        return _UTF8_MARK + out.getvalue()


def _json_lines(table: Table, rows: pl.DataFrame) -> bytes:
    headers = _headers(table, rows)
    lines = []
    for row in rows.drop(ROW_NO).iter_rows():
        members = {name: cell for name, cell in zip(headers, row, strict=True) if cell is not None}
        lines.append(json.dumps(members, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _workbook(table: Table, rows: pl.DataFrame, found: pl.DataFrame) -> bytes:
    """Every cell is text: nothing is computed, no digit is lost; the wrong ones are coloured."""
    headers = _headers(table, rows)
    added = {number for number, name in enumerate(headers) if name in ADDED}
    wrong = set(found.select(ROW_NO, "column").drop_nulls().iter_rows())
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {"head": book.add_format({"bold": True, "valign": "top", "text_wrap": True, "num_format": "@"}),
             "wrong": book.add_format(_WRONG | {"num_format": "@"}), "beside": book.add_format(_BESIDE),
             "text": book.add_format({"num_format": "@", "valign": "top"})}  # fmt: skip
    sheet = book.add_worksheet(table.shape.sheet[:31] or None)
    for column, name in enumerate(headers):
        sheet.write_string(0, column, name, forms["head"])
        sheet.set_column(column, column, _WIDEST if column in added else _WIDE)
    for number, (row_no, *cells) in enumerate(rows.iter_rows(), 1):
        for column, cell in enumerate(cells):
            is_wrong = (row_no, headers[column]) in wrong
            form = forms["beside" if column in added else "wrong" if is_wrong else "text"]
            if cell or is_wrong:
                sheet.write_string(number, column, (cell or "")[:_CELL_CHARACTERS], form)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    book.close()
    return out.getvalue()
