"""Sessions of signed-in browsers, by the SHA-256 of their key."""

import hashlib
from datetime import datetime

from django.db import connections


def _ask(using: str, query: str, values: tuple[bytes | str | bool | datetime, ...]) -> object:
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


def save_session(*, key: str, content: str, until: datetime, must_create: bool, using: str = "default") -> bool:
    """False when the key is taken (`must_create`), or when the session was ended meanwhile."""
    values = (_hash(key), content, until, must_create)
    return bool(_ask(using, "SELECT parties_session_save(%s, %s, %s, %s)", values))


def end_session(*, key: str, using: str = "default") -> None:
    """Sign out."""
    _ask(using, "SELECT parties_session_delete(%s)", (_hash(key),))


def forget_sessions(*, now: datetime, using: str = "default") -> None:
    """Delete what has expired."""
    _ask(using, "SELECT parties_sessions_forget(%s)", (now,))
