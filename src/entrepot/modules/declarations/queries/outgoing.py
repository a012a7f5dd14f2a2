"""Lists going out to files, some thousands at a time in the order of their key; as the owner."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import psycopg

from entrepot.store.copying import copy_out

_TIME = pl.Datetime("us", "UTC")
Key = tuple[int, str]  # (filer_id, cop_no)
FIRST: Key = (0, "")
Types = Mapping[str, pl.DataType | type[pl.DataType]]
STANDING: Types = {
    "filer_id": pl.Int64,
    "cop_no": pl.String,
    "order_no": pl.String,
    "list_id": pl.Int64,
    "state": pl.String,
    "changed_at": _TIME,
    "decided_by": pl.String,
    "verdict": pl.String,
    "lane": pl.String,
    "return_status": pl.String,
    "decided_at": _TIME,
}
_STANDING = """
    SELECT w.filer_id, w.cop_no, w.order_no, w.list_id, w.state, w.changed_at, d.kind, d.verdict, d.lane,
           d.return_status, d.at
      FROM (SELECT * FROM declarations_work w
             WHERE (w.filer_id, w.cop_no) > (%(filer)s::bigint, %(number)s::text) AND w.state <> 'deleted'
             ORDER BY w.filer_id, w.cop_no LIMIT %(limit)s) w
      LEFT JOIN declarations_decision d
        ON d.order_no = w.order_no AND d.list_id = w.list_id AND d.decision_no = w.decision_no
     ORDER BY w.filer_id, w.cop_no
"""


def lists_after(connection: psycopg.Connection, after: Key, *, limit: int) -> pl.DataFrame:
    """STANDING: the next lists behind that key, and what was said of them last."""
    return copy_out(connection, _STANDING, STANDING, {"filer": after[0], "number": after[1], "limit": limit})


FOUND: Types = {
    "order_no": pl.String,
    "cop_no": pl.String,
    "agent_code": pl.String,
    "rule": pl.String,
    "revision": pl.Int32,
    "gnum": pl.Int32,
    "field": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "law_date": pl.Date,
    "arrived_at": _TIME,
    "rulebook_hash": pl.String,
}
# A work row in the state `refused` is found by the key it has; its findings by the list's own.
_REFUSED = """
    WITH refused AS (
        SELECT * FROM declarations_work w
         WHERE (w.filer_id, w.cop_no) > (%(filer)s::bigint, %(number)s::text) AND w.state = 'refused'
         ORDER BY w.filer_id, w.cop_no LIMIT %(limit)s)
"""
_FINDINGS = f"""
    {_REFUSED}
    SELECT w.order_no, w.cop_no, l.agent_code, f.rule, f.revision, f.gnum, f.field, f.found, f.expected,
           d.law_date, l.arrived_at, b.rulebook_hash
      FROM refused w
      JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
      JOIN declarations_decision d
        ON d.order_no = w.order_no AND d.list_id = w.list_id AND d.decision_no = w.decision_no
      JOIN declarations_basis b ON b.id = d.basis_id
      JOIN declarations_finding f
        ON f.order_no = d.order_no AND f.list_id = d.list_id AND f.decision_no = d.decision_no
     WHERE f.outcome = 'failed' ORDER BY w.filer_id, w.cop_no, f.finding_no
"""
SENT_BACK: Types = {
    "order_no": pl.String,
    "cop_no": pl.String,
    "agent_code": pl.String,
    "return_status": pl.String,
    "return_info": pl.String,
}
_SENT_BACK = f"""
    {_REFUSED}
    SELECT w.order_no, w.cop_no, l.agent_code, r.return_status, r.return_info
      FROM refused w
      JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
      JOIN declarations_reply r
        ON r.order_no = w.order_no AND r.list_id = w.list_id AND r.decision_no = w.decision_no
     ORDER BY w.filer_id, w.cop_no
"""
_LAST_REFUSED = f"{_REFUSED} SELECT filer_id, cop_no FROM refused ORDER BY filer_id DESC, cop_no DESC LIMIT 1"


def refused_after(
    connection: psycopg.Connection, after: Key, *, limit: int
) -> tuple[pl.DataFrame, pl.DataFrame, Key | None]:
    """Why the next refused lists behind that key are refused.

    FOUND: what our rules found; SENT_BACK: what customs said; the key to go on after, None when there are no more.
    """
    parameters = {"filer": after[0], "number": after[1], "limit": limit}
    last = connection.execute(_LAST_REFUSED, parameters).fetchone()
    if last is None:
        return pl.DataFrame(schema=dict(FOUND)), pl.DataFrame(schema=dict(SENT_BACK)), None
    found = copy_out(connection, _FINDINGS, FOUND, parameters)
    return found, copy_out(connection, _SENT_BACK, SENT_BACK, parameters), (last[0], last[1])


def rulebook_used(connection: psycopg.Connection, rulebook_hash: str) -> dict[str, Any]:
    """The content of a rulebook version as a decision used it. Raises LookupError for one that none used."""
    query = "SELECT content FROM declarations_rulebook WHERE hash = %s"
    row = connection.execute(query, (rulebook_hash,)).fetchone()
    if row is None:
        raise LookupError(f"expected rulebook {rulebook_hash} among those stored with decisions, found none")
    return dict(row[0])
