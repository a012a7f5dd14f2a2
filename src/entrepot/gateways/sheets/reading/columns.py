"""Parquet: typed columns as exact text."""

import io

import polars as pl

from entrepot.gateways.sheets.reading.header import numbered
from entrepot.gateways.sheets.reading.rows import trimmed
from entrepot.gateways.sheets.reading.values import number_text
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Shape
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Limits, Table

_BEYOND_FLOATS = 10**15


def read_parquet(data: bytes, place: str, limits: Limits) -> Table:
    """A table from Parquet; rows are numbered from 1. Raises UnableToReadSheet."""
    frame = _read(data, place, limits)
    header = numbered([name.strip() for name in frame.columns])
    texts = frame.select(
        _text(name, dtype, place).alias(f"c{n}") for n, (name, dtype) in enumerate(frame.schema.items())
    )
    numbered_frame = texts.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW_NO),
        pl.lit(len(header), dtype=pl.Int32).alias(CELLS_FOUND),
        pl.all(),
    )
    found = trimmed(header, numbered_frame)
    if found.frame.is_empty():
        raise UnableToReadSheet("header_only", place=place)
    shape = Shape(
        container="parquet",
        header_row=0,
        header_rows=0,
        places=found.places,
        left_out=found.left_out,
        empty_columns=found.empty_columns,
    )
    return Table(place, found.header, found.frame, ",", shape)


def _read(data: bytes, place: str, limits: Limits) -> pl.DataFrame:
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
        if len(schema) > limits.columns:
            raise UnableToReadSheet("too_wide", place=place, line=1, expected=f"{limits.columns} columns (列)")
        if rows * len(schema) > limits.cells:
            raise UnableToReadSheet("too_many_cells", place=place, expected=limits.cells, found=rows * len(schema))
        return pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise UnableToReadSheet("not_parquet", place=place) from error


def _text(name: str, dtype: pl.DataType, place: str) -> pl.Expr:
    column = pl.col(name)
    if dtype.is_float():
        return column.map_elements(number_text, return_dtype=pl.String)
    if isinstance(dtype, pl.Decimal):
        text = column.cast(pl.String)
        return pl.when(text.str.contains(".", literal=True)).then(text.str.replace(r"\.?0+$", "")).otherwise(text)
    if isinstance(dtype, pl.Datetime):
        form = "%Y-%m-%d %H:%M:%S%.f" + ("%z" if dtype.time_zone else "")
        return column.dt.strftime(form)
    if dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Object):
        raise UnableToReadSheet("column_nested", place=place, column=name, found=str(dtype)[:80])
    return column.cast(pl.String)
