"""What a workbook's own file says of its cells and its reader does not: errors, formulas without value, formats."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import place_of
from entrepot.gateways.sheets.table import Limits

Address = tuple[int, int]  # row and column, from 0
_TAG = rb"<(?:\w+:)?c"
_AT = rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']"""
_FORMULA_ELEMENT = rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
_PLACE = re.compile(_TAG + rb"\s[^>]*?" + _AT + rb"[^>]*?(?<!/)>")
_NO_PLACE = re.compile(_TAG + rb"(?:>|\s(?![^>]*?\br\s*=)[^>]*>)")
_CELL = re.compile(_TAG + rb"[\s>]")
_ERROR = re.compile(
    _TAG + rb"\s(?=[^>]*?" + _AT + rb""")(?=[^>]*?\bt\s*=\s*["']e["'])[^>]*>(?:""" + _FORMULA_ELEMENT
    + rb")?<(?:\w+:)?v>([^<]{1,20})<"
)  # fmt: skip
_FORMULA = re.compile(
    _TAG
    + rb"\s(?=[^>]*?"
    + _AT
    + rb")[^>]*>"
    + _FORMULA_ELEMENT
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</"
    rb"(?:\w+:)?c>"
)
_STYLED = re.compile(
    _TAG + rb"\s(?=[^>]*?" + _AT + rb""")(?=[^>]*?\bs\s*=\s*["']([0-9]+)["'])(?![^>]*?\bt\s*=)[^>]*>"""
)


@dataclass
class Looked:
    """rows, columns: how far cells reach; errors: address → what stands there; formulas: without a stored value;
    formats: address → as Package.formats.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[Address, str] = field(default_factory=dict)
    formulas: set[Address] = field(default_factory=set)
    formats: dict[Address, int] = field(default_factory=dict)


def look(blocks: Iterable[bytes], formats: Mapping[bytes, int], place: str, limits: Limits) -> Looked:
    """Go through the cells of a sheet without keeping them. Raises UnableToReadSheet for one that is too wide or large.

    The reader of workbooks makes room for every cell up to the last one, so what a single cell far out would ask for
    is counted first.
    """
    found = Looked()
    for block in blocks:
        _measure(block, found)
        if found.columns > limits.columns:
            raise UnableToReadSheet("too_wide", place=place, line=1, expected=f"{limits.columns} columns (列)")
        if found.rows * found.columns > limits.cells:
            raise UnableToReadSheet(
                "too_many_cells", place=place, expected=limits.cells, found=found.rows * found.columns
            )
        if b'"e"' in block or b"'e'" in block:
            found.errors |= {_address(*one[:2]): one[2].decode("ascii", "replace") for one in _ERROR.findall(block)}
        if b"<f" in block or b":f" in block:
            found.formulas |= {_address(*one) for one in _FORMULA.findall(block)}
        if formats:
            found.formats |= {
                _address(*one[:2]): formats[one[2]] for one in _STYLED.findall(block) if one[2] in formats
            }
    return found


def _measure(block: bytes, found: Looked) -> None:
    columns, last = set(), b"0"
    for letters, row in _PLACE.findall(block):
        columns.add(letters)
        last = row
    width = max((place_of(one.decode()) + 1 for one in columns), default=0)
    if _NO_PLACE.search(block):  # some programs leave addresses out: then the cells of each row are counted
        rows = block.split(b"row>")
        width = max(width, *(len(_CELL.findall(row)) for row in rows))
        last = str(max(int(last), found.rows + len(rows))).encode()
    found.columns = max(found.columns, width)
    found.rows = max(found.rows, int(last))


def _address(column: bytes, row: bytes) -> Address:
    return int(row) - 1, place_of(column.decode())
