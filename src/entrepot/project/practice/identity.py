"""Content hash and guid of documents that no message brought: as if their message had been read."""

import polars as pl

from entrepot.gateways.ceb.content import content_hashes
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.sheets.fingerprint import guids

_PLACE = ["message_no", "document_no"]


def with_hashes(kind: Kind, heads: pl.DataFrame, lines: pl.DataFrame | None = None) -> pl.DataFrame:
    """`heads` with content_hash as the message gateway works it out; lines in the order of heads, then of gnum."""
    return heads.with_columns(content_hashes(MESSAGES[kind], heads, lines))


def with_identity(kind: Kind, heads: pl.DataFrame, lines: pl.DataFrame | None = None) -> pl.DataFrame:
    """`heads` with content_hash, and the guid that follows from kind and content: the same content, the same guid."""
    hashed = with_hashes(kind, heads.drop("content_hash", "guid", strict=False), lines)
    return hashed.with_columns(guids(hashed["content_hash"]).alias("guid"))


def placed(heads: pl.DataFrame, a_message: int = 100) -> pl.DataFrame:
    """`heads` with message_no and document_no in their order, so many documents a message."""
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    return heads.drop(_PLACE, strict=False).with_columns(
        message_no=row // a_message, document_no=(row % a_message + 1).cast(pl.Int32)
    )
