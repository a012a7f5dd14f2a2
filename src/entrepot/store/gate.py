"""The gate: documents change only while nobody decides.

Judges hold the gate together, a batch with changes or deletes holds it alone, each until the end of its transaction.
So a change is either read by a decision or comes after it and is refused; new documents need no gate
(docs/decisions/0004).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

_GATE = 0x0E17_0001


class NeedsGate(Exception):
    """A batch met a document that it would have to change, without holding the gate alone."""


def hold_together(connection: psycopg.Connection) -> None:
    """Judges: keep changes out until this transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_GATE,))


def hold_alone(connection: psycopg.Connection) -> None:
    """Changes: wait for judges, keep them out until this transaction ends. Take it before any other lock."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_GATE,))


@contextmanager
def one_at_a_time(connection: psycopg.Connection, number: int) -> Iterator[None]:
    """Keep others with the same number out for the length of the block; on an autocommit connection."""
    connection.execute("SELECT pg_advisory_lock(%s)", (number,))
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (number,))


@contextmanager
def alone_or_not(connection: psycopg.Connection, number: int) -> Iterator[bool]:
    """Whether nobody else is in such a block with the same number; whoever is told False leaves it at that."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (number,)).fetchone()
    alone = row is not None and bool(row[0])
    try:
        yield alone
    finally:
        if alone:
            connection.execute("SELECT pg_advisory_unlock(%s)", (number,))
