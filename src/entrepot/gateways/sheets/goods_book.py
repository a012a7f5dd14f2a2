"""Goods with gaps as a workbook to be filled in: a row a ware, a column a cell, headers that an import understands."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped] # it has no stubs
from xlsxwriter.format import Format  # type: ignore[import-untyped] # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # the same

from entrepot.gateways.sheets.fields import fields_of
from entrepot.modules.catalogue import api as catalogue

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL_CHARACTERS = 32_767  # a workbook holds no more in one cell
_WIDTH = 18
_TEXT = {"num_format": "@", "valign": "top"}
_HEAD = _TEXT | {"bold": True, "text_wrap": True, "bottom": 1}
_GAP = _TEXT | {"bg_color": "#FFF4D6", "border": 1, "border_color": "#9A6A00"}
_KNOWN = _TEXT | {"font_color": "#5A6675"}


@dataclass(frozen=True)
class GapRow:
    """One ware. values: cell → text, empty where it is missing; gaps: the cells that are to be filled in."""

    item_no: str
    name: str
    values: Mapping[str, str]
    gaps: Sequence[str]


def gaps_book(wares: Sequence[GapRow], language: str) -> bytes:
    """The workbook: number, name, then each cell that some ware lacks; what is known stands there, gaps are coloured.

    Every cell is text, so that no digit is lost and nothing runs. language: "en" or "zh", of headers and notes.
    """
    lacking = {cell for ware in wares for cell in ware.gaps}
    cells = [cell for cell in catalogue.ASKED_CELLS if cell in lacking]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    looks = {"head": _HEAD, "gap": _GAP, "known": _KNOWN, "quoted": _KNOWN | {"quote_prefix": True}}
    forms = {name: book.add_format(look) for name, look in looks.items()}
    sheet = book.add_worksheet()
    for column, name in enumerate(("item_no", "item_name", *cells)):
        sheet.write_string(0, column, _header(name, language), forms["head"])
        sheet.set_column(column, column, _WIDTH)
        if name in catalogue.ASKED_CELLS:
            sheet.write_comment(0, column, getattr(catalogue.ASKED_CELLS[name], language))
    for number, ware in enumerate(wares, 1):
        _write(sheet, (number, 0), ware.item_no, forms)
        _write(sheet, (number, 1), ware.name, forms)
        for column, cell in enumerate(cells, 2):
            if cell in ware.gaps:
                sheet.write_blank(number, column, None, forms["gap"])
            else:
                _write(sheet, (number, column), ware.values.get(cell, ""), forms)
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    book.close()
    return out.getvalue()


def _header(name: str, language: str) -> str:
    """What the column is called where files are brought; elements by the name under which they are declared."""
    return name if name.startswith(catalogue.ELEMENT) else str(getattr(fields_of("goods")[name], language))


def _write(sheet: Worksheet, place: tuple[int, int], text: str, forms: Mapping[str, Format]) -> None:
    if text:
        form = forms["quoted" if text.startswith(_STARTS_A_FORMULA) else "known"]
        sheet.write_string(*place, text[:_CELL_CHARACTERS], form)
