"""Sessions of signed-in browsers, by the SHA-256 of their key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connections


def _ask(using: str, query: str, values: tuple[bytes | str | bool | int | datetime | None, ...]) -> object:
    with connections[using].cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def load_session(*, key: str, now: datetime, using: str = "default") -> str | None:
    """What was saved under this key, if it has not expired."""
    found = _ask(using, "SELECT parties_session_load(%s, %s)", (_hash(key), now))
    return None if found is None else str(found)


def save_session(
    *,
    key: str,
    content: str,
    until: datetime,
    must_create: bool,
    person_id: int | None = None,
    device: str = "",
    now: datetime,
    using: str = "default",
) -> bool:
    """False when the key is taken (`must_create`), or when the session was ended meanwhile."""
    values = (_hash(key), content, until, must_create, person_id, device.replace("\0", ""), now)
    return bool(_ask(using, "SELECT parties_session_save(%s, %s, %s, %s, %s, %s, %s)", values))


@dataclass(frozen=True)
class OpenSession:
    """A browser in which the reader is signed in. handle: names it to its person; here: the one that asks."""

    handle: str
    begun_at: datetime | None
    expires_at: datetime
    device: str
    here: bool


def my_sessions(*, key: str, now: datetime, using: str = "default") -> list[OpenSession]:
    """The sessions of the reader of the running transaction, the newest first; `key`: of the one that asks."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT handle, begun_at, expires_at, device FROM parties_sessions_mine(%s)", (now,))
        own = _hash(key)[:8].hex()
        return [
            OpenSession(name, begun, expires, device, here=name == own)
            for name, begun, expires, device in cursor.fetchall()
        ]


def end_my_sessions(*, key: str, handle: str = "", using: str = "default") -> int:
    """End the reader's session `handle`, or all; never the one that asks. Returns how many were ended."""
    return int(str(_ask(using, "SELECT parties_sessions_end(%s, %s)", (handle, _hash(key)))))


def end_session(*, key: str, using: str = "default") -> None:
    """Sign out."""
    _ask(using, "SELECT parties_session_delete(%s)", (_hash(key),))


def forget_sessions(*, now: datetime, using: str = "default") -> None:
    """Delete what has expired."""
    _ask(using, "SELECT parties_sessions_forget(%s)", (now,))
