"""Sheets: files of rows that people bring, agreed on, then taken part by part, so that a kill costs one part.

The web brings a sheet, agrees to its columns or withdraws it, under the policies. A worker, or the command line, takes
it: it holds the sheet's lock, keeps each part in one transaction with the note of what became of it, and ends it with
the counts. Whoever finds a sheet running whose lock is free goes on where the notes end.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
import zstandard
from django.db import connection as db_connection
from django.db import transaction
from psycopg.types.json import Jsonb

from entrepot.modules.exchange import bodies
from entrepot.modules.exchange.models import Sheet, SheetMapping
from entrepot.store import identity
from entrepot.store.connection import under_django

WAKE_TAKERS = "exchange_sheet"
_LOCKS = 0x0E17_0006  # the first of the two numbers of a sheet's advisory lock
# Offered sheets that nobody agreed on are forgotten after a while, with their bytes.
OFFER_STANDS = timedelta(days=7)


class UnableToTakeSheet(Exception):
    """The sheet is no longer offered: somebody agreed to it, or withdrew it, meanwhile. `state`: what it is now."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"expected a sheet that is still offered, found one that is {state}; look at its page")


@dataclass(frozen=True)
class Counts:
    """What became of the rows: read = accepted + duplicates + rejected. problems: b"" when none was rejected.

    more: other counts of the kind; examples: the first problems, a row each, for the page.
    """

    read: int
    accepted: int
    duplicates: int
    rejected: int
    by_reason: dict[str, int]
    problems: bytes
    more: dict[str, int] = field(default_factory=dict)
    examples: Sequence[Sequence[object]] = ()


@dataclass(frozen=True)
class ToTake:
    """A sheet that its lock's holder takes. submitted_at: the moment of submission of its documents."""

    id: int
    party_id: int
    by: str
    name: str
    kind: str
    mapping: dict[str, object]
    language: str
    body: bytes
    submitted_at: datetime
    message_id: int | None


# ---- people: bring, agree, withdraw ----------------------------------------------------------------------------------


def bring_sheet(
    *,
    party_id: int,
    person_id: int,
    by: str,
    name: str,
    body: bytes,
    seen: Mapping[str, object],
    language: str,
    now: datetime,
) -> int:
    """Keep a file that is offered; returns its id."""
    digest, key = hashlib.sha256(body).digest(), bodies.key(under_django(), bodies.SHEET, now=now)
    row = Sheet(
        party_id=party_id,
        person_id=person_id,
        by=by,
        name=name,
        kind="",
        seen=bodies.closed_facts(key, seen, bodies.SEEN + digest),
        language=language,
        sha256=digest,
        body=bodies.closed(key, [body], [digest])[0],
        key_id=key.id,
        body_bytes=len(body),
        state="offered",
        created_at=now,
    )
    row.save(force_insert=True)
    return int(row.pk)


def note_choices(sheet: Sheet, *, kind: str, mapping: Mapping[str, object], seen: Mapping[str, object]) -> None:
    """Keep what was chosen so far. Raises UnableToTakeSheet when the sheet is no longer offered."""
    digest = bytes(sheet.sha256)
    key = None if sheet.key_id is None else identity.keys_of(under_django(), [sheet.key_id])[sheet.key_id]
    kept = dict(seen) if key is None else bodies.closed_facts(key, seen, bodies.SEEN + digest)
    _change(sheet, kind=kind, mapping=dict(mapping), seen=kept)


def agree(
    sheet: Sheet, *, kind: str, mapping: Mapping[str, object], headers: Sequence[str], language: str, now: datetime
) -> None:
    """Let the sheet be taken with this mapping, and remember it for sheets with the same headers; workers are told."""
    with transaction.atomic():
        _change(sheet, kind=kind, mapping=dict(mapping), language=language, state="due", due_at=now)
        SheetMapping.objects.update_or_create(
            party_id=sheet.party_id,
            kind=kind,
            headers_sha256=_fingerprint(headers),
            defaults={"headers": list(headers), "mapping": dict(mapping), "name": sheet.name, "used_at": now},
        )
        with db_connection.cursor() as cursor:  # heard when this commits
            cursor.execute(f"NOTIFY {WAKE_TAKERS}")


def withdraw(sheet: Sheet, *, now: datetime) -> None:
    """Take an offered sheet back; its bytes go."""
    _change(sheet, state="withdrawn", ended_at=now, body=None)


def _change(sheet: Sheet, **fields: object) -> None:
    changed = Sheet.objects.filter(pk=sheet.pk, state="offered").update(**fields)
    if not changed:
        sheet.refresh_from_db(fields=["state"])
        raise UnableToTakeSheet(sheet.state)


def remembered(party_id: int, headers: Sequence[str]) -> SheetMapping | None:
    """What this party last agreed to for sheets with these headers."""
    rows = SheetMapping.objects.filter(party_id=party_id, headers_sha256=_fingerprint(headers))
    return rows.order_by("-used_at").first()


def mappings_of(party_ids: Sequence[int], *, limit: int = 200) -> list[SheetMapping]:
    """What these parties agreed to, the last used first."""
    return list(SheetMapping.objects.filter(party_id__in=list(party_ids)).order_by("-used_at", "-id")[:limit])


def forget_mapping(party_ids: Sequence[int], mapping_id: int) -> bool:
    """Agree to it no longer: the next such sheet is asked about again. False where these parties have none such."""
    found, _ = SheetMapping.objects.filter(party_id__in=list(party_ids), pk=mapping_id).delete()
    return bool(found)


def sheets_of(party_ids: Sequence[int], *, before: int | None = None, limit: int = 50) -> list[Sheet]:
    """Sheets of these parties, the newest first, without their bytes."""
    rows = Sheet.objects.filter(party_id__in=list(party_ids)).defer("body", "problems", "seen")
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-id")[:limit])


def sheet_of(party_ids: Sequence[int], sheet_id: int) -> Sheet | None:
    """One sheet of these parties, without its bytes."""
    return Sheet.objects.filter(party_id__in=list(party_ids), pk=sheet_id).defer("body", "problems").first()


def problems_of(sheet: Sheet) -> bytes:
    """The rejected rows of a sheet that was taken; empty when none was rejected."""
    return _opened(under_django(), sheet.problems, sheet.key_id, bodies.PROBLEMS + bytes(sheet.sha256))


def bytes_of(sheet: Sheet) -> bytes:
    """The file of an offered sheet as it came."""
    return _opened(under_django(), sheet.body, sheet.key_id, bytes(sheet.sha256))


def seen_of(sheet: Sheet) -> dict[str, Any]:
    """What the pages show of the file, with samples of its rows."""
    return bodies.opened_facts(under_django(), sheet.seen, sheet.key_id, bodies.SEEN + bytes(sheet.sha256))


def _opened(connection: psycopg.Connection, body: bytes | memoryview | None, key_id: int | None, bound: bytes) -> bytes:
    return b"" if body is None else bodies.opened(connection, [(bytes(body), key_id, bound)])[0]


def _fingerprint(headers: Sequence[str]) -> bytes:
    return hashlib.sha256(json.dumps(list(headers), ensure_ascii=False).encode()).digest()


# ---- workers: claim, note parts, end ---------------------------------------------------------------------------------


def begin_sheet(
    connection: psycopg.Connection,
    *,
    party_id: int,
    by: str,
    name: str,
    kind: str,
    mapping: Mapping[str, object],
    language: str,
    body: bytes,
    now: datetime,
) -> int:
    """A sheet that is taken at once: the same bytes with the same mapping that were never ended, or a new one."""
    digest = hashlib.sha256(body).digest()
    found = connection.execute(
        "SELECT id FROM exchange_sheet WHERE party_id = %s AND kind = %s AND sha256 = %s AND mapping = %s"
        " AND person_id IS NULL AND state IN ('due', 'running') ORDER BY id DESC LIMIT 1",
        (party_id, kind, digest, Jsonb(dict(mapping))),
    ).fetchone()
    if found:
        return int(found[0])
    key = bodies.key(connection, bodies.SHEET, now=now)
    (sealed,) = bodies.closed(key, [body], [digest])
    row = psycopg.Cursor(connection).execute(
        "INSERT INTO exchange_sheet (party_id, by, name, kind, mapping, seen, language, sha256, body, key_id,"
        " body_bytes, state, created_at, due_at, parts, parts_done, read, accepted, duplicates, rejected, by_reason,"
        " more, refusal_en, refusal_zh) VALUES (%s, %s, %s, %s, %s, '{}', %s, %s, %b, %s, %s, 'running', %s, %s, 0, 0,"
        " 0, 0, 0, 0, '{}', '{}', '', '') RETURNING id",
        (party_id, by, name, kind, Jsonb(dict(mapping)), language, digest, sealed, key.id, len(body), now, now),
    )
    return int(row.fetchone()[0])  # type: ignore[index] # INSERT … RETURNING gives a row


def claim_sheet(connection: psycopg.Connection, sheet_id: int) -> bool:
    """Take the sheet's lock for this session, if nobody has it; on an autocommit connection.

    The lock ends with the session, so a process that is killed leaves it free.
    """
    row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (_LOCKS, sheet_id % 2**31)).fetchone()
    return bool(row and row[0])


def release_sheet(connection: psycopg.Connection, sheet_id: int) -> None:
    """Give the sheet's lock back."""
    connection.execute("SELECT pg_advisory_unlock(%s, %s)", (_LOCKS, sheet_id % 2**31))


def sheets_to_take(connection: psycopg.Connection) -> list[int]:
    """Sheets that were agreed on or were begun and never ended, the oldest first."""
    rows = connection.execute("SELECT id FROM exchange_sheet WHERE state IN ('due', 'running') ORDER BY id LIMIT 20")
    return [int(row[0]) for row in rows]


def open_sheet(connection: psycopg.Connection, sheet_id: int) -> ToTake | None:
    """The sheet with its bytes, for the holder of its lock; None when it has ended meanwhile."""
    row = connection.execute(
        "UPDATE exchange_sheet SET state = 'running' WHERE id = %s AND state IN ('due', 'running')"
        " RETURNING id, party_id, by, name, kind, mapping, language, body, due_at, message_id, key_id, sha256",
        (sheet_id,),
    ).fetchone()
    if row is None:
        return None
    number, party_id, by, name, kind, mapping, language, body, submitted_at, message_id, key_id, digest = row
    plain = _opened(connection, body, key_id, digest)
    return ToTake(number, party_id, by, name, kind, mapping, language, plain, submitted_at, message_id)


def parts_taken(connection: psycopg.Connection, sheet_id: int) -> dict[int, dict[str, object]]:
    """What became of the parts that were taken already, by number."""
    rows = connection.execute(
        "SELECT part_no, outcomes, key_id FROM exchange_sheet_part WHERE sheet_id = %s ORDER BY part_no", (sheet_id,)
    ).fetchall()
    plain = bodies.opened(connection, [(body, key_id, _part(sheet_id, number)) for number, body, key_id in rows])
    return {int(row[0]): json.loads(outcomes) for row, outcomes in zip(rows, plain, strict=True)}


def note_message(connection: psycopg.Connection, sheet_id: int, message_id: int, parts: int) -> None:
    """The message that keeps the sheet's bytes, and how many parts it has."""
    connection.execute(
        "UPDATE exchange_sheet SET message_id = %s, parts = %s WHERE id = %s", (message_id, parts, sheet_id)
    )


def _part(sheet_id: int, part_no: int) -> bytes:
    return bodies.PART + f" {sheet_id} {part_no}".encode()


def note_part(connection: psycopg.Connection, sheet_id: int, part_no: int, outcomes: Mapping[str, object]) -> None:
    """What became of a part; in the transaction that kept its documents. A part that is there already raises."""
    key = _key_of(connection, sheet_id)[0]
    body = json.dumps(outcomes, ensure_ascii=False).encode()
    psycopg.Cursor(connection).execute(
        "INSERT INTO exchange_sheet_part (sheet_id, part_no, outcomes, key_id) VALUES (%s, %s, %b, %s)",
        (sheet_id, part_no, _closed(key, body, _part(sheet_id, part_no)), None if key is None else key.id),
    )
    connection.execute("UPDATE exchange_sheet SET parts_done = parts_done + 1 WHERE id = %s", (sheet_id,))


def _key_of(connection: psycopg.Connection, sheet_id: int) -> tuple[identity.Key | None, bytes]:
    """The key of a sheet, none of one of before, and the hash of its file."""
    row = connection.execute("SELECT key_id, sha256 FROM exchange_sheet WHERE id = %s", (sheet_id,)).fetchone()
    assert row is not None
    return (None if row[0] is None else identity.keys_of(connection, [row[0]])[row[0]]), bytes(row[1])


def _closed(key: identity.Key | None, body: bytes, bound: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(body) if key is None else bodies.closed(key, [body], [bound])[0]


def end_sheet(connection: psycopg.Connection, sheet_id: int, counts: Counts, *, now: datetime) -> None:
    """The sheet is taken: its counts stay, its bytes are kept by its message, the notes on its parts go."""
    key, digest = _key_of(connection, sheet_id)
    problems = _closed(key, counts.problems, bodies.PROBLEMS + digest) if counts.problems else None
    shown: dict[str, object] = {"examples": [list(one) for one in counts.examples]}
    psycopg.Cursor(connection).execute(
        "UPDATE exchange_sheet SET state = 'done', ended_at = %s, read = %s, accepted = %s, duplicates = %s,"
        " rejected = %s, by_reason = %s, more = %s, problems = %b, body = NULL, seen = %s WHERE id = %s",
        (
            now, counts.read, counts.accepted, counts.duplicates, counts.rejected, Jsonb(counts.by_reason),
            Jsonb(counts.more), problems,
            Jsonb(shown if key is None else bodies.closed_facts(key, shown, bodies.SEEN + digest)), sheet_id,
        ),
    )  # fmt: skip
    connection.execute("DELETE FROM exchange_sheet_part WHERE sheet_id = %s", (sheet_id,))


def refuse_sheet(connection: psycopg.Connection, sheet_id: int, en: str, zh: str, *, now: datetime) -> None:
    """The file as a whole could not be taken; says why. Its bytes go, its page stays."""
    connection.execute(
        "UPDATE exchange_sheet SET state = 'refused', ended_at = %s, refusal_en = %s, refusal_zh = %s, body = NULL"
        " WHERE id = %s",
        (now, en, zh, sheet_id),
    )


def forget_offers(*, now: datetime, using: str = "owner") -> int:
    """Withdraw sheets that were offered long ago and never agreed on, bytes and all; returns their number."""
    old = Sheet.objects.using(using).filter(state="offered", created_at__lt=now - OFFER_STANDS)
    return old.update(state="withdrawn", ended_at=now, body=None, seen={})


def ended_sheet(connection: psycopg.Connection, sheet_id: int) -> Counts | None:
    """The counts of a sheet that was taken; None while it is not."""
    row = connection.execute(
        "SELECT read, accepted, duplicates, rejected, by_reason, more, problems, seen, key_id, sha256"
        " FROM exchange_sheet WHERE id = %s AND state = 'done'",
        (sheet_id,),
    ).fetchone()
    if row is None:
        return None
    read, accepted, duplicates, rejected, by_reason, more, problems, seen, key_id, digest = row
    return Counts(
        read=read,
        accepted=accepted,
        duplicates=duplicates,
        rejected=rejected,
        by_reason=by_reason,
        problems=_opened(connection, problems, key_id, bodies.PROBLEMS + digest),
        more=more,
        examples=bodies.opened_facts(connection, seen, key_id, bodies.SEEN + digest).get("examples", []),
    )
