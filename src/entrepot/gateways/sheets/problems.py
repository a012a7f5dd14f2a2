"""Problems of rows: where, what was found, why, in both languages; and the file that gives them back."""

import io
from dataclasses import replace

import polars as pl

from entrepot.gateways.sheets.sentences import ROW
from entrepot.gateways.sheets.table import PROBLEMS, ROW_NO, Table

SCHEMA = PROBLEMS
REASON_COLUMNS = ("problem_row", "problem_columns", "problem_reasons", "problem_en", "problem_zh")
_VALUE_CHARS = 200
# What a spreadsheet takes for a formula, and our own sign before it
_FORMULA = r"^'*[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9][0-9.,' \u00a0]*$"


def none() -> pl.DataFrame:
    """No problems."""
    return pl.DataFrame(schema=SCHEMA)


def problems(rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    """A problem for each of `rows` (row_no, column, found, and the other facts of the sentence)."""
    sentence = ROW[reason]
    cut = rows.with_columns(pl.col("found").cast(pl.String).str.slice(0, _VALUE_CHARS))
    return cut.select(
        pl.col(ROW_NO).cast(pl.Int64),
        pl.col("column").cast(pl.String),
        pl.col("found").alias("value"),
        pl.lit(reason).alias("reason"),
        sentence.column("en").alias("en"),
        sentence.column("zh").alias("zh"),
    )


def write_problems(table: Table, found: pl.DataFrame) -> bytes:
    """The rejected rows as CSV (UTF-8 with mark): the columns of the sheet, then why.

    Formulas are neutralised with an apostrophe, which `neutral` takes away again when the file comes back.
    """
    texts = found.group_by(ROW_NO, maintain_order=True).agg(
        pl.col("column").drop_nulls().unique(maintain_order=True).str.join("; ").alias("problem_columns"),
        pl.col("reason").unique(maintain_order=True).str.join("; ").alias("problem_reasons"),
        pl.col("en").unique(maintain_order=True).str.join(" ").alias("problem_en"),
        pl.col("zh").unique(maintain_order=True).str.join("").alias("problem_zh"),
    )
    kept = [i for i, name in enumerate(table.header) if name not in REASON_COLUMNS]
    frame = (
        table.frame.join(texts, on=ROW_NO, how="inner", maintain_order="left")
        .select(*(f"c{i}" for i in kept), pl.col(ROW_NO).cast(pl.String).alias("problem_row"), *REASON_COLUMNS[1:])
        .with_columns(neutralised(f"c{i}") for i in kept)
        .with_columns(neutralised("problem_columns"))
    )
    header = pl.DataFrame([[*(table.header[i] for i in kept), *REASON_COLUMNS]], orient="row", schema=frame.schema)
    out = io.BytesIO(b"\xef\xbb\xbf")
    out.seek(0, io.SEEK_END)
    for part in (header, frame):
        part.write_csv(out, include_header=False, separator=table.delimiter, quote_style="necessary")
    return out.getvalue()


def neutralised(name: str) -> pl.Expr:
    """The text column `name` with an apostrophe before what a spreadsheet would run as a formula."""
    column = pl.col(name)
    harmful = column.str.contains(_FORMULA) & ~column.str.contains(_NUMBER)
    return pl.when(harmful).then(pl.lit("'") + column).otherwise(column).alias(name)


def neutral(table: Table, *, always: bool = False) -> Table:
    """The table without the apostrophes that we put in; tables that are not ours (no reasons) stay as they are."""
    if not always and "problem_reasons" not in table.header:
        return table
    cells = [f"c{i}" for i in range(len(table.header))]
    frame = table.frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^'+[=+\-@\t\r]")).then(pl.col(name).str.slice(1)).otherwise(pl.col(name))
        for name in cells
    )
    return replace(table, frame=frame)
