"""Goods as CSV: a sheet of exactly the missing cells going out, and that sheet, or a wide one, coming back.

The sheet of cells has a row a cell: item_no, item_name, cell, meaning_en, meaning_zh, value. A wide sheet has a row a
ware: item_no and any of the cells as columns; declaration elements as columns named element:NAME.
"""

import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from entrepot.gateways.sheets.fields import CUSTOMS_CODES
from entrepot.gateways.sheets.mapping import Mapping
from entrepot.gateways.sheets.naming import as_codes
from entrepot.gateways.sheets.numbers import plain
from entrepot.gateways.sheets.problems import ADDED, neutral, neutralised, none, problems
from entrepot.gateways.sheets.reading import is_separated, read_sheet
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Limits, Table, read_table
from entrepot.modules.catalogue import api as catalogue

_LONG = ("item_no", "cell", "value")
_MEANINGS = catalogue.ASKED_CELLS | catalogue.FURTHER_CELLS
_NUMBERS = ("factor1", "factor2", "net_weight_kg", "gross_weight_kg")
_FLAGS = ("battery", "liquid", "branded")
_YES, _NO = ("yes", "是", "true", "1", "y"), ("no", "否", "false", "0", "n")
_CODE = ("3-digit customs code (3 位海关代码)", r"^[0-9]{3}$")
_NUMBER = ("a number above zero with at most 5 places (大于零、至多 5 位小数的数字)", r"^[0-9]{1,14}(\.[0-9]{1,10})?$")
_FLAG = ("yes or no (是或否)", "^(?i:" + "|".join((*_YES, *_NO)) + ")$")
# cell → (what is expected, pattern)
_FORMS = {
    "declared_name": ("a Chinese name of at most 250 characters (至多 250 字的中文品名)", r"^.*[\u4e00-\u9fff].*$"),
    "hs_code": ("10 digits (10 位数字)", r"^[0-9]{10}$"),
    "gtin": ("8, 12, 13 or 14 digits (8、12、13 或 14 位数字)", r"^([0-9]{8}|[0-9]{12,14})$"),
    **dict.fromkeys(("unit", "unit1", "unit2", "origin"), _CODE),
    **dict.fromkeys(_NUMBERS, _NUMBER),
    **dict.fromkeys(_FLAGS, _FLAG),
}
_TEXT = ("at most 250 characters (至多 250 字)", r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]{1,250}$")
_CELL = {"row_no": pl.Int64, "item_no": pl.String, "cell": pl.String, "value": pl.String, "header": pl.String}


@dataclass(frozen=True)
class GoodsSheet:
    """goods: item_no and the cells of catalogue.GOODS_CELLS, null where nothing was given; problems: problems.SCHEMA.

    A cell with a problem is left out; the other cells of the ware stand. read, filled: rows, and cells taken.
    item_header: the column of the item numbers, as the sheet calls it.
    """

    goods: pl.DataFrame
    problems: pl.DataFrame
    read: int
    filled: int
    table: Table
    item_header: str = "item_no"


def write_gaps(gaps: pl.DataFrame) -> bytes:
    """The sheet of the missing cells (catalogue.GAPS) as CSV in UTF-8 with mark, the column `value` empty."""
    names = list(_MEANINGS)
    frame = gaps.select(
        neutralised("item_no"),
        neutralised("item_name"),
        "cell",
        *(
            pl.col("cell")
            .replace_strict(names, [getattr(text, language) for text in _MEANINGS.values()], default="")
            .alias(f"meaning_{language}")
            for language in ("en", "zh")
        ),
        pl.lit("").alias("value"),
    )
    out = io.BytesIO(b"\xef\xbb\xbf")
    out.seek(0, io.SEEK_END)
    frame.write_csv(out)
    return out.getvalue()


def read_goods(
    source: Path | bytes | Table, *, mapping: Mapping | None = None, limits: Limits | None = None
) -> GoodsSheet:
    """Read a sheet of cells or a wide sheet, in any shape that `read_sheet` reads, or as it has read it.

    mapping: which column is which cell, where the headers are not the names of cells; columns without a cell are left
    alone then. Raises UnableToReadSheet when the file as a whole cannot be read.
    """
    table = source if isinstance(source, Table) else _read(source, mapping, limits)
    table = neutral(table, always=True)
    if mapping is not None and mapping.columns and not is_of_cells(table):
        return _mapped(table, mapping)
    cells = _long(table) if is_of_cells(table) else _wide(table)
    filled = _coded(cells.filter(pl.col("value").is_not_null()))
    found = _problems(filled)
    good = filled.drop_nulls("item_no").join(
        found, left_on=["row_no", "header"], right_on=[ROW_NO, "column"], how="anti"
    )
    return GoodsSheet(_goods(good), found, table.frame.height, good.height, table)


def is_of_cells(table: Table) -> bool:
    """Whether it is a sheet of cells; its columns mean what they are called, whatever was agreed."""
    return "cell" in table.header


def _read(source: Path | bytes, mapping: Mapping | None, limits: Limits | None) -> Table:
    if mapping is None and is_separated(source):
        return read_table(source, limits=limits)
    return read_sheet(source, wish=mapping.form.wish if mapping else None, limits=limits)


def _mapped(table: Table, mapping: Mapping) -> GoodsSheet:
    """A sheet with headers of its own: read as one with the names of cells, told with its own headers."""
    columns = {table.column(header): name for name, header in mapping.columns.items()}
    frame = table.frame.with_columns(
        plain(table.frame[column].str.strip_chars(), mapping.form).fill_null(table.frame[column]).alias(column)
        if name in _NUMBERS
        else pl.col(column).replace(mapping.codes.get(name, {}))
        for column, name in columns.items()
    )
    kept = [ROW_NO, CELLS_FOUND, *(pl.col(column).alias(f"c{n}") for n, column in enumerate(columns))]
    read = read_goods(Table(table.place, tuple(columns.values()), frame.select(kept), table.delimiter))
    headers = dict(mapping.columns)
    problems_there = read.problems.with_columns(pl.col("column").replace(headers))
    unread = table.faults.filter(pl.col("column").is_in(list(headers.values())))
    found = pl.concat([problems_there, unread]).sort(ROW_NO, maintain_order=True)
    return GoodsSheet(read.goods, found, read.read, read.filled, table, mapping.columns["item_no"])


def _trimmed(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _long(table: Table) -> pl.DataFrame:
    item_no, cell, value = (table.column(name) for name in _LONG)
    return table.frame.select(
        ROW_NO, item_no=_trimmed(item_no), cell=_trimmed(cell), value=_trimmed(value), header=pl.lit("value")
    )


def _wide(table: Table) -> pl.DataFrame:
    item_no = table.column("item_no")
    headers = [name for name in table.header if name not in ("item_no", "seller_id", *ADDED) and name]
    parts = [
        table.frame.select(
            ROW_NO,
            item_no=_trimmed(item_no),
            cell=pl.lit(name),
            value=_trimmed(table.column(name)),
            header=pl.lit(name),
        )
        for name in headers
    ]
    return pl.concat([pl.DataFrame(schema=_CELL), *parts]).sort(ROW_NO, maintain_order=True)


def _coded(cells: pl.DataFrame) -> pl.DataFrame:
    """Names of units and countries/regions as the codes of which a ware has them."""
    parts = [
        part.with_columns(as_codes(cell, part["value"])) if (cell := part["cell"][0]) in CUSTOMS_CODES else part
        for part in cells.with_row_index("_place").partition_by("cell")
    ]
    return pl.concat(parts).sort("_place").drop("_place") if parts else cells


def _problems(cells: pl.DataFrame) -> pl.DataFrame:
    element = pl.col("cell").str.starts_with(catalogue.ELEMENT)
    known = element | pl.col("cell").is_in(list(_MEANINGS))
    rows = cells.select(ROW_NO, "item_no", "cell", column="header", found="value")
    parts = [
        none(),
        problems(rows.filter(pl.col("item_no").is_null()).with_columns(column=pl.lit("item_no")), "cell_missing"),
        problems(rows.filter(~known.fill_null(value=False)).with_columns(found="cell"), "goods_unknown"),
    ]
    for cell in (*_MEANINGS, None):
        if cell is not None and cell.startswith(catalogue.ELEMENT):
            continue
        mine = rows.filter(element if cell is None else pl.col("cell") == cell)
        expected, pattern = _FORMS.get(cell or "", _TEXT)
        fits = pl.col("found").str.contains(pattern) & (pl.col("found").str.len_chars() <= 250)
        if cell in _NUMBERS:
            fits &= pl.col("found").str.contains("[1-9]")
        parts.append(problems(mine.filter(~fits).with_columns(expected=pl.lit(expected)), "goods_cell_unreadable"))
    return pl.concat(parts).sort(ROW_NO, maintain_order=True)


def _goods(cells: pl.DataFrame) -> pl.DataFrame:
    """One row a ware; of a cell given twice the last counts."""
    wares: dict[str, dict[str, object]] = {}
    elements: dict[str, list[tuple[str, str]]] = {}
    for item_no, cell, value in cells.select("item_no", "cell", "value").iter_rows():
        ware = wares.setdefault(item_no, {"item_no": item_no})
        if cell.startswith(catalogue.ELEMENT):
            elements.setdefault(item_no, []).append((cell.removeprefix(catalogue.ELEMENT), value))
        else:
            ware[cell] = _typed(cell, value)
    for item_no, given in elements.items():
        wares[item_no]["elements"] = catalogue.write_elements(given)
    schema = {"item_no": pl.String, **catalogue.GOODS_CELLS}
    return pl.DataFrame(list(wares.values()), schema=schema)


def _typed(cell: str, value: str) -> object:
    if cell in _NUMBERS:
        return Decimal(value)
    return value.lower() in _YES if cell in _FLAGS else value
