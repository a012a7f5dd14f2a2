"""What became of messages."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import zstandard


@dataclass(frozen=True)
class Result:
    """A message that was read: counts of its documents."""

    id: int
    kind: str
    state: str
    documents: int
    accepted: int
    duplicates: int
    refused: int


@dataclass(frozen=True)
class FaultRow:
    """One fault of a message; document_no None: the message as a whole. facts fill the sentence of `rule`."""

    message_id: int
    document_no: int | None
    path: str
    value: str
    rule: str
    facts: dict[str, object]


@dataclass(frozen=True)
class Written:
    """An outgoing message with its bytes."""

    id: int
    kind: str
    party_id: int
    documents: int
    body: bytes


def results(connection: psycopg.Connection, ids: Sequence[int]) -> dict[int, Result]:
    """What became of these messages, by id."""
    rows = connection.execute(
        "SELECT id, kind, state, documents, accepted, duplicates, refused FROM exchange_message WHERE id = ANY (%s)",
        (list(ids),),
    )
    return {row[0]: Result(*row) for row in rows}


def faults(connection: psycopg.Connection, ids: Sequence[int]) -> list[FaultRow]:
    """The faults of these messages, in their order."""
    rows = connection.execute(
        "SELECT message_id, document_no, path, value, rule, facts FROM exchange_fault WHERE message_id = ANY (%s)"
        " ORDER BY message_id, fault_no",
        (list(ids),),
    )
    return [FaultRow(*row) for row in rows]


def outgoing(connection: psycopg.Connection, *, after: int = 0, limit: int = 1000) -> list[Written]:
    """Outgoing messages after the cursor `after`, oldest first."""
    rows = connection.execute(
        "SELECT id, kind, party_id, documents, body FROM exchange_message WHERE direction = 'out' AND id > %s"
        " ORDER BY id LIMIT %s",
        (after, limit),
    ).fetchall()
    expand = zstandard.ZstdDecompressor()
    return [Written(*row[:4], expand.decompress(row[4])) for row in rows]


def last_number(connection: psycopg.Connection) -> int:
    """The highest message id so far, 0 if there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM exchange_message").fetchone()
    return int(row[0]) if row else 0
