"""Columns of a frame as arrays in PostgreSQL's own notation: one parameter a column, whatever the number of rows.

The web role may not COPY into tables with policies, and the driver takes longer to turn a thousand decimals into
parameters than the database to store them.
"""

import polars as pl

from entrepot.modules.parties import api as parties

EXACT = pl.Decimal(38, 5)  # an amount of an account, as numeric(20,5)
TIME = pl.Datetime("us", "UTC")
_LIMIT = 10**15


def array(column: pl.Series) -> str:
    """The literal of an array of the column's values."""
    texts = column
    if column.dtype == pl.String:
        texts = column.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
        texts = '"' + texts + '"'
    elif isinstance(column.dtype, pl.Datetime):
        texts = '"' + column.dt.strftime("%Y-%m-%d %H:%M:%S%.6f+00") + '"'
    return "{" + ",".join(texts.cast(pl.String).fill_null("NULL")) + "}"


def exact(frame: pl.DataFrame, refusal: type[parties.Unable], column: str = "amount") -> pl.DataFrame:
    """The frame with its amounts as EXACT, if each is above zero and exact at five places; else `refusal`."""
    amounts = frame[column]
    if not isinstance(amounts.dtype, pl.Decimal):
        raise refusal("amount_form", found=amounts.dtype)
    wrong = amounts.is_null() | (amounts <= 0) | (amounts >= _LIMIT) | (amounts != amounts.round(5))
    if wrong.any():
        raise refusal("amount_form", found=amounts.filter(wrong)[0])
    return frame.with_columns(pl.col(column).cast(EXACT))
