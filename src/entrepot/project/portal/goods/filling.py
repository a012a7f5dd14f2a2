"""The grid: what was typed into it, read as a sheet of cells is read, and kept as new versions of the goods."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl
from django.utils.translation import gettext as _

from entrepot.gateways.sheets.goods import GoodsSheet, read_goods
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.catalogue import api as catalogue
from entrepot.project.portal.goods.wares import Ware

_LONGEST = 300
_FACTOR_BELOW = Decimal(10) ** 10  # factors have ten digits before the point in the database
_WEIGHT_BELOW = Decimal(10) ** 14
_RANGES = {
    f"{catalogue.ELEMENT}{catalogue.BRAND_KIND}": ("0", "1", "2", "3", "4"),
    f"{catalogue.ELEMENT}{catalogue.PREFERENCE}": ("0", "1", "2", "3"),
}
_STRANGE = frozenset({"So", "Sk", "Co", "Cn", "Cs", "Cf", "Cc"})


@dataclass
class Grid:
    """Cells that were typed: (item number, cell) → text, and what is wrong with some of them."""

    typed: dict[tuple[str, str], str]
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    sheet: GoodsSheet | None = None


def read(posted: Mapping[str, str], wares: Mapping[str, Ware], language: str) -> Grid:
    """The cells of a form: `w3` names the ware of row 3, `w3.CELL` what was typed. Cells without a gap are left out."""
    rows = {name: item for name, item in posted.items() if name[:1] == "w" and name[1:].isdigit()}
    typed = {}
    for name, item in rows.items():
        ware = wares.get(item)
        for cell in ware.asked if ware else ():
            text = posted.get(f"{name}.{cell}", "").strip()
            if text:
                typed[item, cell] = text
    grid = Grid({key: text[:_LONGEST] for key, text in typed.items()})
    grid.faults = {key: fault for key, text in typed.items() if (fault := _fault(key[1], text)) is not None}
    fitting = {key: text for key, text in typed.items() if key not in grid.faults}
    if fitting:
        grid.sheet = read_goods(_as_sheet(fitting))
        grid.faults |= _of_sheet(grid.sheet, list(fitting), language)
        grid.faults |= _together(grid, wares)
    return grid


def _fault(cell: str, text: str) -> str | None:
    """What a sheet does not ask about a cell."""
    strange = next((each for each in text if unicodedata.category(each) in _STRANGE), None)
    if strange is not None:
        found = strange if strange.isprintable() else f"U+{ord(strange):04X}"
        return _("Expected characters that a message can carry, found “%(found)s”; remove it.") % {"found": found}
    among = _RANGES.get(cell)
    if among and text not in among:
        return _("Expected one of %(expected)s, found “%(found)s”.") % {
            "expected": ", ".join(among),
            "found": text[:40],
        }
    return None


def _as_sheet(cells: Mapping[tuple[str, str], str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("item_no", "cell", "value"))
    # an apostrophe before what looks like a formula is taken off by the reader
    writer.writerows((_kept(item), cell, _kept(text)) for (item, cell), text in cells.items())
    return out.getvalue().encode()


def _kept(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@'" else text


def _of_sheet(sheet: GoodsSheet, keys: Sequence[tuple[str, str]], language: str) -> dict[tuple[str, str], str]:
    places = dict(zip(sheet.table.frame[ROW_NO], keys, strict=True))
    said = "zh" if language.startswith("zh") else "en"
    return {places[row]: text for row, text in sheet.problems.select(ROW_NO, said).rows() if row in places}


def _together(grid: Grid, wares: Mapping[str, Ware]) -> dict[tuple[str, str], str]:
    """Cells of one ware that do not go together, and numbers that are too large to be kept."""
    assert grid.sheet is not None
    faults: dict[tuple[str, str], str] = {}
    for row in grid.sheet.goods.iter_rows(named=True):
        item, filed = row["item_no"], wares[row["item_no"]].values
        for cell, most in (("factor1", _FACTOR_BELOW), ("factor2", _FACTOR_BELOW), ("net_weight_kg", _WEIGHT_BELOW),
                           ("gross_weight_kg", _WEIGHT_BELOW)):  # fmt: skip
            if row[cell] is not None and row[cell] >= most:
                faults[item, cell] = _("Expected less than %(most)s, found %(found)s.") % {
                    "most": most,
                    "found": row[cell],
                }
        net, gross = (row[name] or _number(filed[name]) for name in ("net_weight_kg", "gross_weight_kg"))
        if net and gross and net > gross:
            cell = "net_weight_kg" if row["net_weight_kg"] else "gross_weight_kg"
            said = _("Expected a net weight of at most the gross weight, found %(net)s and %(gross)s kg.")
            faults[item, cell] = said % {"net": net, "gross": gross}
        if row["factor2"] is not None and not (row["unit2"] or filed["unit2"]):
            faults[item, "factor2"] = _("Expected the second statutory unit as well, found none; fill it in.")
    return faults


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def goods_of(grid: Grid, seller_id: int) -> pl.DataFrame:
    """What is to be kept."""
    assert grid.sheet is not None
    return grid.sheet.goods.with_columns(seller_id=pl.lit(seller_id, pl.Int64))
