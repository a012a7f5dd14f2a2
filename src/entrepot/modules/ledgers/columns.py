"""Columns of a frame as arrays in PostgreSQL's own notation: one parameter a column, whatever the number of rows.

The web role may not COPY into tables with policies, and the driver takes longer to turn a thousand decimals into
parameters than the database to store them.
"""

import polars as pl

from entrepot.modules.parties import api as parties

EXACT = pl.Decimal(38, 5)  # an amount of an account, as numeric(20,5)
TIME = pl.Datetime("us", "UTC")
_LIMIT = 10**15


def arrays(frame: pl.DataFrame, *names: str) -> list[str]:
    """The literals of arrays of these columns' values."""
    literals = {name: pl.lit("{") + _text(name, frame.schema[name]).str.join(",") + "}" for name in names}
    return list(frame.select(**literals).row(0))


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    texts = pl.col(name)
    if kind == pl.String:
        texts = texts.str.replace_all(r'([\\"])', r"\$1")
        texts = pl.lit('"') + texts + '"'
    elif isinstance(kind, pl.Datetime):
        texts = texts.dt.strftime('"%Y-%m-%d %H:%M:%S%.6f+00"')
    return texts.cast(pl.String).fill_null("NULL")


def exact(frame: pl.DataFrame, refusal: type[parties.Unable], column: str = "amount") -> pl.DataFrame:
    """The frame with its amounts as EXACT, if each is above zero and exact at five places; else `refusal`."""
    amount = pl.col(column)
    if not isinstance(frame.schema[column], pl.Decimal):
        raise refusal("amount_form", found=frame.schema[column])
    fits = (amount > 0) & (amount < _LIMIT) & (amount == amount.round(5))
    cast, wrong = amount.cast(EXACT), ~fits.fill_null(value=False)
    checked = frame.with_columns(cast, amount_is_wrong=wrong)
    if checked["amount_is_wrong"].any():
        raise refusal("amount_form", found=frame[column].filter(checked["amount_is_wrong"])[0])
    return checked.drop("amount_is_wrong")
