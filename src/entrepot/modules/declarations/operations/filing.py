"""File lists with customs, and take in what customs answers. The caller's transaction holds all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
import psycopg

from entrepot.modules.declarations.queries.documents import whole_lists
from entrepot.store.copying import copy_in, copy_out
from entrepot.store.gate import hold_together
from entrepot.store.staging import stage

_TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class ReadyFiler:
    """An agent with lists that are pre-checked and not filed yet."""

    filer_id: int
    agent_code: str
    agent_name: str
    lists: int


@dataclass(frozen=True)
class ReadyBatch:
    """Lists locked for filing. heads, lines: see `whole_lists`; touched: lists that must be pre-checked again first.

    last: the cop_no to go on after; None when there are no more.
    """

    heads: pl.DataFrame
    lines: pl.DataFrame
    touched: int
    last: str | None


def ready_filers(connection: psycopg.Connection) -> list[ReadyFiler]:
    """Who has lists in the state `ready`, with the code and name of the first of them."""
    rows = connection.execute(
        """
        SELECT f.filer_id, l.agent_code, l.agent_name, f.lists
          FROM (SELECT w.filer_id, count(*) AS lists, min(w.cop_no) AS first FROM declarations_work w
                 WHERE w.state = 'ready' GROUP BY w.filer_id) f
          JOIN declarations_work w ON w.filer_id = f.filer_id AND w.cop_no = f.first
          JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
         ORDER BY f.filer_id
        """
    )
    return [ReadyFiler(*row) for row in rows]


# A list of which something arrived that no judge has looked at yet is left where it is: what it was pre-checked with
# may have changed. Changes themselves are kept out by the gate.
_LOCK_READY = """
    WITH ready AS (
        SELECT w.cop_no, w.order_no, w.list_id FROM declarations_work w
         WHERE w.filer_id = %(filer)s AND w.cop_no > %(after)s AND w.state = 'ready'
         ORDER BY w.filer_id, w.cop_no LIMIT %(limit)s FOR UPDATE),
    arrived AS MATERIALIZED (
        SELECT DISTINCT a.kind, k.number FROM declarations_arrival a, unnest(a.keys) AS k (number))
    SELECT r.cop_no, r.order_no, r.list_id,
           EXISTS (SELECT FROM arrived a WHERE a.kind = 'order' AND a.number = l.order_no)
           OR EXISTS (SELECT FROM arrived a WHERE a.kind = 'waybill' AND a.number = l.waybill_no)
      FROM ready r JOIN declarations_list l ON l.order_no = r.order_no AND l.id = r.list_id ORDER BY r.cop_no
"""


def lock_ready(connection: psycopg.Connection, filer_id: int, *, after: str, limit: int) -> ReadyBatch:
    """Lock up to `limit` ready lists of one filer behind the number `after`, until the transaction ends.

    Each goes out as new (app_type 1): what was changed here before customs had it was never declared.
    """
    hold_together(connection)
    rows = connection.execute(_LOCK_READY, {"filer": filer_id, "after": after, "limit": limit}).fetchall()
    keys = pl.DataFrame(
        [row[1:3] for row in rows if not row[3]], schema={"order_no": pl.String, "list_id": pl.Int64}, orient="row"
    )
    heads, lines = whole_lists(connection, keys)
    heads = heads.with_columns(app_type=pl.lit("1"))
    return ReadyBatch(heads, lines, len(rows) - keys.height, rows[-1][0] if rows else None)


def mark_filed(
    connection: psycopg.Connection, heads: pl.DataFrame, *, filer_id: int, message_id: int, now: datetime
) -> None:
    """Note that these locked lists (order_no, list_id) went to customs in that message."""
    rows = heads.select(
        "order_no",
        "list_id",
        message_id=pl.lit(message_id, pl.Int64),
        by_id=pl.lit(filer_id, pl.Int64),
        at=pl.lit(now).cast(_TIME),
    )
    copy_in(connection, "declarations_filed", rows)
    done = connection.execute(
        "UPDATE declarations_work SET state = 'filed', changed_at = %s"
        " WHERE filer_id = %s AND cop_no = ANY (%s) AND state = 'ready'",
        (now, filer_id, heads["cop_no"].to_list()),
    )
    if done.rowcount != heads.height:
        raise LookupError(f"expected to mark {heads.height} locked lists as filed, found {done.rowcount} of them ready")


# ---- replies --------------------------------------------------------------------------------------------------------

# Reply table of the interface, edition 202205: what a status says of a list. Statuses that are not here (1 to 4, 120,
# 399 …) tell how far it has come; below zero is an error, the list is sent back.
_VERDICTS = {
    "100": "refused",
    **dict.fromkeys(("300", "500", "501", "502", "503", "505", "599", "600"), "held"),
    **dict.fromkeys(("800", "899"), "released"),
}
REPLY = {
    "reply_no": pl.Int64,
    "order_no": pl.String,
    "cop_no": pl.String,
    "filer_id": pl.Int64,
    "message_id": pl.Int64,
    "content_hash": pl.Binary,
    "pre_no": pl.String,
    "invt_no": pl.String,
    "return_status": pl.String,
    "return_time": _TIME,
    "return_info": pl.String,
}
_ASKED = {"reply_no": "bigint", "order_no": 'text COLLATE "C"', "cop_no": 'text COLLATE "C"', "filer_id": "bigint",
          "content_hash": "bytea"}  # fmt: skip
_MET = {
    "reply_no": pl.Int64(),
    "filer_id": pl.Int64(),
    "seller_id": pl.Int64(),
    "list_id": pl.Int64(),
    "state": pl.String(),
    "decision_no": pl.Int32(),
    "known": pl.Boolean(),
    "last_time": _TIME,
}


def with_order_nos(connection: psycopg.Connection, replies: pl.DataFrame) -> pl.DataFrame:
    """Replies (filer_id, cop_no) with the order number of their list, which replies of import do not name; null where
    no list of that filer has the number.
    """
    keys = replies.select("filer_id", "cop_no").unique()
    columns = {"filer_id": "bigint", "cop_no": 'text COLLATE "C"'}
    stage(connection, "declarations_replies_numbered", columns, keys)
    found = copy_out(
        connection,
        "SELECT w.filer_id, w.cop_no, w.order_no FROM declarations_replies_numbered k"
        " JOIN declarations_work w ON w.filer_id = k.filer_id AND w.cop_no = k.cop_no",
        {"filer_id": pl.Int64(), "cop_no": pl.String(), "order_no": pl.String()},
    )
    return replies.join(found, on=["filer_id", "cop_no"], how="left", maintain_order="left")


@dataclass(frozen=True)
class Answered:
    """What became of replies.

    outcomes: reply_no, outcome (decided, noted, known, unknown), verdict. decided: one row a decision with order_no,
    list_id, decision_no, filer_id, seller_id, state: what `publish` takes.
    """

    outcomes: pl.DataFrame
    decided: pl.DataFrame


def take_replies(connection: psycopg.Connection, replies: pl.DataFrame, *, by_id: int, now: datetime) -> Answered:
    """Take replies (REPLY; filer_id null where the reply names no agent) on lists: each noted once.

    A reply that says more than how far the list has come becomes a decision of kind `reply`, unless a later one came
    before it; a released list is only closed after that. Lists are locked in key order.
    """
    stage(connection, "declarations_replies_asked", _ASKED, replies)
    connection.execute(_LOCK_ANSWERED)
    met = copy_out(connection, _READ_ANSWERED, _MET)
    met = met.filter(pl.len().over("reply_no") == 1)  # two lists under one number: nobody knows which is meant
    rows = replies.join(met.rename({"filer_id": "of_filer"}), on="reply_no", how="inner").sort(
        "list_id", "return_time", "reply_no"
    )
    new = rows.filter(~pl.col("known")).unique(["list_id", "content_hash"], keep="first", maintain_order=True)
    said = _numbered(new)
    _write_replies(connection, said, by_id, now)
    decided = said.filter(pl.col("decides")).with_columns(state="verdict")
    if decided.height:
        _write_decisions(connection, decided, by_id, now)
    outcome = pl.when("decides").then(pl.lit("decided")).otherwise(pl.lit("noted"))
    became = said.select("reply_no", "verdict", outcome=outcome)
    found = rows.select("reply_no").join(became, on="reply_no", how="left")
    outcomes = replies.select("reply_no").join(
        found.with_columns(pl.col("outcome").fill_null("known")), on="reply_no", how="left", maintain_order="left"
    )
    keys = decided.select("order_no", "list_id", "decision_no", "seller_id", "state", filer_id="of_filer")
    return Answered(outcomes.with_columns(pl.col("outcome").fill_null("unknown")), keys)


_WORK_OF_ANSWERED = """
      FROM declarations_replies_asked a
      JOIN declarations_list l ON l.order_no = a.order_no AND l.cop_no = a.cop_no AND l.superseded_by IS NULL
                              AND (a.filer_id IS NULL OR l.filer_id = a.filer_id)
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
"""
_LOCK_ANSWERED = f"SELECT {_WORK_OF_ANSWERED} ORDER BY w.filer_id, w.cop_no FOR UPDATE OF w"
_READ_ANSWERED = f"""
    SELECT a.reply_no, w.filer_id, w.seller_id, w.list_id, w.state, w.decision_no,
           EXISTS (SELECT FROM declarations_reply r WHERE r.order_no = w.order_no AND r.list_id = w.list_id
                      AND r.content_hash = a.content_hash),
           (SELECT max(r.return_time) FROM declarations_reply r WHERE r.order_no = w.order_no
               AND r.list_id = w.list_id AND r.decision_no IS NOT NULL)
    {_WORK_OF_ANSWERED}
"""


def _numbered(new: pl.DataFrame) -> pl.DataFrame:
    """Which replies decide, with what verdict and as which decision; rows in the order in which customs spoke."""
    verdict = pl.col("return_status").replace_strict(_VERDICTS, default=None, return_dtype=pl.String)
    negative = pl.col("return_status").str.starts_with("-")
    said = new.with_columns(verdict=pl.when(negative).then(pl.lit("refused")).otherwise(verdict))
    in_time = pl.col("last_time").is_null() | (pl.col("return_time") >= pl.col("last_time"))
    weighs = pl.col("verdict").is_not_null() & in_time
    frees = (weighs & (pl.col("verdict") == "released")).cast(pl.Int32)
    freed = (pl.col("state") == "released") | ((frees.cum_sum() - frees).over("list_id") > 0)
    decides = weighs & (~freed | (pl.col("verdict") == "released"))
    return said.with_columns(decides=decides).with_columns(
        decision_no=(pl.col("decision_no") + pl.col("decides").cast(pl.Int32).cum_sum().over("list_id")).cast(pl.Int32)
    )


def _write_replies(connection: psycopg.Connection, said: pl.DataFrame, by_id: int, now: datetime) -> None:
    rows = said.select(
        "order_no",
        "list_id",
        "content_hash",
        "message_id",
        "pre_no",
        "invt_no",
        "return_status",
        "return_time",
        return_info=pl.col("return_info").fill_null(""),
        decision_no=pl.when("decides").then("decision_no"),
        by_id=pl.lit(by_id, pl.Int64),
        at=pl.lit(now).cast(_TIME),
    )
    copy_in(connection, "declarations_reply", rows)


def _write_decisions(connection: psycopg.Connection, decided: pl.DataFrame, by_id: int, now: datetime) -> None:
    """A decision a reply, on the versions that the last pre-check bound; the work row follows the last one."""
    columns = {"order_no": 'text COLLATE "C"', "list_id": "bigint", "decision_no": "integer", "verdict": "text",
               "return_status": "text", "of_filer": "bigint", "cop_no": 'text COLLATE "C"'}  # fmt: skip
    stage(connection, "declarations_replies_decided", columns, decided)
    connection.execute(
        """
        INSERT INTO declarations_decision (order_no, list_id, decision_no, kind, verdict, lane, return_status, order_id,
               waybill_id, slip_ids, law_date, basis_id, by_id, at, audience, practice)
        SELECT s.order_no, s.list_id, s.decision_no, 'reply', s.verdict, '', s.return_status, d.order_id, d.waybill_id,
               coalesce(d.slip_ids, '{}'), coalesce(d.law_date, (l.app_time AT TIME ZONE 'Asia/Shanghai')::date),
               coalesce(d.basis_id, %s), %s, %s, l.audience, l.practice
          FROM declarations_replies_decided s
          JOIN declarations_list l ON l.order_no = s.order_no AND l.id = s.list_id
          JOIN declarations_work w ON w.filer_id = s.of_filer AND w.cop_no = s.cop_no
          LEFT JOIN declarations_decision d
            ON d.order_no = w.order_no AND d.list_id = w.list_id AND d.decision_no = w.decision_no
        """,
        (_no_rules(connection), by_id, now),
    )
    connection.execute(
        """
        UPDATE declarations_work w
           SET state = s.verdict, decision_no = s.decision_no, waiting_for = '{}', changed_at = %s
          FROM (SELECT DISTINCT ON (list_id) * FROM declarations_replies_decided ORDER BY list_id, decision_no DESC) s
         WHERE w.filer_id = s.of_filer AND w.cop_no = s.cop_no
        """,
        (now,),
    )


def _no_rules(connection: psycopg.Connection) -> int:
    """The basis of a reply on a list that was never pre-checked here: customs' own rules, of which we hold none."""
    known = "SELECT id FROM declarations_basis WHERE hash = ''"
    row = connection.execute(known).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO declarations_basis (hash, rulebook_hash, law_from, figures, editions)"
            " VALUES ('', '', '2014-01-01', '{}', '{}') ON CONFLICT (hash) DO NOTHING"
        )
        row = connection.execute(known).fetchone()
    assert row is not None
    return int(row[0])
