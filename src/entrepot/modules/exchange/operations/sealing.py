"""Rows of before: what lay squeezed only is sealed too, some at a time, while everything runs."""

from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from entrepot.modules.exchange import bodies
from entrepot.store import identity

A_ROUND = 200


def seal_rows_of_before(connection: psycopg.Connection, *, now: datetime) -> int:
    """Seal up to A_ROUND messages, then sheets, then records of others, that no key sealed yet; how many.

    In a transaction, as owner.

    They are sealed by the key of this month: their retention counts from now.
    """
    return _messages(connection, now) or _sheets(connection, now) or _received(connection, now)


def _messages(connection: psycopg.Connection, now: datetime) -> int:
    return _bodies(connection, "exchange_message", "sha256", identity.seal_bytes, now)


def _received(connection: psycopg.Connection, now: datetime) -> int:
    """Signed records of others, which lay as they came."""

    def closed(key: identity.Key, packages: Sequence[bytes], signatures: Sequence[str]) -> list[bytes]:
        return bodies.closed(key, packages, [bodies.bound_to(signature) for signature in signatures])

    return _bodies(connection, "exchange_received", "signature", closed, now)


def _bodies(
    connection: psycopg.Connection, table: str, mark: str, seal: Callable[..., list[bytes]], now: datetime
) -> int:
    """Bodies by the key of messages. seal: takes the key, bodies as they lie and what is in the column `mark`."""
    names = {"table": sql.Identifier(table), "mark": sql.Identifier(mark)}
    query = "SELECT id, body, {mark} FROM {table} WHERE key_id IS NULL ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
    rows = connection.execute(sql.SQL(query).format(**names), (A_ROUND,)).fetchall()
    if not rows:
        return 0
    key = bodies.key(connection, bodies.MESSAGE, now=now)
    sealed = seal(key, [row[1] for row in rows], [row[2] for row in rows])
    psycopg.Cursor(connection).executemany(
        sql.SQL("UPDATE {table} SET body = %b, key_id = %s WHERE id = %s").format(**names),
        [(body, key.id, row[0]) for row, body in zip(rows, sealed, strict=True)],
    )
    return len(rows)


def _sheets(connection: psycopg.Connection, now: datetime) -> int:
    """File, rejected rows and what pages show; the notes on parts of a sheet in work end with it."""
    rows = connection.execute(
        "SELECT id, sha256, body, problems, seen FROM exchange_sheet WHERE key_id IS NULL"
        " AND state NOT IN ('due', 'running') ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
        (A_ROUND,),
    ).fetchall()
    if not rows:
        return 0
    key = bodies.key(connection, bodies.SHEET, now=now)

    def sealed(content: bytes | None, bound: bytes) -> bytes | None:
        return None if content is None else identity.seal_bytes(key, [content], [bound])[0]

    for number, digest, body, problems, seen in rows:
        facts = bodies.closed_facts(key, seen, bodies.SEEN + digest)
        psycopg.Cursor(connection).execute(
            "UPDATE exchange_sheet SET body = %b, problems = %b, seen = %s, key_id = %s WHERE id = %s",
            (sealed(body, digest), sealed(problems, bodies.PROBLEMS + digest), Jsonb(facts), key.id, number),
        )
    return len(rows)
