"""Wares of a showroom as a sheet has them, and the stock that whoever keeps it tells of them."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from entrepot.gateways.sheets.naming import key_of, names
from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Stock, Ware
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader

NEEDED = ("item_no", "width_mm", "height_mm", "depth_mm", "price", "currency", "min_quantity", "unit")
_MOST_BYTES = 4 * 1024 * 1024

SENTENCES: dict[str, tuple[str, str]] = {
    "no_file": ("Expected a file at {path}, found none. Check the name.", "在 {path} 没有找到文件。请检查文件名。"),
    "no_sheet": (
        "Expected a CSV file in UTF-8 of at most 4 MB, found another. Save it as CSV, UTF-8.",
        "应为不超过 4 MB 的 UTF-8 CSV 文件。请另存为 CSV（UTF-8）。",
    ),
    "columns": (
        "Expected the columns {needed}; missing: {missing}. Add them.",
        "应有列 {needed}；缺少：{missing}。请补充。",
    ),
    "cell": (
        "Line {line}: expected {cell} as a number, found “{found}”. Correct it; nothing was taken.",
        "第 {line} 行：{cell} 应为数字，实为“{found}”。请更正；未作任何更改。",
    ),
    "named": (
        "Expected {cell} as a 3-digit customs code or a known name, found “{found}”. Correct it; nothing was taken.",
        "{cell} 应为 3 位海关代码或已知名称，实为“{found}”。请更正；未作任何更改。",
    ),
}


class UnableToReadWares(parties.Unable):
    """The sheet cannot be read as wares; nothing was taken."""

    sentences = SENTENCES


def read_wares(path: Path) -> list[Ware]:
    """The wares of a CSV file, with the pictures that lie beside it. Raises UnableToReadWares, UnableToMarket."""
    if not path.is_file():
        raise UnableToReadWares("no_file", path=path)
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnableToReadWares("no_sheet") from wrong
    if len(text) > _MOST_BYTES or "\0" in text:
        raise UnableToReadWares("no_sheet")
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise UnableToReadWares("columns", needed=", ".join(NEEDED), missing=", ".join(missing))
    plain = ({name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str)} for row in rows)
    return [_ware(line, row, path.parent) for line, row in enumerate(plain, 2)]


def _ware(line: int, row: Mapping[str, str], folder: Path) -> Ware:
    width, height, depth = (int(_number(line, row, side)) for side in ("width_mm", "height_mm", "depth_mm"))
    return Ware(
        item_no=row.get("item_no", ""),
        width_mm=width,
        height_mm=height,
        depth_mm=depth,
        price=_number(line, row, "price"),
        currency=currency_code(row.get("currency", "")),
        min_quantity=_number(line, row, "min_quantity"),
        unit=unit_code(row.get("unit", "")),
        name_zh=row.get("name_zh", ""),
        name_en=row.get("name_en", ""),
        picture=_picture(folder, row.get("picture", "")),
    )


def _number(line: int, row: Mapping[str, str], cell: str) -> Decimal:
    found = row.get(cell, "")
    try:
        number = Decimal(found)
    except InvalidOperation:
        number = Decimal("NaN")
    whole = not cell.endswith("_mm") or number == number.to_integral_value()
    if not number.is_finite() or not whole:
        raise UnableToReadWares("cell", line=line, cell=cell, found=found[:40])
    return number


def _picture(folder: Path, name: str) -> marketing.Kept | None:
    if not name:
        return None
    path = folder / name
    if not path.is_file():
        raise UnableToReadWares("no_file", path=path)
    with path.open("rb") as file:
        return marketing.take(file.read(marketing.MOST_BYTES + 1))


def currency_code(text: str) -> str:
    """The 3-digit customs code of a currency by code, ISO letters or name. Raises UnableToReadWares."""
    return _code("currency", "currencies", text)


def unit_code(text: str) -> str:
    """The same of a unit."""
    return _code("unit", "units", text)


def _code(cell: str, table: str, text: str) -> str:
    if len(text) == 3 and text.isascii() and text.isdigit():
        return text
    found = names(table).get(key_of(text))
    if found is None:
        raise UnableToReadWares("named", cell=cell, found=text[:40])
    return found


def stock_of(seller_id: int, items: Sequence[str], *, back: Reader | None, now: datetime) -> dict[str, Stock]:
    """What is told of the seller's stock, read with the seller's eyes: who opens a hall lets its stock be told there.

    `back` reads again afterwards, in the transaction of a request.
    """
    with parties.reading(parties.reader_of(person_id=None, firms=(seller_id,), now=now)):
        found = marketing.told(seller_id, items)
        parties.enter(back)
    return found
