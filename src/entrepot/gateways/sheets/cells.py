"""Cells into typed columns: each text is checked by pattern and range before it is cast, each failure is named."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from entrepot.gateways.sheets.mapping import CODED, OPTIONAL, Form, Mapping
from entrepot.gateways.sheets.naming import as_codes
from entrepot.gateways.sheets.numbers import NUMBER, currency_words, plain, words_beside
from entrepot.gateways.sheets.problems import none, problems
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Table

EXACT = pl.Decimal(38, 10)
TIME = pl.Datetime("us", "UTC")
_CODE = r"^[0-9]{3}$"
# Control characters (XML and the database refuse them) and the mark of bytes that did not decode
DAMAGED = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ufffd\ufffe\uffff]"
# Pictures, private signs and characters without width: nobody can type them again, so no code holds one
ODD = (
    "[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u2600-\u27bf\u2b00-\u2bff\ue000-\uf8ff"
    "\U0001f000-\U0010ffff]"
)
_CODES = ("order_no", "item_no", "barcode", "cancels")
# 1.23457E+11: what a spreadsheet leaves of a long number when it saves text
SHORTENED = r"^[0-9]\.[0-9]+[Ee]\+[0-9]{2,3}$"
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
# Lengths of message 303 (edition 202205); buyer: ours
_LENGTHS = {"order_no": 60, "item_no": 30, "item_name": 250, "item_describe": 1000, "barcode": 50, "note": 1000,
            "buyer": 200, "cancels": 60}  # fmt: skip
_TOTAL_LIMIT = 10**14
_TOTAL = "total_price"  # of the line, where a sheet gives it and no price
_AMOUNT = {"price": "price", "line_total": _TOTAL}  # column here → field of the mapping
_OF_ORDER = ("placed_at", "currency", "destination", "buyer", "cancels")


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
    texts = _texts(table, mapping)
    amount = "price" if "price" in mapping.columns else "line_total"
    prefix = mapping.cancellation_prefix
    marked = pl.col("order_no").str.starts_with(prefix).fill_null(value=False) if prefix else pl.lit(value=False)
    typed = texts.with_columns(
        marked.alias("is_cancellation"),
        *(
            plain(texts[field], mapping.form).cast(EXACT, strict=False).alias(f"{field}_read")
            for field in ("qty", amount)
        ),
        moment(pl.col("placed_at"), mapping.form).alias("placed_at_read"),
        *(_code(field, texts[field], mapping).alias(f"{field}_read") for field in CODED),
    )
    typed = _with_total(typed) if amount == "price" else _with_price(typed)
    found = pl.concat(
        [*_faults(typed, table, mapping, amount), _beside(typed, mapping, amount), _unread_cells(table, mapping)]
    )
    ready = ["qty", "price", "placed_at", *CODED]
    too_large = pl.col("total_price").abs() >= _TOTAL_LIMIT
    frame = typed.drop(*ready, "line_total", "line_total_read", strict=False)
    frame = frame.rename({f"{field}_read": field for field in ready})
    # totals go to five places, half away from zero, as the interface writes them
    total = pl.when(~too_large).then(pl.col("total_price").round(5, mode="half_away_from_zero"))
    return Cells(frame.with_columns(total.alias("total_price")), found)


def _texts(table: Table, mapping: Mapping) -> pl.DataFrame:
    """A column of trimmed text for each field; what a row leaves out is as in its order's first row if so meant."""
    names = {field: table.column(header) for field, header in mapping.columns.items()}
    names = {"line_total" if field == _TOTAL else field: name for field, name in names.items()}
    further = (field for field in ("price", *CODED, *OPTIONAL) if field not in names)
    texts = table.frame.select(
        ROW_NO,
        CELLS_FOUND,
        *(_trimmed(names[field]).alias(field) for field in names),
        *(pl.lit(None, dtype=pl.String).alias(field) for field in further),
    )
    if not mapping.once:
        return texts
    fields = [field for field in _OF_ORDER if field in names]
    return texts.with_columns(pl.col(field).fill_null(pl.col(field).first().over("order_no")) for field in fields)


def _with_total(typed: pl.DataFrame) -> pl.DataFrame:
    return typed.with_columns(total_price=pl.col("qty_read") * pl.col("price_read"))


def _with_price(typed: pl.DataFrame) -> pl.DataFrame:
    """The price of one piece from the total of the line: five places, half away from zero."""
    total, qty = pl.col("line_total_read"), pl.col("qty_read")
    price = pl.when(qty != 0).then(total / qty).round(5, mode="half_away_from_zero")
    return typed.with_columns(price_read=price.cast(EXACT), total_price=total)


def _trimmed(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def moment(text: pl.Expr, form: Form) -> pl.Expr:
    """The moment in UTC of a local time, or of one that names its distance from UTC (%z); null where it is none."""
    read: list[pl.Expr] = []
    for pattern in form.time_formats:
        if "%z" in pattern:
            zoned = text.str.replace("Z$", "+00:00").str.strptime(TIME, pattern, strict=False)
            read.append(pl.when(_in_our_time(zoned)).then(zoned))
            continue
        local = text.str.strptime(pl.Datetime("us"), pattern, strict=False)
        local = pl.when(_in_our_time(local)).then(local)
        # an hour that summer time skips does not exist; of an hour that it repeats the first is meant
        there = local.dt.replace_time_zone(form.time_zone, ambiguous="earliest", non_existent="null")
        read.append(there.dt.convert_time_zone("UTC"))
    return pl.coalesce(read)


def _in_our_time(read: pl.Expr) -> pl.Expr:
    return read.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)


def _code(field: str, texts: pl.Series, mapping: Mapping) -> pl.Expr:
    if field not in mapping.columns:
        return pl.lit(mapping.constants[field])
    codes = pl.lit(as_codes(field, texts, mapping.codes.get(field)))
    return pl.when(codes.str.contains(_CODE)).then(codes)


def _faults(typed: pl.DataFrame, table: Table, mapping: Mapping, amount: str) -> Iterator[pl.DataFrame]:
    width = len(table.header)
    headers = mapping.columns

    def failed(reason: str, field: str, condition: pl.Expr, **facts: pl.Expr) -> pl.DataFrame:
        rows = typed.filter(condition)
        column = pl.lit(headers.get(_AMOUNT.get(field, field)), dtype=pl.String)
        return problems(rows.select(ROW_NO, column.alias("column"), pl.col(field).alias("found"), **facts), reason)

    expected = pl.lit(width)
    yield failed("cells_missing", CELLS_FOUND, pl.col(CELLS_FOUND) < width, expected=expected)
    yield failed("cells_too_many", CELLS_FOUND, pl.col(CELLS_FOUND) > width, expected=expected)
    yield failed("order_no_missing", "order_no", pl.col("order_no").is_null())
    yield failed("name_missing", "item_name", pl.col("item_name").is_null())
    for field in ("item_no", "qty", amount, "placed_at", *(name for name in CODED if name in headers)):
        yield failed("cell_missing", field, pl.col(field).is_null())
    for field, limit in _LENGTHS.items():
        length = pl.col(field).str.len_chars()
        yield failed("text_too_long", field, length > limit, limit=pl.lit(limit), length=length)
    for field in headers:
        text = "line_total" if field == _TOTAL else field
        yield failed("text_damaged", text, pl.col(text).str.contains(DAMAGED))
    for field in _CODES:
        sign = pl.col(field).str.extract(f"({ODD})", 1)
        yield failed("code_odd", field, pl.col(field).str.contains(ODD), sign=_named(sign))
        yield failed("code_shortened", field, pl.col(field).str.contains(SHORTENED))
    for field in ("qty", amount):
        yield failed("number_unreadable", field, _unread(field))
    patterns = " | ".join(mapping.form.time_formats)
    yield failed("time_unreadable", "placed_at", _unread("placed_at"), expected=pl.lit(patterns))
    for field in CODED:
        yield failed("code_unknown", field, _unread(field), expected=pl.lit(f"[codes.{field}]"))
    cancelled, qty = pl.col("is_cancellation"), pl.col("qty_read")
    yield failed("quantity_not_positive", "qty", ~cancelled & (qty <= 0))
    yield failed("cancelled_quantity_not_negative", "qty", cancelled & (qty >= 0))
    yield failed("price_negative", amount, ~cancelled & (pl.col(f"{amount}_read") < 0))
    yield failed("amount_too_large", "qty", pl.col("total_price").abs() >= _TOTAL_LIMIT, price=pl.col(amount))


def _named(sign: pl.Expr) -> pl.Expr:
    """A character that may be invisible, by its number."""
    return sign.map_elements(lambda one: f"U+{ord(one):04X}", return_dtype=pl.String)


def _unread(field: str) -> pl.Expr:
    return pl.col(field).is_not_null() & pl.col(f"{field}_read").is_null()


def _beside(typed: pl.DataFrame, mapping: Mapping, amount: str) -> pl.DataFrame:
    """Amounts beside which another currency stands than the row has."""
    if typed[amount].drop_nulls().str.contains(NUMBER).all():
        return none()
    words = words_beside(typed[amount]).alias("sign")
    if words.null_count() == words.len():
        return none()
    rows = typed.with_columns(words).drop_nulls("sign")
    table = {word.casefold(): codes for word, codes in currency_words().items()}
    means = pl.col("sign").map_elements(lambda word: "|".join(table[word.casefold()]), return_dtype=pl.String)
    rows = rows.with_columns(means=means).filter(~pl.col("means").str.contains(pl.col("currency_read"), literal=True))
    column = pl.lit(mapping.columns[_AMOUNT[amount]])
    return problems(
        rows.select(ROW_NO, "sign", column=column, found=amount, expected="currency_read"), "currency_differs"
    )


def _unread_cells(table: Table, mapping: Mapping) -> pl.DataFrame:
    """What could not be read at all in the columns that count."""
    return table.faults.filter(pl.col("column").is_in(list(mapping.columns.values())))
