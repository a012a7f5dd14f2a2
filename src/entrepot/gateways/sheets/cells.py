"""Cells into typed columns: each text is checked by pattern and range before it is cast, each failure is named."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from entrepot.gateways.sheets.mapping import CODED, COLUMNS, OPTIONAL, Form, Mapping
from entrepot.gateways.sheets.problems import problems
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Table

EXACT = pl.Decimal(38, 10)
TIME = pl.Datetime("us", "UTC")
# N19,5 of the customs interface: 14 digits before the point, 5 after it; zeros behind them change nothing
_NUMBER = r"^[+-]?[0-9]{1,14}(\.[0-9]{1,5}0*)?$"
_CODE = r"^[0-9]{3}$"
# Control characters (XML and the database refuse them) and the mark of bytes that did not decode
_DAMAGED = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ufffd\ufffe\uffff]"
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
# Lengths of message 303 (edition 202205); buyer: ours
_LENGTHS = {"order_no": 60, "item_no": 30, "item_name": 250, "item_describe": 1000, "barcode": 50, "note": 1000,
            "buyer": 200, "cancels": 60}  # fmt: skip
_TOTAL_LIMIT = 10**14
_NEEDED = ("item_no", "qty", "price", "placed_at")


@dataclass(frozen=True)
class Cells:
    """Typed rows of a sheet.

    frame: row_no, is_cancellation and a column for each field of the mapping; qty, price, total_price Decimal(38, 10),
    placed_at UTC, codes as 3-digit customs codes; null where it could not be read. problems: why, problems.SCHEMA.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame


def read_cells(table: Table, mapping: Mapping) -> Cells:
    """Type all rows. Raises UnableToReadSheet when a mapped column is not in the sheet."""
    names = {field: table.column(header) for field, header in mapping.columns.items()}
    texts = table.frame.select(
        ROW_NO,
        CELLS_FOUND,
        *(_trimmed(names[field]).alias(field) for field in names),
        *(pl.lit(None, dtype=pl.String).alias(field) for field in (*CODED, *OPTIONAL) if field not in names),
    )
    prefix = mapping.cancellation_prefix
    marked = pl.col("order_no").str.starts_with(prefix).fill_null(value=False) if prefix else pl.lit(value=False)
    typed = texts.with_columns(
        marked.alias("is_cancellation"),
        *(_number(field, mapping.form).alias(f"{field}_read") for field in ("qty", "price")),
        _time(mapping.form).alias("placed_at_read"),
        *(_code(field, mapping).alias(f"{field}_read") for field in CODED),
    ).with_columns(total_price=(pl.col("qty_read") * pl.col("price_read")))
    found = pl.concat(list(_faults(typed, table, mapping)))
    ready = ["qty", "price", "placed_at", *CODED]
    too_large = pl.col("total_price").abs() >= _TOTAL_LIMIT
    frame = typed.drop(ready).rename({f"{field}_read": field for field in ready})
    # totals go to five places, half away from zero, as the interface writes them
    total = pl.when(~too_large).then(pl.col("total_price").round(5, mode="half_away_from_zero"))
    return Cells(frame.with_columns(total.alias("total_price")), found)


def _trimmed(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def _number(field: str, form: Form) -> pl.Expr:
    text = pl.col(field)
    if form.thousands:
        text = text.str.replace_all(form.thousands, "", literal=True)
    if form.decimal_point != ".":
        text = text.str.replace(form.decimal_point, ".", literal=True)
    return pl.when(text.str.contains(_NUMBER)).then(text.str.strip_prefix("+")).cast(EXACT, strict=False)


def _time(form: Form) -> pl.Expr:
    text = pl.col("placed_at")
    local = pl.coalesce(text.str.strptime(pl.Datetime("us"), pattern, strict=False) for pattern in form.time_formats)
    local = pl.when(local.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)).then(local)
    # an hour that summer time skips does not exist; of an hour that it repeats the first is meant
    zoned = local.dt.replace_time_zone(form.time_zone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC")


def _code(field: str, mapping: Mapping) -> pl.Expr:
    if field not in mapping.columns:
        return pl.lit(mapping.constants[field])
    text, names = pl.col(field), mapping.codes.get(field, {})
    named = text.replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)
    code = pl.coalesce(named, pl.when(text.str.contains(_CODE)).then(text)) if names else text
    return pl.when(code.str.contains(_CODE)).then(code)


def _faults(typed: pl.DataFrame, table: Table, mapping: Mapping) -> Iterator[pl.DataFrame]:
    width = len(table.header)
    headers = mapping.columns

    def failed(reason: str, field: str, condition: pl.Expr, **facts: pl.Expr) -> pl.DataFrame:
        rows = typed.filter(condition)
        column = pl.lit(headers.get(field), dtype=pl.String)
        return problems(rows.select(ROW_NO, column.alias("column"), pl.col(field).alias("found"), **facts), reason)

    expected = pl.lit(width)
    yield failed("cells_missing", CELLS_FOUND, pl.col(CELLS_FOUND) < width, expected=expected)
    yield failed("cells_too_many", CELLS_FOUND, pl.col(CELLS_FOUND) > width, expected=expected)
    yield failed("order_no_missing", "order_no", pl.col("order_no").is_null())
    yield failed("name_missing", "item_name", pl.col("item_name").is_null())
    for field in (*_NEEDED, *(name for name in CODED if name in headers)):
        yield failed("cell_missing", field, pl.col(field).is_null())
    for field, limit in _LENGTHS.items():
        length = pl.col(field).str.len_chars()
        yield failed("text_too_long", field, length > limit, limit=pl.lit(limit), length=length)
    for field in headers:
        yield failed("text_damaged", field, pl.col(field).str.contains(_DAMAGED))
    for field in ("qty", "price"):
        yield failed("number_unreadable", field, _unread(field))
    patterns = " | ".join(mapping.form.time_formats)
    yield failed("time_unreadable", "placed_at", _unread("placed_at"), expected=pl.lit(patterns))
    for field in CODED:
        yield failed("code_unknown", field, _unread(field), expected=pl.lit(f"[codes.{field}]"))
    cancelled, qty = pl.col("is_cancellation"), pl.col("qty_read")
    yield failed("quantity_not_positive", "qty", ~cancelled & (qty <= 0))
    yield failed("cancelled_quantity_not_negative", "qty", cancelled & (qty >= 0))
    yield failed("price_negative", "price", pl.col("price_read") < 0)
    yield failed("amount_too_large", "qty", pl.col("total_price").abs() >= _TOTAL_LIMIT, price=pl.col("price"))


def _unread(field: str) -> pl.Expr:
    return pl.col(field).is_not_null() & pl.col(f"{field}_read").is_null()


ROW_FIELDS = (*COLUMNS, *CODED, *OPTIONAL)
