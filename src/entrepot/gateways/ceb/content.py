"""The content hash of a document: what was filed, without who sends it when."""

import hashlib
from collections.abc import Iterable
from itertools import accumulate, pairwise

import polars as pl

from entrepot.gateways.ceb.fields import DECIMALS, Field, Message, Section

HASH_BYTES = 16
NOT_CONTENT = frozenset({"guid", "app_type", "app_time", "app_status"})
# None of the three can stand in an XML 1.0 text, so that no two contents have one canonical form.
_FIELD, _LINE, _ABSENT = "\x1f", b"\x1e", "\x00"


def content_hashes(message: Message, heads: pl.DataFrame, lines: pl.DataFrame | None) -> pl.Series:
    """Binary, 16 bytes (blake2b) for each row of typed heads; lines stand in the order of heads, then of gnum.

    heads needs line_count where the message has lines. Numbers count by value: 1, 1.0 and 1.00000 are equal.
    """
    texts = heads.select(canonical(message.head)).to_series()
    if lines is None or message.line is None:
        return hashes_of(texts)
    line_texts = lines.select(canonical(message.line)).to_series()
    return hashes_of(texts, line_texts, heads["line_count"].to_list())


def hashes_of(texts: pl.Series, line_texts: pl.Series | None = None, line_counts: Iterable[int] = ()) -> pl.Series:
    """The hashes of canonical heads, each with as many of the canonical lines as line_counts says."""
    whole: list[bytes] = texts.to_list()
    if line_texts is not None:
        lines = line_texts.to_list()
        ends = accumulate(line_counts, initial=0)
        whole = [
            _LINE.join((text, *lines[start:end])) for text, (start, end) in zip(whole, pairwise(ends), strict=True)
        ]
    digests = [hashlib.blake2b(text, digest_size=HASH_BYTES).digest() for text in whole]
    return pl.Series("content_hash", digests, dtype=pl.Binary)


def canonical(section: Section) -> pl.Expr:
    """The content of one row of a typed frame as bytes (column `canonical`)."""
    columns = [_text(field) for field in section.fields if field.column not in NOT_CONTENT]
    return pl.concat_str(columns, separator=_FIELD).cast(pl.Binary).alias("canonical")


def _text(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "decimal":
        column = column.cast(pl.Decimal(38, DECIMALS))
    elif field.sort in ("time", "stamp"):
        column = column.dt.epoch("us")
    if field.sort != "text":
        column = column.cast(pl.String)
    return column if field.required else column.fill_null(_ABSENT)
