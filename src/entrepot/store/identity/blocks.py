"""Sealed blocks: what a row says of a person, in one column that only the key of its kind and month opens.

A block is 12 bytes of nonce and the AES-256-GCM of a JSON object, field → text or null. Two equal rows give two
different blocks; equality is what keyed hashes are for.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl
import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entrepot.store.identity.keys import NONCE_BYTES, Key, UnableToOpen, key_for, keys_of

BLOCK, KEY = "identity_block", "identity_key"
_CHANGED = "expected a block of {kind} as it was sealed, found it changed or of another row"


def seal(
    connection: psycopg.Connection, rows: pl.DataFrame, kind: str, fields: Sequence[str], *, now: datetime
) -> pl.DataFrame:
    """`rows` with the text columns `fields` replaced by identity_block (Binary) and identity_key (Int64).

    kind: of the document, as in `order`, `payment`; now: when it arrived, says the month of the key. Raises
    KeyDestroyed where that month's retention has ended, NoSecret.
    """
    if rows.is_empty():
        empty = pl.Series(BLOCK, [], pl.Binary), pl.Series(KEY, [], pl.Int64)
        return rows.drop(fields).with_columns(*empty)
    return seal_with(key_for(connection, kind, now=now), rows, fields)


def opened(connection: psycopg.Connection, rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """`rows` with the text columns `fields` back in the place of identity_block and identity_key.

    Rows without a block (null) have null fields. Raises KeyDestroyed, UnableToOpen.
    """
    return open_with(keys_of(connection, rows[KEY].drop_nulls().unique().to_list()), rows, fields)


def seal_with(key: Key, rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """As `seal`, with a key at hand."""
    encrypt, bound, nonces = AESGCM(key.value).encrypt, key.kind.encode(), os.urandom(NONCE_BYTES * rows.height)
    texts = (
        rows.select(pl.struct(pl.col(list(fields)).cast(pl.String)).struct.json_encode()).to_series().cast(pl.Binary)
    )
    sealed = [
        (nonce := nonces[at : at + NONCE_BYTES]) + encrypt(nonce, text, bound)
        for at, text in zip(range(0, len(nonces), NONCE_BYTES), texts.to_list(), strict=True)
    ]
    return rows.drop(fields).with_columns(pl.Series(BLOCK, sealed, pl.Binary), pl.lit(key.id, pl.Int64).alias(KEY))


def open_with(keys: Mapping[int, Key], rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """As `opened`, with the keys at hand."""
    ciphers = {number: AESGCM(key.value) for number, key in keys.items()}
    texts = [
        None if block is None else _open(ciphers[number], block, keys[number].kind.encode(), keys[number].kind).decode()
        for block, number in zip(rows[BLOCK], rows[KEY], strict=True)
    ]
    shape = pl.Struct(dict.fromkeys(fields, pl.String()))
    said = pl.Series("said", texts, pl.String).str.json_decode(shape).struct.unnest()
    return rows.drop(BLOCK, KEY).hstack(said)


def seal_bytes(key: Key, bodies: Sequence[bytes], bound: Sequence[bytes]) -> list[bytes]:
    """Each body sealed together with what binds it to its row, as the hash of its plain bytes."""
    cipher, nonces = AESGCM(key.value), os.urandom(NONCE_BYTES * len(bodies))
    return [
        (nonce := nonces[at * NONCE_BYTES : (at + 1) * NONCE_BYTES])
        + cipher.encrypt(nonce, body, key.kind.encode() + own)
        for at, (body, own) in enumerate(zip(bodies, bound, strict=True))
    ]


def open_bytes(key: Key, body: bytes, bound: bytes) -> bytes:
    """The body that seal_bytes sealed. Raises UnableToOpen for one that was changed or lies in another row."""
    return _open(AESGCM(key.value), body, key.kind.encode() + bound, key.kind)


def _open(cipher: AESGCM, block: bytes, bound: bytes, kind: str) -> bytes:
    try:
        return cipher.decrypt(block[:NONCE_BYTES], block[NONCE_BYTES:], bound)
    except InvalidTag:
        raise UnableToOpen(_CHANGED.format(kind=kind)) from None
