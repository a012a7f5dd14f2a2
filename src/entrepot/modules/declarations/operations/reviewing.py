"""Review: an officer asks for the decision on a held list, a worker of the line makes it (docs/decisions/0002, 0004).

Asking writes one row, by the web role under its policy or by the owner for the command line; of two officers the first
to commit is heard. The worker holds the gate and the work rows before it reads, as every judge does, and writes the
next decision with the figures of the one that held the list.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
import psycopg
from django.db import connections, transaction

from entrepot.modules.declarations.operations.judging_import import settle
from entrepot.modules.declarations.operations.taking import WAKE_JUDGES
from entrepot.modules.declarations.operations.tallying import Looked, tally
from entrepot.modules.declarations.review import LONGEST_FOUND, REASONS
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django
from entrepot.store.copying import copy_out
from entrepot.store.gate import hold_together
from entrepot.store.staging import stage

VERDICTS = ("released", "refused")
# Reply table of the interface, edition 202205: 800 released, 100 sent back by customs.
_STATUS = {"released": "800", "refused": "100"}
_TIME = pl.Datetime("us", "UTC")

# reason → (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "not_deciding": (
        "Expected a station that decides, found a filing station: customs releases goods, its reply tells of it.",
        "应为审核站，实为申报站：货物由海关放行，以海关回执为准。",
    ),
    "not_officer": (
        "Expected an officer of the office whose station this is, found {found}. Ask an administrator of the office.",
        "应为本站海关的业务人员，实为 {found}。请联系本关管理员。",
    ),
    "not_held": (
        "Expected a held list, found {cop_no} in the state “{state}”: it waits for no officer. Nothing was changed.",
        "应为布控清单，{cop_no} 的状态为“{state}”，无须人工处理。未作任何更改。",
    ),
    "moved_on": (
        "{cop_no} was held again after you opened it. Look at what holds it now. Nothing was changed.",
        "打开后 {cop_no} 又被重新布控。请查看当前布控原因。未作任何更改。",
    ),
    "decided_before": (
        "{name} decided on {cop_no} first: {verdict}. Your decision was not used.",
        "{name} 已先行处理 {cop_no}：{verdict}。您的决定未被采用。",
    ),
    "found_missing": (
        "Expected what was found, in 1 to {most} characters, found {length}. Write down what you looked at and saw.",
        "应填写查核情况（1 至 {most} 字），实为 {length} 字。请写明所查内容和结果。",
    ),
    "reason_unknown": (
        "Expected one of the reasons {reasons}, found “{found}”.",
        "原因应为 {reasons} 之一，实为“{found}”。",
    ),
}  # fmt: skip


class UnableToReview(parties.Unable):
    """Nothing was decided and nothing was changed."""

    sentences = SENTENCES


@dataclass(frozen=True)
class Review:
    """What an officer decides on the list that decision `decision_no` held.

    verdict: released or refused; reason: of REASONS, empty for a release; found: in the officer's own words.
    """

    order_no: str
    list_id: int
    decision_no: int
    verdict: str
    reason: str
    found: str


_STANDS = """
    SELECT w.state, w.decision_no, w.filer_id, w.cop_no FROM declarations_list l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
     WHERE l.order_no = %s AND l.id = %s
"""
_ASK = """
    INSERT INTO declarations_review (order_no, list_id, decision_no, filer_id, cop_no, verdict, reason, found, by_id,
           person_id, person_name, at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (order_no, list_id, decision_no) DO NOTHING RETURNING list_id
"""
_FIRST = """
    SELECT person_name, verdict FROM declarations_review WHERE order_no = %s AND list_id = %s AND decision_no = %s
"""


def ask_review(*, review: Review, acting: parties.Acting, name: str, now: datetime, using: str = "default") -> None:
    """Have this decided as the acting officer; a worker makes the decision of it. name: what the officer is called.

    Raises UnableToReview. Whoever runs commands on the machine of the station acts without a person (using="owner").
    """
    _check(review, acting, now, using)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_STANDS, (review.order_no, review.list_id))
        row = cursor.fetchone()
        if row is None:
            raise UnableToReview("not_held", cop_no=review.order_no, state="-")
        state, decision_no, filer_id, cop_no = row
        key = (review.order_no, review.list_id, review.decision_no)
        cursor.execute(_FIRST, key)
        first = cursor.fetchone()
        if first is None and state != "held":
            raise UnableToReview("not_held", cop_no=cop_no, state=state)
        if first is None and decision_no != review.decision_no:
            raise UnableToReview("moved_on", cop_no=cop_no)
        said = (review.verdict, review.reason, review.found, acting.party_id, acting.person_id, name, now)
        cursor.execute(_ASK, (*key, filer_id, cop_no, *said))
        if cursor.fetchone() is None:
            cursor.execute(_FIRST, key)
            by, verdict = cursor.fetchone() or ("", "")
            raise UnableToReview("decided_before", name=by, cop_no=cop_no, verdict=verdict)
        subject = f"list:{cop_no}"
        parties.record("list_reviewed", now=now, using=using, acting=acting, subject=subject, verdict=review.verdict)
        cursor.execute(f"NOTIFY {WAKE_JUDGES}")


def held_by(order_no: str, list_id: int, *, using: str = "default") -> int:
    """The number of the decision on which this list stands now; 0 where nobody decided, or there is no such list."""
    with connections[using].cursor() as cursor:
        cursor.execute(_STANDS, (order_no, list_id))
        row = cursor.fetchone()
    return int(row[1]) if row else 0


def _check(review: Review, acting: parties.Acting, now: datetime, using: str) -> None:
    card = parties.station(under_django(using))
    if card is None or card.kind == "filing":
        raise UnableToReview("not_deciding")
    if acting.person_id is not None or using != "owner":
        held = parties.places_of(acting.person_id or 0, card.owner_id, now=now, using=using)
        if acting.party_id != card.owner_id or not held & set(parties.STAFF):
            raise UnableToReview("not_officer", found=" / ".join(sorted(held)) or "–")
    if not 0 < len(review.found.strip()) <= LONGEST_FOUND:
        raise UnableToReview("found_missing", most=LONGEST_FOUND, length=len(review.found.strip()))
    known = ("",) if review.verdict == "released" else tuple(REASONS)
    if review.verdict not in VERDICTS or review.reason not in known:
        raise UnableToReview("reason_unknown", reasons=", ".join(REASONS), found=review.reason)


# ---- the worker -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reviewed:
    """What became of reviews.

    decided: a row a decision with all that `publish` and a reply need; overtaken: reviews of lists no longer held so.
    """

    decided: pl.DataFrame
    overtaken: int


_NOBODY = Reviewed(pl.DataFrame(), 0)
_KEY = {"order_no": 'text COLLATE "C"', "list_id": "bigint", "decision_no": "integer"}
_TAKE = """
    SELECT order_no, list_id, decision_no, filer_id, cop_no FROM declarations_review
     WHERE state = 'asked' ORDER BY at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_LOCK = """
    SELECT FROM declarations_reviews_taken t JOIN declarations_work w ON w.filer_id = t.filer_id AND w.cop_no = t.cop_no
     ORDER BY w.filer_id, w.cop_no FOR UPDATE OF w
"""
_DECIDED = {
    "order_no": pl.String(), "list_id": pl.Int64(), "decision_no": pl.Int32(), "filer_id": pl.Int64(),
    "seller_id": pl.Int64(), "cop_no": pl.String(), "state": pl.String(), "reason": pl.String(), "found": pl.String(),
    "lane": pl.String(), "told_at": _TIME, "arrived_at": _TIME, "agent_code": pl.String(), "seller_code": pl.String(),
    "marketplace_code": pl.String(), "customs_code": pl.String(), "pre_no": pl.String(), "invt_no": pl.String(),
    "statistics_flag": pl.String(),
    "guid": pl.String(),
}  # fmt: skip
# Read after the locks, in a statement of its own: what is still held by the decision that the officer looked at.
_READ = """
    SELECT r.order_no, r.list_id, r.decision_no + 1, r.filer_id, l.seller_id, r.cop_no, r.verdict, r.reason, r.found,
           d.lane, d.at, l.arrived_at, l.agent_code, l.seller_code, l.marketplace_code, l.customs_code, l.pre_no,
           l.invt_no, l.statistics_flag, l.guid
      FROM declarations_reviews_taken t
      JOIN declarations_review r USING (order_no, list_id, decision_no)
      JOIN declarations_work w ON w.filer_id = t.filer_id AND w.cop_no = t.cop_no AND w.list_id = t.list_id
                              AND w.decision_no = t.decision_no AND w.state = 'held'
      JOIN declarations_list l ON l.order_no = r.order_no AND l.id = r.list_id
      JOIN declarations_decision d
        ON d.order_no = r.order_no AND d.list_id = r.list_id AND d.decision_no = r.decision_no
"""


def make_reviewed(connection: psycopg.Connection, *, by_id: int, now: datetime, limit: int = 100) -> Reviewed:
    """Make decisions of what officers asked for; the caller answers, publishes and commits."""
    if connection.execute("SELECT FROM declarations_review WHERE state = 'asked' LIMIT 1").fetchone() is None:
        return _NOBODY
    hold_together(connection)
    rows = connection.execute(_TAKE, (limit,)).fetchall()
    schema = {"order_no": pl.String, "list_id": pl.Int64, "decision_no": pl.Int32, "filer_id": pl.Int64,
              "cop_no": pl.String}  # fmt: skip
    taken = pl.DataFrame(rows, schema=schema, orient="row")
    columns = {**_KEY, "filer_id": "bigint", "cop_no": 'text COLLATE "C"'}
    stage(connection, "declarations_reviews_taken", columns, taken)
    connection.execute(_LOCK)
    decided = copy_out(connection, _READ, _DECIDED).sort("list_id")
    if decided.height:
        imported = decided.filter(pl.col("statistics_flag") == "")
        if imported.height:
            settle(connection, imported, now=now)
        _write(connection, decided, by_id, now)
    connection.execute(
        """
        UPDATE declarations_review r SET ended_at = %s, state = CASE WHEN EXISTS (
                   SELECT FROM declarations_decision d WHERE d.order_no = r.order_no AND d.list_id = r.list_id
                      AND d.decision_no = r.decision_no + 1 AND d.at = %s) THEN 'done' ELSE 'overtaken' END
          FROM declarations_reviews_taken t
         WHERE t.order_no = r.order_no AND t.list_id = r.list_id AND t.decision_no = r.decision_no
        """,
        (now, now),
    )
    return Reviewed(decided, taken.height - decided.height)


def _write(connection: psycopg.Connection, decided: pl.DataFrame, by_id: int, now: datetime) -> None:
    """The next decision with the frozen figures of the one before, what was found, the work row, the tally."""
    columns = {**_KEY, "state": "text", "reason": "text", "found": "text", "return_status": "text",
               "filer_id": "bigint", "cop_no": 'text COLLATE "C"', "field": "text"}  # fmt: skip
    fields = {code: reason.field for code, reason in REASONS.items()}
    rows = decided.with_columns(
        return_status=pl.col("state").replace_strict(_STATUS, return_dtype=pl.String),
        field=pl.col("reason").replace_strict(fields, default="", return_dtype=pl.String),
    )
    stage(connection, "declarations_reviews_decided", columns, rows)
    connection.execute(
        """
        INSERT INTO declarations_decision (order_no, list_id, decision_no, kind, verdict, lane, return_status, order_id,
               waybill_id, slip_ids, law_date, basis_id, by_id, at, audience, practice)
        SELECT s.order_no, s.list_id, s.decision_no, 'decision', s.state, d.lane, s.return_status, d.order_id,
               d.waybill_id, d.slip_ids, d.law_date, d.basis_id, %s, %s, d.audience, d.practice
          FROM declarations_reviews_decided s
          JOIN declarations_decision d
            ON d.order_no = s.order_no AND d.list_id = s.list_id AND d.decision_no = s.decision_no - 1
        """,
        (by_id, now),
    )
    connection.execute(
        """
        INSERT INTO declarations_finding (order_no, list_id, decision_no, finding_no, rule, revision, outcome, field,
               found)
        SELECT order_no, list_id, decision_no, 1, reason, 1, 'failed', field, found
          FROM declarations_reviews_decided WHERE reason <> ''
        """
    )
    connection.execute(
        """
        UPDATE declarations_work w SET state = s.state, decision_no = s.decision_no, changed_at = %s
          FROM declarations_reviews_decided s WHERE w.filer_id = s.filer_id AND w.cop_no = s.cop_no
        """,
        (now,),
    )
    rules = decided.filter(pl.col("reason") != "").select("list_id", rule="reason")
    tally(connection, Looked(0, 0, decided, rules), by_id=by_id, now=now, timed=False)
