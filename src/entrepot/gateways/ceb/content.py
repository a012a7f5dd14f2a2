"""The content hash of a document: what was filed, without who sends it when."""

import hashlib
from itertools import accumulate, pairwise

import polars as pl

from entrepot.gateways.ceb.fields import DECIMALS, Field, Message, Section

HASH_BYTES = 16
NOT_CONTENT = frozenset({"guid", "app_type", "app_time", "app_status"})
# None of the three can stand in an XML 1.0 text, so that no two contents have one canonical form.
_FIELD, _LINE, _ABSENT = "\x1f", "\x1e", "\x00"


def content_hashes(message: Message, heads: pl.DataFrame, lines: pl.DataFrame | None) -> pl.Series:
    """Binary, 16 bytes (blake2b) for each row of typed heads; lines stand in the order of heads, then of gnum.

    heads needs line_count where the message has lines. Numbers count by value: 1, 1.0 and 1.00000 are equal.
    """
    texts = heads.select(_canonical(message.head)).to_series().to_list()
    if lines is not None and message.line is not None:
        line_texts = lines.select(_canonical(message.line)).to_series().to_list()
        ends = accumulate(heads["line_count"].to_list(), initial=0)
        bodies = [_LINE.join(line_texts[start:end]) for start, end in pairwise(ends)]
        texts = [f"{text}{_LINE}{body}" for text, body in zip(texts, bodies, strict=True)]
    digests = [hashlib.blake2b(text.encode(), digest_size=HASH_BYTES).digest() for text in texts]
    return pl.Series("content_hash", digests, dtype=pl.Binary)


def _canonical(section: Section) -> pl.Expr:
    return pl.concat_str(
        [_text(field) for field in section.fields if field.column not in NOT_CONTENT], separator=_FIELD
    )


def _text(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "decimal":
        column = column.cast(pl.Decimal(38, DECIMALS))
    elif field.sort in ("time", "stamp"):
        column = column.dt.epoch("us")
    column = column.cast(pl.String)
    return column if field.required else column.fill_null(_ABSENT)
