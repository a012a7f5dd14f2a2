"""All that is held of one person, as files: JSON for programs, a workbook for people."""

import io
import json
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped] # it has no stubs

from entrepot.project.line.unmasking import Held

PRACTICE = "PRACTICE · 练习"
_WIDTH = 24
_LONGEST_NAME = 31  # of a sheet in a workbook


def _rows(held: Held) -> tuple[list[str], list[tuple[object, ...]]]:
    columns = ["number", "order_no", "month", *held.holding.fields]
    return columns, held.rows.select(columns).rows()


def as_json(found: Sequence[Held], *, practice: bool, now: datetime) -> bytes:
    """Kind → documents, each with number, order_no, month in which it came, and the fields; null: no longer opens."""
    documents = {}
    for one in found:
        columns, rows = _rows(one)
        documents[one.holding.kind] = [dict(zip(columns, row, strict=True)) for row in rows]
    told = {"made_at": now.isoformat(), "mark": PRACTICE if practice else "", "documents": documents}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_workbook(found: Sequence[Held], *, practice: bool, now: datetime) -> bytes:
    """A sheet a kind of document; every cell is text, so that no digit is lost."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": now.replace(tzinfo=None), "comments": PRACTICE if practice else ""})
    head = book.add_format({"bold": True})
    for one in found:
        columns, rows = _rows(one)
        sheet = book.add_worksheet(one.holding.kind[:_LONGEST_NAME])
        sheet.set_column(0, len(columns), _WIDTH)
        if practice:
            sheet.set_header(f"&C{PRACTICE}")
        above = [[PRACTICE]] if practice else []
        for at, row in enumerate([*above, columns, *rows]):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(at, place, str(cell), head if at <= len(above) else None)
    book.close()
    return out.getvalue()
