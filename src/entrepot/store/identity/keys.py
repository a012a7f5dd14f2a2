"""Keys of a kind and a month: made by whoever comes first, wrapped in the table, gone when retention ends.

A key is 32 random bytes. The table holds it wrapped (AES-256-GCM) by a key derived from the station's secret; `secret`
there is the mark of that secret, so that a station restored without it makes new keys and says of old ones whose they
were. A destroyed key keeps its row without the key.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from weakref import WeakKeyDictionary

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entrepot.store import dsn
from entrepot.store.identity import secret

_NONE = "expected the key {number}, found none in this database; restore the newest backup"
_CHINA = timezone(timedelta(hours=8))  # months of the law's calendar
NONCE_BYTES = 12  # of AES-GCM (NIST SP 800-38D)


class UnableToOpen(Exception):
    """What was sealed cannot be opened: its key is gone, or another station's secret is needed."""


class KeyDestroyed(UnableToOpen):
    """Retention has ended: the key was destroyed at `at`."""

    def __init__(self, kind: str, month: str, at: datetime) -> None:
        self.kind, self.month, self.at = kind, month, at
        super().__init__(
            f"expected the key of {kind} {month}, found that it was destroyed on {at:%Y-%m-%d}: retention has ended. "
            "Decisions and hashes remain; the values are gone."
        )


@dataclass(frozen=True)
class Key:
    """A key that is open. `kind` is part of what it seals: a block of one kind is no block of another."""

    id: int
    kind: str
    month: str
    value: bytes = field(repr=False)


def month_of(moment: datetime) -> str:
    """'2026-11': the month in China in which `moment` lies."""
    return moment.astimezone(_CHINA).strftime("%Y-%m")


def key_for(connection: psycopg.Connection, kind: str, *, now: datetime) -> Key:
    """The key that seals what comes in the month of `now`; made, on a connection of its own, if it is not there.

    Raises KeyDestroyed for a month whose retention has ended, NoSecret.
    """
    month = month_of(now)
    found = _find(connection, kind, month)
    if found is None:
        _make(kind, month, now)
        found = _find(connection, kind, month)
    assert found is not None  # made, and committed, just now
    return found


_remembered: WeakKeyDictionary[psycopg.Connection, dict[tuple[str, str, str], Key]] = WeakKeyDictionary()


def key_once(connection: psycopg.Connection, kind: str, *, now: datetime, again: bool = False) -> Key:
    """As key_for, asked for once a connection and month, where a round trip more would count.

    Whoever stores with it looks whether the key is still there, and asks `again` where it is not.
    """
    known = _remembered.setdefault(connection, {})
    place = (kind, month_of(now), secret.mark())
    if again or place not in known:
        known[place] = key_for(connection, kind, now=now)
    return known[place]


def keys_of(connection: psycopg.Connection, ids: Iterable[int]) -> dict[int, Key]:
    """These keys, open. Raises KeyDestroyed, UnableToOpen for one that is not there or is of another secret."""
    found = keys_left(connection, ids)
    for key in found.values():
        if isinstance(key, UnableToOpen):
            raise key
    return {number: key for number, key in found.items() if isinstance(key, Key)}


def keys_left(connection: psycopg.Connection, ids: Iterable[int]) -> dict[int, Key | UnableToOpen]:
    """As keys_of; in the place of a key that is destroyed or does not open what says so."""
    wanted = sorted(set(ids))
    rows = connection.execute("SELECT * FROM store_identity_keys(%s)", (wanted,)).fetchall() if wanted else []
    found: dict[int, Key | UnableToOpen] = {number: UnableToOpen(_NONE.format(number=number)) for number in wanted}
    for row in rows:
        try:
            found[row[0]] = _opened(row)
        except UnableToOpen as shut:
            found[row[0]] = shut
    return found


def newest_mark(connection: psycopg.Connection) -> str | None:
    """The mark of the secret that wrapped the newest key; None before the first. As owner."""
    row = connection.execute("SELECT secret FROM store_identity_key ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def _find(connection: psycopg.Connection, kind: str, month: str) -> Key | None:
    row = connection.execute(
        "SELECT * FROM store_identity_key_for(%s, %s, %s)", (kind, month, secret.mark())
    ).fetchone()
    return None if row is None else _opened(row)


def _make(kind: str, month: str, now: datetime) -> None:
    """In a transaction of its own: nobody waits for a batch to end, and a batch undone leaves the key to the next."""
    with psycopg.connect(dsn.owner()) as own:
        own.execute(
            "INSERT INTO store_identity_key (kind, month, secret, wrapped, made_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (kind, month, secret) DO NOTHING",
            (kind, month, secret.mark(), _wrap(os.urandom(secret.KEY_BYTES), kind, month), now),
        )


def _wrap(value: bytes, kind: str, month: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(secret.derived("wrap")).encrypt(nonce, value, _bound(kind, month))


_Row = tuple[int, str, str, str, bytes | None, datetime | None]


def _opened(row: _Row) -> Key:
    number, kind, month, mark, wrapped, destroyed_at = row
    if wrapped is None:
        assert destroyed_at is not None  # the table checks it
        raise KeyDestroyed(kind, month, destroyed_at)
    if mark != secret.mark():
        raise UnableToOpen(
            f"expected the secret {mark} by which the key of {kind} {month} was wrapped, found {secret.mark()}; "
            "restore the backup with its passphrase, which brings that secret"
        )
    return Key(number, kind, month, _unwrapped(secret.derived("wrap"), bytes(wrapped), _bound(kind, month)))


@lru_cache(maxsize=256)
def _unwrapped(wrapping: bytes, wrapped: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(wrapping).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound)
    except InvalidTag:
        raise UnableToOpen(f"expected the wrapped key of {bound.decode()} as it was made, found it changed") from None


def _bound(kind: str, month: str) -> bytes:
    return f"{kind} {month}".encode()
