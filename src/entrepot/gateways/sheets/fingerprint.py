"""The content hash of documents: 16 bytes over what was filed."""

import hashlib

import polars as pl

_FIELD = "\x1f"
_LINE = "\x1e"
_ABSENT = "\x00"
_AT_THE_EDGE = pl.Decimal(38, 5)  # N19,5 of the customs interface


def _canonical(name: str, dtype: pl.DataType) -> pl.Expr:
    """One column as text: decimals with five places, times as UTC microseconds, absence as its own mark."""
    column = pl.col(name)
    if isinstance(dtype, pl.Decimal):
        column = column.cast(_AT_THE_EDGE).cast(pl.String)
    elif isinstance(dtype, pl.Datetime):
        column = column.dt.epoch("us").cast(pl.String)
    else:
        column = column.cast(pl.String)
    return column.fill_null(_ABSENT)


def _texts(frame: pl.DataFrame, columns: list[str]) -> pl.Expr:
    return pl.concat_str([_canonical(name, frame.schema[name]) for name in columns], separator=_FIELD)


def content_hashes(
    heads: pl.DataFrame,
    head_columns: list[str],
    lines: pl.DataFrame | None = None,
    line_columns: list[str] | None = None,
    *,
    key: list[str],
) -> pl.Series:
    """Binary series, 16 bytes (blake2b) for each row of `heads`, in its order.

    `key` joins `lines` to `heads` and is unique in `heads`; lines are taken as a set: their order counts only where
    their number is among `line_columns`.
    """
    texts = heads.select(*key, _texts(heads, head_columns).alias("text"))
    if lines is not None and line_columns is not None:
        bodies = (
            lines.select(*key, _texts(lines, line_columns).alias("body"))
            .group_by(key, maintain_order=True)
            .agg(pl.col("body").sort().str.join(_LINE))
        )
        texts = texts.join(bodies, on=key, how="left", maintain_order="left").with_columns(
            text=pl.concat_str("text", pl.col("body").fill_null(""), separator=_LINE)
        )
    digests = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts["text"].to_list()]
    return pl.Series("content_hash", digests, dtype=pl.Binary)


def guids(hashes: pl.Series) -> pl.Series:
    """Upper-case GUIDs (36 characters, version 8 of RFC 9562) that follow from 16-byte hashes."""
    digits = pl.col("hash").bin.encode("hex").str.to_uppercase()
    parts = [digits.str.slice(start, length) for start, length in ((0, 8), (8, 4), (13, 3), (17, 3), (20, 12))]
    joined = pl.concat_str(
        parts[0], pl.lit("-"), parts[1], pl.lit("-8"), parts[2], pl.lit("-A"), parts[3], pl.lit("-"), parts[4]
    )
    return pl.DataFrame({"hash": hashes}).select(joined.alias("guid"))["guid"]
