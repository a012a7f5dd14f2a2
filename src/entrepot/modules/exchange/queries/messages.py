"""What became of messages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from entrepot.modules.exchange import bodies

REPLY_KINDS = ("CEB304", "CEB404", "CEB506", "CEB604")  # written here
REPLY_KINDS_IN = ("order_reply", "slip_reply", "waybill_reply", "list_reply")  # as messages that come are named


@dataclass(frozen=True)
class Result:
    """A message that was read: counts of its documents, number of the certificate that signed it."""

    id: int
    kind: str
    state: str
    documents: int
    accepted: int
    duplicates: int
    refused: int
    key_name: str


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
        "SELECT id, kind, state, documents, accepted, duplicates, refused, key_name FROM exchange_message"
        " WHERE id = ANY (%s)",
        (list(ids),),
    )
    return {row[0]: Result(*row) for row in rows}


def faults(connection: psycopg.Connection, ids: Sequence[int]) -> list[FaultRow]:
    """The faults of these messages, in their order."""
    rows = connection.execute(
        "SELECT message_id, document_no, path, value, rule, facts::text FROM exchange_fault WHERE message_id = ANY (%s)"
        " ORDER BY message_id, fault_no",
        (list(ids),),
    )
    return [
        FaultRow(number, place, path, value, rule, json.loads(facts))
        for number, place, path, value, rule, facts in rows
    ]  # Django's connections leave JSON as text


def outgoing(connection: psycopg.Connection, *, after: int = 0, limit: int = 1000) -> list[Written]:
    """Outgoing messages after the cursor `after`, oldest first; those whose retention has ended are left out."""
    return _written(connection, "direction = 'out'", {}, after, limit)


def reply_messages(connection: psycopg.Connection, *, after: int = 0, limit: int = 200) -> list[Written]:
    """Replies of customs after the cursor `after`, whichever way they went: written here, or taken in here."""
    which = (
        "(direction = 'out' AND kind = ANY (%(written)s)"
        " OR direction = 'in' AND state = 'read' AND kind = ANY (%(taken)s))"
    )
    return _written(connection, which, {"written": list(REPLY_KINDS), "taken": list(REPLY_KINDS_IN)}, after, limit)


def _written(
    connection: psycopg.Connection, which: str, values: Mapping[str, object], after: int, limit: int
) -> list[Written]:
    """Those that still open; an empty list only where none is left after the cursor."""
    found: list[Written] = []
    while not found:
        rows = connection.execute(
            "SELECT id, kind, party_id, documents, body, key_id, sha256 FROM exchange_message"
            f" WHERE id > %(after)s AND {which} ORDER BY id LIMIT %(limit)s",
            {**values, "after": after, "limit": limit},
        ).fetchall()
        if not rows:
            break
        plain = bodies.left(connection, [row[4:] for row in rows])
        found = [
            Written(number, kind, party, count, body)
            for (number, kind, party, count, *_), body in zip(rows, plain, strict=True)
            if isinstance(body, bytes)
        ]
        after = rows[-1][0]
    return found


@dataclass(frozen=True)
class NamedFault:
    """A fault with the message it stands in."""

    message_id: int
    fault_no: int
    name: str
    document_no: int | None
    path: str
    value: str
    rule: str
    facts: dict[str, object]


def faults_after(connection: psycopg.Connection, after: tuple[int, int], *, limit: int = 2000) -> list[NamedFault]:
    """Faults of all messages behind (message id, fault number), in that order."""
    rows = connection.execute(
        "SELECT f.message_id, f.fault_no, m.name, f.document_no, f.path, f.value, f.rule, f.facts::text"
        " FROM exchange_fault f JOIN exchange_message m ON m.id = f.message_id"
        " WHERE (f.message_id, f.fault_no) > (%s, %s) ORDER BY f.message_id, f.fault_no LIMIT %s",
        (*after, limit),
    )
    return [
        NamedFault(message, number, name, document, path, value, rule, json.loads(facts))
        for message, number, name, document, path, value, rule, facts in rows
    ]


def last_number(connection: psycopg.Connection) -> int:
    """The highest message id so far, 0 if there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM exchange_message").fetchone()
    return int(row[0]) if row else 0


def filed_names(connection: psycopg.Connection) -> list[str]:
    """The names of all messages that were filed: where each is written."""
    rows = connection.execute("SELECT name FROM exchange_message WHERE direction = 'out' AND state = 'filed'")
    return [str(row[0]) for row in rows]


# ---- for readers of the API: on the connection of a request, under the policies ------------------------------------

Place = tuple[int, int]
"""Where a reader stands: (transaction id, message id). What comes after it was not seen yet."""
BEGINNING: Place = (0, 0)


@dataclass(frozen=True)
class Seen:
    """A message as its party sees it. outcomes: a letter a document: a accepted, d known already, r refused.

    key_name: number of the certificate that signed it; empty where there is no valid signature.
    """

    id: int
    direction: str
    kind: str
    name: str
    state: str
    at: datetime
    body_bytes: int
    documents: int
    accepted: int
    duplicates: int
    refused: int
    outcomes: str
    key_name: str
    practice: bool
    transaction_id: int

    @property
    def place(self) -> Place:
        """The place just after this message."""
        return self.transaction_id, self.id


_SEEN = """m.id, m.direction, m.kind, m.name, m.state, m.at, m.body_bytes, m.documents, m.accepted, m.duplicates,
    m.refused, m.outcomes, m.key_name, m.practice, m.transaction_id::text::bigint"""


def seen(connection: psycopg.Connection, message_id: int) -> Seen | None:
    """One message; None where the reader sees none."""
    row = connection.execute(f"SELECT {_SEEN} FROM exchange_message m WHERE m.id = %s", (message_id,)).fetchone()
    return Seen(*row) if row else None


def body_of(connection: psycopg.Connection, message_id: int) -> bytes | None:
    """The plain bytes of one message; None where the reader sees none. Raises identity.KeyDestroyed."""
    row = connection.execute(
        "SELECT body, key_id, sha256 FROM exchange_message WHERE id = %s", (message_id,)
    ).fetchone()
    return bodies.opened(connection, [row])[0] if row else None


def read_messages(
    connection: psycopg.Connection, parties: Sequence[int], *, after: Place, limit: int
) -> tuple[list[Seen], Place]:
    """Messages of these senders in the order in which they were read, and the place to go on from."""
    return _in_order(connection, "m.direction = 'in' AND m.state <> 'stored'", parties, after, limit)


def replies(
    connection: psycopg.Connection, parties: Sequence[int], *, after: Place, limit: int
) -> tuple[list[Seen], Place]:
    """Replies to these parties in the order in which they were written, and the place to go on from."""
    kinds = ", ".join(f"'{kind}'" for kind in REPLY_KINDS)
    return _in_order(connection, f"m.direction = 'out' AND m.kind IN ({kinds})", parties, after, limit)


def replies_with(connection: psycopg.Connection, message: Seen) -> list[int]:
    """Replies to the sender of this message that were written when it was read; they may answer others read with it."""
    if message.state == "stored":
        return []
    rows = connection.execute(
        """
        SELECT o.id FROM exchange_message m
          JOIN exchange_message o ON o.party_id = m.party_id AND o.transaction_id = m.transaction_id
         WHERE m.id = %s AND o.direction = 'out' AND o.kind = ANY (%s) ORDER BY o.id
        """,
        (message.id, list(REPLY_KINDS)),
    )
    return [row[0] for row in rows]


def _in_order(
    connection: psycopg.Connection, which: str, parties: Sequence[int], after: Place, limit: int
) -> tuple[list[Seen], Place]:
    """Only transactions older than the oldest one still running: nothing comes later that belongs before."""
    horizon = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert horizon is not None
    rows = connection.execute(
        f"""
        SELECT m.* FROM unnest(%(parties)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
            SELECT {_SEEN} FROM exchange_message m
             WHERE m.party_id = p.id AND {which}
               AND (m.transaction_id, m.id) > (%(transaction)s::text::xid8, %(id)s::bigint)
               AND m.transaction_id < %(horizon)s::text::xid8
             ORDER BY m.transaction_id, m.id LIMIT %(limit)s) m
         ORDER BY m.transaction_id, m.id LIMIT %(limit)s
        """,
        {"parties": list(parties), "transaction": str(after[0]), "id": after[1], "horizon": horizon[0], "limit": limit},
    ).fetchall()
    found = [Seen(*row) for row in rows]
    return found, found[-1].place if len(found) == limit else (int(horizon[0]), 0)


# ---- for pages: what a party sent, the newest first ---------------------------------------------------------------

_SENT = f"""
    SELECT m.* FROM (
        SELECT {_SEEN} FROM exchange_message m
         WHERE m.party_id = %(party)s AND (m.transaction_id, m.id) < (%(transaction)s::text::xid8, %(id)s::bigint)
         ORDER BY m.transaction_id DESC, m.id DESC LIMIT %(window)s) m
     WHERE m.direction = 'in' AND (NOT %(faulty)s OR m.refused > 0 OR m.state = 'refused')
     ORDER BY m.transaction_id DESC, m.id DESC LIMIT %(limit)s
"""
_LAST_PLACE: Place = (2**63 - 1, 0)


@dataclass(frozen=True)
class Sent:
    """Messages, the newest first. below: the id that the next page begins below, None if there is none."""

    messages: Sequence[Seen]
    below: int | None


def sent_messages(
    connection: psycopg.Connection,
    parties: Sequence[int],
    *,
    below: int | None = None,
    faulty: bool = False,
    limit: int,
    window: int,
) -> Sent:
    """Messages that these parties sent, in the order in which they were read, the newest first; `faulty`: only those
    of which something was refused. Looks at the newest `window` messages of each party below the message `below`.
    """
    start = _LAST_PLACE
    if below is not None:
        row = seen(connection, below)
        start = row.place if row else (0, 0)
    values = {"transaction": str(start[0]), "id": start[1], "window": window, "faulty": faulty, "limit": limit + 1}
    found: list[Seen] = []
    floor: Place = BEGINNING
    for party in parties:
        rows = connection.execute(_SENT, {**values, "party": party}).fetchall()
        found += [Seen(*row) for row in rows]
        floor = max(floor, _end_of_window(connection, party, start, window))
    found = sorted((row for row in found if row.place >= floor), key=lambda row: row.place, reverse=True)
    if len(found) > limit:
        return Sent(found[:limit], found[limit - 1].id)
    return Sent(found, floor[1] if floor != BEGINNING else None)


def _end_of_window(connection: psycopg.Connection, party: int, start: Place, window: int) -> Place:
    """The last message that was looked at, where there are more behind it."""
    row = connection.execute(
        "SELECT m.transaction_id::text::bigint, m.id FROM exchange_message m"
        " WHERE m.party_id = %s AND (m.transaction_id, m.id) < (%s::text::xid8, %s::bigint)"
        " ORDER BY m.transaction_id DESC, m.id DESC OFFSET %s LIMIT 1",
        (party, str(start[0]), start[1], window - 1),
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else BEGINNING


@dataclass(frozen=True)
class NumberedFault:
    """A fault of a message with its number; else as FaultRow."""

    fault_no: int
    document_no: int | None
    path: str
    value: str
    rule: str
    facts: dict[str, object]


def faults_page(
    connection: psycopg.Connection, message_id: int, *, after: int | None, limit: int
) -> list[NumberedFault]:
    """The faults of one message in their order, with numbers above `after`."""
    rows = connection.execute(
        "SELECT fault_no, document_no, path, value, rule, facts::text FROM exchange_fault"
        " WHERE message_id = %s AND fault_no > %s ORDER BY fault_no LIMIT %s",
        (message_id, -1 if after is None else after, limit),
    )
    return [
        NumberedFault(number, document, path, value, rule, json.loads(facts))
        for number, document, path, value, rule, facts in rows
    ]


# ---- numbers of the station, for /metrics ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Backlog:
    """What is still to be read. first: the lowest id among it; last: the highest id of all messages."""

    count: int
    oldest: datetime | None
    first: int | None
    last: int


@dataclass(frozen=True)
class Documents:
    """Documents of messages that are read or written, added up by direction and kind of message."""

    direction: str
    kind: str
    messages: int
    documents: int
    accepted: int
    duplicates: int
    refused: int


def backlog(connection: psycopg.Connection, *, past: int) -> Backlog:
    """What waits to be read. `past`: an id that is known to exist, so that the highest one is found quickly."""
    row = connection.execute("SELECT * FROM exchange_numbers(%s)", (past,)).fetchone()
    assert row is not None
    return Backlog(row[0], row[1], row[2], max(row[3], past))


def documents(connection: psycopg.Connection, *, past: int, until: int) -> list[Documents]:
    """Documents of the messages with ids above `past` up to `until`."""
    rows = connection.execute(
        "SELECT direction, kind, messages, documents::bigint, accepted::bigint, duplicates::bigint, refused::bigint"
        " FROM exchange_documents(%s, %s)",
        (past, until),
    )
    return [Documents(*row) for row in rows]
