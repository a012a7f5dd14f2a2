"""The bytes of messages and sheets as they lie: squeezed, then sealed by the key of the month in which they came.

What firms send names buyers, payers and consignees. Nobody reads it out of the database, nor out of a backup, without
the station's secret (docs/decisions/0012). A row without a key is of before: squeezed only.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
import zstandard

from entrepot.store import identity

MESSAGE, SHEET = "message", "sheet"  # kinds of keys
# What else a sheet says, each bound apart from its file: its rejected rows, what pages show of it, notes on its parts.
PROBLEMS, SEEN, PART = b"problems", b"seen", b"part"
_SEALED = "sealed"
Lying = tuple[bytes, int | None, bytes]
"""A body as it lies, the number of its key (none: not sealed), what it is bound to (SHA-256 of its plain bytes)."""


def closed(key: identity.Key, bodies: Iterable[bytes], bound: Sequence[bytes]) -> list[bytes]:
    """Each body squeezed and sealed, bound to its row."""
    squeeze = zstandard.ZstdCompressor(level=1).compress
    return identity.seal_bytes(key, [squeeze(body) for body in bodies], bound)


def opened(connection: psycopg.Connection, rows: Sequence[Lying]) -> list[bytes]:
    """The plain bytes of these rows. Raises identity.KeyDestroyed, identity.UnableToOpen."""
    found = left(connection, rows)
    for body in found:
        if isinstance(body, identity.UnableToOpen):
            raise body
    return [body for body in found if isinstance(body, bytes)]


def left(connection: psycopg.Connection, rows: Sequence[Lying]) -> list[bytes | identity.UnableToOpen]:
    """As `opened`; in the place of a body that does not open what says so."""
    keys = identity.keys_left(connection, (number for _, number, _ in rows if number is not None))
    expand = zstandard.ZstdDecompressor().decompress
    found: list[bytes | identity.UnableToOpen] = []
    for body, number, bound in rows:
        key = None if number is None else keys[number]
        if isinstance(key, identity.UnableToOpen):
            found.append(key)
        else:
            found.append(expand(bytes(body) if key is None else identity.open_bytes(key, bytes(body), bytes(bound))))
    return found


def bound_to(signature: str) -> bytes:
    """What a signed package is bound to: its signature, of which there is one a package."""
    return hashlib.sha256(signature.encode()).digest()


def key(connection: psycopg.Connection, kind: str, *, now: datetime) -> identity.Key:
    """The key for what comes now."""
    return identity.key_for(connection, kind, now=now)


def closed_facts(key: identity.Key, facts: Mapping[str, object], bound: bytes) -> dict[str, str]:
    """Facts with samples of a file in them, as a JSON column keeps them."""
    (sealed,) = closed(key, [json.dumps(dict(facts), ensure_ascii=False).encode()], [bound])
    return {_SEALED: base64.b64encode(sealed).decode()}


def opened_facts(
    connection: psycopg.Connection, kept: Mapping[str, Any], key_id: int | None, bound: bytes
) -> dict[str, Any]:
    """The facts of such a column; of before: as they are. Raises identity.KeyDestroyed."""
    if _SEALED not in kept:
        return dict(kept)
    (plain,) = opened(connection, [(base64.b64decode(kept[_SEALED]), key_id, bound)])
    return dict(json.loads(plain))
