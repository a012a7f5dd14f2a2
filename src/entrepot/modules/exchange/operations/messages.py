"""Messages in and out: raw bytes kept, read once, answered."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import polars as pl
import psycopg

from entrepot.modules.exchange import bodies
from entrepot.store import identity, outbox
from entrepot.store.connection import bigint_array
from entrepot.store.copying import copy_in
from entrepot.store.staging import insert_new, stage

WAKE_READERS = "exchange_message"
MESSAGES_READ = "exchange.messages_read"
MESSAGES_WRITTEN = "exchange.messages_written"


@dataclass(frozen=True)
class Incoming:
    """A message as it came: `party_id` is the authenticated sender, `brought_by` who brings it as a copy."""

    kind: str
    party_id: int
    body: bytes
    name: str = ""
    brought_by: int | None = None
    read_already: bool = False  # the bytes are kept only: their documents are stored by who keeps them


@dataclass(frozen=True)
class Stored:
    """Where a message lies. `is_new` is false when the same sender sent the same bytes before."""

    id: int
    is_new: bool


@dataclass(frozen=True)
class ToRead:
    """A stored message that a worker has claimed."""

    id: int
    kind: str
    party_id: int
    brought_by: int | None
    at: datetime
    body: bytes


def store_messages(
    connection: psycopg.Connection, messages: Sequence[Incoming], *, now: datetime, practice: bool
) -> list[Stored]:
    """Keep the raw bytes of messages, each once a sender; the same bytes again give the same id."""
    if not messages:
        return []
    digests = [hashlib.sha256(message.body).digest() for message in messages]
    key = bodies.key(connection, bodies.MESSAGE, now=now)
    frame = pl.DataFrame(
        {
            "id": _new_ids(connection, len(messages)),
            "direction": ["in"] * len(messages),
            "kind": [message.kind for message in messages],
            "party_id": [message.party_id for message in messages],
            "brought_by": [message.brought_by for message in messages],
            "at": [now] * len(messages),
            "name": [message.name for message in messages],
            "sha256": digests,
            "body": bodies.closed(key, (message.body for message in messages), digests),
            "key_id": [key.id] * len(messages),
            "body_bytes": [len(message.body) for message in messages],
            "state": ["read" if message.read_already else "stored" for message in messages],
            "practice": [practice] * len(messages),
        },
        schema_overrides={"brought_by": pl.Int64, "at": pl.Datetime("us", "UTC")},
    )
    once = frame.unique(["party_id", "sha256"], keep="first", maintain_order=True)
    new = set(insert_new(connection, "exchange_message", once, key=("party_id", "sha256"), where="direction = 'in'"))
    if new:
        connection.execute(f"NOTIFY {WAKE_READERS}")
    if len(new) == len(messages):
        known = frame["id"].to_list()
    else:
        known = _ids_of(connection, [message.party_id for message in messages], digests)
    return [Stored(number, is_new=number in new and place == 0) for number, place in _first_of_each(known)]


@dataclass(frozen=True)
class Posted:
    """Where a message lies that a request brought; `name` is the one under which its bytes came first."""

    id: int
    is_new: bool
    name: str


def post_message(
    connection: psycopg.Connection,
    message: Incoming,
    *,
    reader_ids: Sequence[int],
    person_id: int | None,
    now: datetime,
    practice: bool,
) -> Posted:
    """Keep one message under the policies of this reader, in one round trip that is a transaction of its own.

    `connection` is one of the web role, outside a transaction. See `wake_readers`.
    """
    key = identity.key_once(connection, bodies.MESSAGE, now=now)
    row = _post(connection, message, key, (bigint_array(reader_ids), person_id), now=now, practice=practice)
    if row is None:
        key = identity.key_once(connection, bodies.MESSAGE, now=now, again=True)
        row = _post(connection, message, key, (bigint_array(reader_ids), person_id), now=now, practice=practice)
    assert row is not None
    return row


def _post(
    connection: psycopg.Connection,
    message: Incoming,
    key: identity.Key,
    reader: tuple[str, int | None],
    *,
    now: datetime,
    practice: bool,
) -> Posted | None:
    """None where the key is no longer there."""
    digest = hashlib.sha256(message.body).digest()
    (sealed,) = bodies.closed(key, [message.body], [digest])
    person = "" if reader[1] is None else str(reader[1])
    # values go as bytes: the cursor of Django's connections would write them into the statement
    row = (
        psycopg.Cursor(connection)
        .execute(
            "SELECT message_id, is_new, known_name"
            " FROM exchange_post(%s, %s, %s, %s, %s, %s, %b, %b, %s, %s, %s)",
            (
                reader[0], person, message.kind, message.party_id, now, message.name, digest, sealed, key.id,
                len(message.body), practice,
            ),
            prepare=True,
        )
        .fetchone()
    )  # fmt: skip
    return None if row is None else Posted(*row)


def wake_readers(connection: psycopg.Connection) -> None:
    """Tell waiting workers that there is something to read; after the commit of what was stored, without a transaction.

    PostgreSQL lets transactions that notify commit one after the other, each with its own flush to disk.
    """
    connection.execute(f"NOTIFY {WAKE_READERS}")


def _new_ids(connection: psycopg.Connection, count: int) -> list[int]:
    rows = connection.execute("SELECT nextval('exchange_message_id_seq') FROM generate_series(1, %s)", (count,))
    return [row[0] for row in rows]


def _ids_of(connection: psycopg.Connection, parties: list[int], digests: list[bytes]) -> list[int]:
    """The id under which each message lies."""
    rows = connection.execute(
        """
        SELECT m.id FROM unnest(%s::bigint[], %s::bytea[]) WITH ORDINALITY k (party_id, sha256, place)
          JOIN exchange_message m ON m.party_id = k.party_id AND m.sha256 = k.sha256 AND m.direction = 'in'
         ORDER BY k.place
        """,
        (parties, digests),
    ).fetchall()
    return [row[0] for row in rows]


def _first_of_each(numbers: list[int]) -> list[tuple[int, int]]:
    """Each number with how often it stood before: the same bytes twice in one batch are new once."""
    seen: dict[int, int] = {}
    told = []
    for number in numbers:
        told.append((number, seen.get(number, 0)))
        seen[number] = seen.get(number, 0) + 1
    return told


def claim_to_read(
    connection: psycopg.Connection, *, limit: int, only: Sequence[int] | None = None, max_bytes: int = 32_000_000
) -> list[ToRead]:
    """Lock up to `limit` unread messages, oldest first, and read at most `max_bytes` of text but at least one."""
    sizes = connection.execute(
        """
        SELECT id, body_bytes FROM exchange_message
         WHERE state = 'stored' AND (%(only)s::bigint[] IS NULL OR id = ANY (%(only)s::bigint[]))
         ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        """,
        {"only": None if only is None else list(only), "limit": limit},
    ).fetchall()
    total = list(accumulate(size for _, size in sizes))
    chosen = [row[0] for row, so_far in zip(sizes, total, strict=True) if so_far <= max(max_bytes, total[0])]
    rows = connection.execute(
        "SELECT id, kind, party_id, brought_by, at, body, key_id, sha256 FROM exchange_message WHERE id = ANY (%s)"
        " ORDER BY id",
        (chosen,),
        binary=True,
    ).fetchall()
    plain = bodies.left(connection, [row[5:] for row in rows])
    _refuse_shut(connection, [row[0] for row, body in zip(rows, plain, strict=True) if not isinstance(body, bytes)])
    return [
        ToRead(number, kind, party_id, brought_by, at, body)
        for (number, kind, party_id, brought_by, at, *_), body in zip(rows, plain, strict=True)
        if isinstance(body, bytes)
    ]


def _refuse_shut(connection: psycopg.Connection, ids: list[int]) -> None:
    """Messages that no longer open, as in a station restored without its secret: they hold up nothing behind them."""
    if not ids:
        return
    connection.execute("UPDATE exchange_message SET state = 'refused' WHERE id = ANY (%s)", (ids,))
    columns = {"message_id": ids, "document_no": None, "path": "", "value": "", "rule": "line.shut", "facts": "{}"}
    record_faults(connection, pl.DataFrame(columns, schema_overrides={"document_no": pl.Int32}))


_RESULT = {
    "id": "bigint",
    "kind": "text",
    "state": "text",
    "documents": "integer",
    "accepted": "integer",
    "duplicates": "integer",
    "refused": "integer",
    "outcomes": "text",
    "key_name": "text",
}


def finish_reading(connection: psycopg.Connection, results: pl.DataFrame, *, now: datetime) -> None:
    """Write what became of each message, and tell of it.

    results: id, kind, state, documents, accepted, duplicates, refused, outcomes (a letter a document: a, d, r),
    key_name (number of the certificate of a valid signature, else empty).
    """
    stage(connection, "exchange_message_results", _RESULT, results)
    rows = connection.execute(
        """
        UPDATE exchange_message m
           SET kind = r.kind, state = r.state, documents = r.documents, accepted = r.accepted,
               duplicates = r.duplicates, refused = r.refused, outcomes = r.outcomes,
               key_name = r.key_name, transaction_id = pg_current_xact_id()
          FROM exchange_message_results r WHERE m.id = r.id RETURNING m.party_id
        """
    ).fetchall()
    outbox.announce(connection, MESSAGES_READ, _of_parties(row[0] for row in rows), now=now)


def _of_parties(parties: Iterable[int]) -> dict[str, object]:
    """A batch of messages as an event names it: how many, and how many of which party."""
    counts = Counter(parties)
    return {"messages": counts.total(), "parties": {str(party): count for party, count in sorted(counts.items())}}


def record_faults(connection: psycopg.Connection, faults: pl.DataFrame) -> None:
    """Keep faults: message_id, document_no (null: the message), path, value, rule, facts (JSON text)."""
    if faults.is_empty():
        return
    numbered = faults.with_columns(fault_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("message_id"))
    copy_in(
        connection,
        "exchange_fault",
        numbered.select("message_id", "fault_no", "document_no", "path", "value", "rule", "facts"),
    )


@dataclass(frozen=True)
class Outgoing:
    """A message to write: `body` as the addressee gets it."""

    kind: str
    party_id: int
    body: bytes
    documents: int
    name: str = ""
    in_reply_to: int | None = None


def write_messages(
    connection: psycopg.Connection, messages: Sequence[Outgoing], *, now: datetime, practice: bool
) -> None:
    """Keep outgoing messages for their addressees to fetch."""
    if not messages:
        return
    key, digests = bodies.key(connection, bodies.MESSAGE, now=now), [hashlib.sha256(m.body).digest() for m in messages]
    frame = pl.DataFrame(
        {
            "direction": ["out"] * len(messages),
            "kind": [m.kind for m in messages],
            "party_id": [m.party_id for m in messages],
            "in_reply_to": [m.in_reply_to for m in messages],
            "at": [now] * len(messages),
            "name": [m.name for m in messages],
            "sha256": digests,
            "body": bodies.closed(key, (m.body for m in messages), digests),
            "key_id": [key.id] * len(messages),
            "body_bytes": [len(m.body) for m in messages],
            "state": ["written"] * len(messages),
            "documents": [m.documents for m in messages],
            "practice": [practice] * len(messages),
        },
        schema_overrides={"in_reply_to": pl.Int64, "at": pl.Datetime("us", "UTC")},
    )
    copy_in(connection, "exchange_message", frame)
    outbox.announce(connection, MESSAGES_WRITTEN, _of_parties(message.party_id for message in messages), now=now)


def file_message(
    connection: psycopg.Connection, message: Outgoing, *, filed_by: int, now: datetime, practice: bool
) -> int:
    """Keep a message that goes to customs (`message.party_id`) as filed; returns its id. `name`: where it lies."""
    key, digest = bodies.key(connection, bodies.MESSAGE, now=now), hashlib.sha256(message.body).digest()
    (sealed,) = bodies.closed(key, [message.body], [digest])
    row = psycopg.Cursor(connection).execute(
        """
        INSERT INTO exchange_message
            (direction, kind, party_id, brought_by, at, name, sha256, body, key_id, body_bytes, state, documents,
             practice)
        VALUES ('out', %s, %s, %s, %s, %s, %b, %b, %s, %s, 'filed', %s, %s) RETURNING id
        """,
        (
            message.kind, message.party_id, filed_by, now, message.name, digest, sealed, key.id, len(message.body),
            message.documents, practice,
        ),
    ).fetchone()  # fmt: skip
    outbox.announce(connection, MESSAGES_WRITTEN, _of_parties([message.party_id]), now=now)
    assert row is not None
    return int(row[0])
