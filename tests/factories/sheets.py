"""Sheets made in code: texts in any encoding, workbooks with features that no writer makes."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types

Rows = Sequence[Sequence[object]]


def separated(rows: Rows, delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\r\n") -> bytes:
    """Rows as text; cells with the delimiter, a quotation mark or a line end are quoted."""

    def cell(value: object) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if re.search(f'[{re.escape(delimiter)}"\r\n]', text) else text

    text = line_end.join(delimiter.join(map(cell, row)) for row in rows) + line_end
    return text.encode(encoding)


def workbook(fill: Callable[[Any, Any], None] | Rows, *, name: str = "Sheet1", **options: object) -> bytes:
    """A workbook; `fill` gets the book and its first sheet, or is its rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet = book.add_worksheet(name)
    if callable(fill):
        fill(book, sheet)
    else:
        for number, row in enumerate(fill):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def changed(data: bytes, **parts: Callable[[str], str] | str) -> bytes:
    """The workbook with parts changed or added; a keyword is the part's path, / written as __ and . as _dot_."""
    out = io.BytesIO()
    paths = {name.replace("__", "/").replace("_dot_", "."): change for name, change in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            change = paths.pop(entry.filename, None)
            content = old.read(entry.filename)
            new.writestr(entry.filename, change(content.decode()) if callable(change) else content)
        for path, content_of in paths.items():
            assert isinstance(content_of, str)
            new.writestr(path, content_of)
    return out.getvalue()


def without_values(data: bytes) -> bytes:
    """The workbook with the results of its formulas taken out."""
    return changed(data, xl__worksheets__sheet1_dot_xml=lambda text: re.sub("</f><v>[^<]*</v>", "</f>", text))


def compound(*names: str) -> bytes:
    """The container of old office files with these streams in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in names)


def bomb(megabytes: int = 40) -> bytes:
    """A workbook of a few kilobytes whose sheet unpacks to a thousand times as much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            block = bytes(1 << 20)
            for _ in range(megabytes):
                part.write(block)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A workbook whose directory says that a part is small while it unpacks to 30 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        file.writestr("xl/worksheets/sheet1.xml", bytes(30_000_000))
    data = out.getvalue()
    return data.replace((30_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
