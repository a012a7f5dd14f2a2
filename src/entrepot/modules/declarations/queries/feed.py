"""Decisions in the order in which they were made, read on from a place; numbers of the whole station."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg

Place = tuple[int, int, int]
"""Where a reader stands: (transaction id, batch id, place in the batch). What comes after it was not seen yet."""


@dataclass(frozen=True)
class Decided:
    """One pre-check, decision or reply on a list of the reader, or of a client of the reader."""

    order_no: str
    list_id: int
    decision_no: int
    kind: str
    verdict: str
    lane: str
    return_status: str
    law_date: date
    at: datetime
    practice: bool
    cop_no: str
    marketplace_code: str
    seller_code: str
    agent_code: str
    waybill_no: str
    decided_by: str  # the officer who decided on a held list, else empty


@dataclass(frozen=True)
class Found:
    """What a decision found: facts. outcome: failed or not_checked."""

    list_id: int
    decision_no: int
    rule: str
    revision: int
    outcome: str
    gnum: int | None
    field: str
    found: str | None
    expected: str | None


@dataclass(frozen=True)
class Page:
    """Decisions of one page, the place to go on from, and whether anything is there now."""

    decided: list[Decided]
    following: Place
    more: bool


_DECIDED = """
    WITH batch AS (
        SELECT b.* FROM declarations_batch b
         WHERE (b.transaction_id, b.id) >= (%(transaction)s::text::xid8, %(batch)s::bigint)
           AND b.transaction_id < %(horizon)s::text::xid8
           AND (b.filers && %(own)s::bigint[] OR b.sellers && %(sellers)s::bigint[])
         ORDER BY b.transaction_id, b.id LIMIT %(limit)s + 1),
    named AS (
        SELECT b.transaction_id, b.id, k.* FROM batch b CROSS JOIN LATERAL
               unnest(b.order_nos, b.list_ids, b.decision_nos, b.filer_ids, b.seller_ids) WITH ORDINALITY
               AS k (order_no, list_id, decision_no, filer_id, seller_id, place)
         WHERE (k.filer_id = ANY (%(own)s::bigint[]) OR k.seller_id = ANY (%(sellers)s::bigint[]))
           AND (b.transaction_id, b.id, k.place) > (%(transaction)s::text::xid8, %(batch)s::bigint, %(place)s::bigint)
         ORDER BY b.transaction_id, b.id, k.place LIMIT %(limit)s)
    SELECT n.transaction_id::text::bigint, n.id, n.place, d.order_no, d.list_id, d.decision_no, d.kind, d.verdict,
           d.lane, d.return_status, d.law_date, d.at, d.practice, l.cop_no, l.marketplace_code, l.seller_code,
           l.agent_code, l.waybill_no, coalesce(r.person_name, '')
      FROM named n
      LEFT JOIN declarations_decision d
        ON d.order_no = n.order_no AND d.list_id = n.list_id AND d.decision_no = n.decision_no
      LEFT JOIN declarations_list l ON l.order_no = n.order_no AND l.id = n.list_id
      LEFT JOIN declarations_review r
        ON r.order_no = n.order_no AND r.list_id = n.list_id AND r.decision_no = n.decision_no - 1 AND r.state = 'done'
     ORDER BY n.transaction_id, n.id, n.place
"""


def decided_after(
    connection: psycopg.Connection, own: Sequence[int], clients: Sequence[int], *, after: Place, limit: int
) -> Page:
    """Decisions on lists that `own` filed or sell under, or `clients` sell under.

    Only transactions older than the oldest one still running: nothing comes later that belongs before.
    """
    horizon = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert horizon is not None
    rows = connection.execute(
        _DECIDED,
        {
            "own": list(own),
            "sellers": [*own, *clients],
            "transaction": str(after[0]),
            "batch": after[1],
            "place": after[2],
            "horizon": horizon[0],
            "limit": limit,
        },
    ).fetchall()
    more = len(rows) == limit
    seen = [Decided(*row[3:]) for row in rows if row[3] is not None and row[13] is not None]
    return Page(seen, rows[-1][:3] if more else (int(horizon[0]), 0, 0), more)


def found_by(connection: psycopg.Connection, decided: Sequence[Decided]) -> list[Found]:
    """What these decisions found, as the engine numbered it."""
    rows = connection.execute(
        """
        SELECT f.list_id, f.decision_no, f.rule, f.revision, f.outcome, f.gnum, f.field, f.found, f.expected
          FROM unnest(%s::text[], %s::bigint[], %s::integer[]) AS k (order_no, list_id, decision_no)
          JOIN declarations_finding f
            ON f.order_no = k.order_no AND f.list_id = k.list_id AND f.decision_no = k.decision_no
         ORDER BY f.list_id, f.decision_no, f.finding_no
        """,
        ([row.order_no for row in decided], [row.list_id for row in decided], [row.decision_no for row in decided]),
    )
    return [Found(*row) for row in rows]


def parties_of_batch(connection: psycopg.Connection, batch_id: int) -> dict[int, int]:
    """Party → how many lists of the batch it filed or sells under."""
    rows = connection.execute(
        """
        SELECT each.party, count(*) FROM (
            SELECT DISTINCT k.place, p.party FROM declarations_batch b
             CROSS JOIN LATERAL unnest(b.filer_ids, b.seller_ids) WITH ORDINALITY AS k (filer_id, seller_id, place)
             CROSS JOIN LATERAL unnest(ARRAY[k.filer_id, k.seller_id]) AS p (party)
             WHERE b.id = %s) each GROUP BY 1 ORDER BY 1
        """,
        (batch_id,),
    )
    return dict(rows.fetchall())


@dataclass(frozen=True)
class Numbers:
    """What waits now. states: of the lists that are open, by state."""

    arrivals: int
    oldest: datetime | None
    states: dict[str, int]


@dataclass(frozen=True)
class Tallies:
    """What was judged. verdicts: state → lists; millis: class of queries.line.EDGES_MS → lists, to the verdict."""

    batches: int
    verdicts: dict[str, int]
    millis: dict[int, int]


def numbers(connection: psycopg.Connection) -> Numbers:
    """What waits in the whole station; counts only, no reader is needed."""
    row = connection.execute("SELECT arrivals, oldest, states::text FROM declarations_numbers()").fetchone()
    assert row is not None
    return Numbers(row[0], row[1], {str(state): int(count) for state, count in _plain(row[2]).items()})


def tallies(connection: psycopg.Connection, *, since: datetime, until: datetime) -> Tallies:
    """What was judged in the whole station from `since` on, before `until`."""
    query = "SELECT batches, verdicts::text, millis::text FROM declarations_tallies(%s, %s)"
    row = connection.execute(query, (since, until)).fetchone()
    assert row is not None
    verdicts = {str(state): int(count) for state, count in _plain(row[1]).items()}
    return Tallies(row[0], verdicts, {int(number): int(count) for number, count in _plain(row[2]).items()})


def _plain(value: str) -> dict[str, int]:
    """Asked for as text, because Django's connections leave JSON as text and others read it."""
    found: dict[str, int] = json.loads(value)
    return found


@dataclass(frozen=True)
class Age:
    """Lists of one state that arrived so long ago, counted up to the limit that was asked for."""

    state: str
    older_than: timedelta
    younger_than: timedelta
    count: int


def ages(connection: psycopg.Connection, *, now: datetime, most: int = 10_000) -> list[Age]:
    """Lists that are due or wait, by age: for an administrator of the station; to everybody else nothing."""
    rows = connection.execute("SELECT * FROM declarations_ages(%s, %s)", (now, most)).fetchall()
    return [Age(*row) for row in rows]
