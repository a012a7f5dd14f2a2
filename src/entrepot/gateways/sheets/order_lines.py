"""Order lines in: one row a line, an order is the unit, every row ends in an order, a cancellation or the problems."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from entrepot.gateways.sheets import problems as faults
from entrepot.gateways.sheets.cells import EXACT, TIME, read_cells
from entrepot.gateways.sheets.fingerprint import content_hashes, guids
from entrepot.gateways.sheets.mapping import AUTO, Mapping
from entrepot.gateways.sheets.reading import is_separated, read_sheet
from entrepot.gateways.sheets.table import ROW_NO, Limits, Table, read_table

_LINES_LIMIT = 99_999  # gnum is N5 in the interface
_ONE_AN_ORDER = ("buyer", "destination", "currency", "cancels")
_KEY = ["message_no", "document_no"]
_LINE = ["item_no", "item_name", "item_describe", "barcode", "unit", "currency", "qty", "price", "total_price", "note"]
HEAD_FILED = ["order_type", "order_no", "marketplace_code", "marketplace_name", "seller_code", "seller_name",
              "goods_value", "freight", "currency", "placed_at", "destination"]  # fmt: skip


@dataclass(frozen=True)
class Orders:
    """A sheet of order lines, read.

    orders: one row an order, columns as a decoded head (message_no 0, document_no from 1 in file order) and `buyer`,
    the plain reference, which intake hashes with a key and drops. lines: message_no, document_no and the line columns,
    gnum in file order, repeat_of the gnum of an equal line before. cancellations: order_no of the cancellation, guid,
    buyer, cancels (the order it names, or null), placed_at, currency; cancellation_lines: order_no, item_no, qty
    (above zero), price. rows: row_no, order_no, document_no, gnum, state ('order' | 'cancellation' | 'rejected').
    problems: problems.SCHEMA. table: the sheet, for the problems file.
    """

    orders: pl.DataFrame
    lines: pl.DataFrame
    cancellations: pl.DataFrame
    cancellation_lines: pl.DataFrame
    rows: pl.DataFrame
    problems: pl.DataFrame
    table: Table


def read_order_lines(
    source: Path | bytes | Table, mapping: Mapping, *, now: datetime, limits: Limits | None = None
) -> Orders:
    """Read a sheet of order lines. `now`: the moment of submission, written as app_time.

    source: a file in any shape that `read_sheet` reads, or a sheet that it has read. Text is taken in the encoding and
    with the delimiter that the mapping names; where it says auto, they are found out.

    Raises UnableToReadSheet when the file as a whole cannot be read; a row that cannot is named in `problems`, and with
    it all rows of its order.
    """
    table = faults.neutral(source if isinstance(source, Table) else _read(source, mapping, limits))
    cells = read_cells(table, mapping)
    numbers = cells.frame.select(pl.col("order_no").unique(maintain_order=True)).drop_nulls()
    frame = cells.frame.join(
        numbers.with_row_index("nth").with_columns(pl.col("nth").cast(pl.Int32)),
        on="order_no",
        how="left",
        maintain_order="left",
    ).with_columns(is_freight=pl.col("item_no").is_in(list(mapping.freight_items)).fill_null(value=False))
    found = pl.concat([cells.problems, _order_problems(frame, mapping)])
    found = pl.concat([found, _held_back(frame, found)]).sort(ROW_NO, maintain_order=True)
    good = frame.join(found.select(ROW_NO).unique(), on=ROW_NO, how="anti", maintain_order="left")
    orders, lines = _orders(good.filter(~pl.col("is_cancellation")), mapping, now)
    cancellations, cancelled = _cancellations(good.filter(pl.col("is_cancellation")), mapping)
    return Orders(orders, lines.drop(ROW_NO), cancellations, cancelled, _rows(frame, good, lines), found, table)


def _read(source: Path | bytes, mapping: Mapping, limits: Limits | None) -> Table:
    form = mapping.form
    if AUTO in (form.delimiter, form.encoding) or not is_separated(source):
        return read_sheet(source, wish=form.wish, limits=limits)
    return read_table(source, delimiter=form.delimiter, encoding=form.encoding, limits=limits)


def _order_problems(frame: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """What is wrong with orders as a whole, named at each of their rows."""
    named = frame.filter(pl.col("order_no").is_not_null())
    readable = named.filter(~pl.col("is_cancellation")).with_columns(
        worth=pl.col("total_price").sum().over("nth"),
        unread=pl.col("total_price").is_null().any().over("nth"),
        goods=(~pl.col("is_freight")).sum().over("nth"),
    )
    counted = ~pl.col("unread")
    worthless = readable.filter(counted & (pl.col("worth") <= 0))
    freight_only = readable.filter(counted & (pl.col("worth") > 0) & (pl.col("goods") == 0))
    too_long = named.filter(pl.len().over("nth") > _LINES_LIMIT).with_columns(lines=pl.len().over("nth"))
    whole = pl.lit(None, dtype=pl.String).alias("column")
    worth = pl.col("worth").round(5).cast(pl.Decimal(38, 5)).cast(pl.String).alias("found")
    return pl.concat(
        [
            faults.problems(worthless.select(ROW_NO, whole, "order_no", worth), "order_worthless"),
            faults.problems(freight_only.select(ROW_NO, whole, "order_no", worth), "order_only_freight"),
            faults.problems(
                too_long.select(
                    ROW_NO, whole, "order_no", expected=pl.lit(_LINES_LIMIT), found=pl.col("lines").cast(pl.String)
                ),
                "order_too_long",
            ),
            *(
                _disagreeing(named, field, mapping.columns[field])
                for field in _ONE_AN_ORDER
                if field in mapping.columns
            ),
        ]
    )


def _disagreeing(named: pl.DataFrame, field: str, header: str) -> pl.DataFrame:
    first = pl.col(field).first().over("nth")
    rows = named.select(
        ROW_NO,
        pl.lit(header).alias("column"),
        "order_no",
        pl.col(field).fill_null("").alias("found"),
        first.fill_null("").alias("expected"),
    )
    return faults.problems(rows.filter(pl.col("found") != pl.col("expected")), "order_disagrees")


def _held_back(frame: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Rows with nothing wrong in orders where another row has something wrong."""
    bad = frame.select(ROW_NO, "nth", "order_no").join(found.select(ROW_NO).unique(), on=ROW_NO, how="semi")
    first = bad.drop_nulls("nth").group_by("nth").agg(first_row=pl.col(ROW_NO).min())
    rows = frame.join(first, on="nth").join(bad.select(ROW_NO), on=ROW_NO, how="anti")
    whole = pl.lit(None, dtype=pl.String)
    return faults.problems(
        rows.select(ROW_NO, whole.alias("column"), whole.alias("found"), "order_no", "first_row"), "order_held_back"
    )


def _orders(good: pl.DataFrame, mapping: Mapping, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    constants = mapping.constants
    numbers = good.select(pl.col("order_no").unique(maintain_order=True)).with_row_index("document_no", offset=1)
    placed = good.join(
        numbers.with_columns(pl.col("document_no").cast(pl.Int32), message_no=pl.lit(0, dtype=pl.Int64)),
        on="order_no",
        how="left",
        maintain_order="left",
    )
    lines = with_repeats(
        placed.filter(~pl.col("is_freight")).with_columns(
            gnum=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("document_no")
        )
    ).select(*_KEY, "gnum", *_LINE, "repeat_of", ROW_NO)
    freight = pl.col("is_freight")
    zero = pl.lit(0, dtype=EXACT)
    heads = placed.group_by("document_no", maintain_order=True).agg(
        pl.col("message_no").first(),
        pl.col("order_no").first(),
        goods_value=pl.col("total_price").filter(~freight).sum(),
        freight=pl.coalesce(pl.col("total_price").filter(freight).sum(), zero),
        currency=pl.col("currency").first(),
        line_count=(~freight).sum().cast(pl.Int32),
        placed_at=pl.col("placed_at").min(),
        destination=pl.col("destination").first(),
        buyer=pl.col("buyer").first(),
    )
    heads = heads.with_columns(
        *(pl.lit(constants[name]).alias(name) for name in ("order_type", "marketplace_code", "marketplace_name",
                                                           "seller_code", "seller_name")),
        app_type=pl.lit("1"),
        app_status=pl.lit("2"),
        app_time=pl.lit(now).cast(TIME),
        note=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    return with_identity(heads, lines), lines


def with_repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with repeat_of: the gnum of the first equal line of the same order, null for that line itself."""
    first = pl.col("gnum").first().over(*_KEY, *_LINE)
    return lines.with_columns(repeat_of=pl.when(first != pl.col("gnum")).then(first))


def with_identity(heads: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`heads` with content_hash over what was filed, lines as a set, and the guid that follows from it."""
    hashed = heads.with_columns(content_hashes(heads, HEAD_FILED, lines, _LINE, key=_KEY))
    return hashed.with_columns(guids(hashed["content_hash"]).alias("guid"))


def _cancellations(good: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    lines = good.select("order_no", "item_no", (-pl.col("qty")).alias("qty"), "price")
    heads = good.group_by("order_no", maintain_order=True).agg(
        pl.col("buyer").first(),
        pl.col("cancels").first(),
        pl.col("placed_at").min(),
        pl.col("currency").first(),
    )
    heads = heads.with_columns(
        marketplace_code=pl.lit(mapping.constants["marketplace_code"]),
        seller_code=pl.lit(mapping.constants["seller_code"]),
    )
    identity = ["marketplace_code", "seller_code", "order_no"]
    heads = heads.with_columns(guids(content_hashes(heads, identity, key=["order_no"])).alias("guid"))
    return heads, lines


def _rows(frame: pl.DataFrame, good: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    taken = good.select(ROW_NO, taken=pl.lit(value=True))
    numbers = good.filter(~pl.col("is_cancellation")).select("order_no").unique(maintain_order=True)
    state = (
        pl.when(pl.col("taken").is_null())
        .then(pl.lit("rejected"))
        .when(pl.col("is_cancellation"))
        .then(pl.lit("cancellation"))
        .otherwise(pl.lit("order"))
    )
    return (
        frame.select(ROW_NO, "order_no", "is_cancellation")
        .join(taken, on=ROW_NO, how="left", maintain_order="left")
        .join(lines.select(ROW_NO, "gnum"), on=ROW_NO, how="left", maintain_order="left")
        .join(
            numbers.with_row_index("document_no", offset=1).with_columns(pl.col("document_no").cast(pl.Int32)),
            on="order_no",
            how="left",
            maintain_order="left",
        )
        .select(ROW_NO, "order_no", "document_no", "gnum", state.alias("state"))
    )
