"""Take declaration lists, and note what has arrived, so that a judge looks at every list it concerns."""

from datetime import datetime

import polars as pl
import psycopg

from entrepot.store.copying import copy_in
from entrepot.store.staging import insert_new, stage
from entrepot.store.versions import PARKED, DocumentTable, Held, take

WAKE_JUDGES = "declarations_arrival"
# One arrival row names at most so many documents: a judge takes whole rows, and its batch stays bounded.
ARRIVAL_SIZE = 1000
FINAL_STATES = ("filed", "released", "held")
CANCELLED = "cancelled"  # as final for the list, while its documents are free again

_STATE = pl.when(pl.col("app_status") == PARKED).then(pl.lit("parked")).otherwise(pl.lit("due"))


def _claim_work(connection: psycopg.Connection, document: DocumentTable, rows: pl.DataFrame) -> pl.Series:
    """Make the work rows of new lists; the key (filer, cop_no) is kept unique there. Stores the heads that got one."""
    work = rows.select(
        "filer_id",
        "cop_no",
        "order_no",
        "seller_id",
        "arrived_at",
        "audience",
        list_id=pl.col("id"),
        state=_STATE,
        changed_at=pl.col("arrived_at"),
        decision_no=pl.lit(0),
        waiting_for=pl.lit([], dtype=pl.List(pl.String)),
    )
    ids = insert_new(connection, "declarations_work", work, key=("filer_id", "cop_no"), of="list_id")
    new = rows if len(ids) == rows.height else rows.filter(pl.col("id").is_in(ids.implode()))
    copy_in(connection, document.table, new)
    return ids


def _follow_work(connection: psycopg.Connection, changed: pl.DataFrame) -> None:
    """The work row turns to the new version: due again, or deleted."""
    rows = changed.with_columns(state=pl.when("deleted").then(pl.lit("deleted")).otherwise(_STATE))
    columns = {
        "filer_id": "bigint",
        "cop_no": 'text COLLATE "C"',
        "id": "bigint",
        "order_no": "text",
        "seller_id": "bigint",
        "state": "text",
        "arrived_at": "timestamptz",
        "audience": "bigint[]",
    }
    stage(connection, "declarations_work_followed", columns, rows)
    connection.execute(
        """
        UPDATE declarations_work w
           SET list_id = f.id, order_no = f.order_no, seller_id = f.seller_id, state = f.state, waiting_for = '{}',
               arrived_at = f.arrived_at, changed_at = f.arrived_at, audience = f.audience
          FROM declarations_work_followed f WHERE w.filer_id = f.filer_id AND w.cop_no = f.cop_no
        """
    )


LIST = DocumentTable(
    table="declarations_list",
    key={"filer_id": "bigint", "cop_no": 'text COLLATE "C"'},
    number="order_no",
    sequence="declarations_list_id",
    current="JOIN declarations_work w ON w.filer_id = k.filer_id AND w.cop_no = k.cop_no"
    " JOIN declarations_list t ON t.order_no = w.order_no AND t.id = w.list_id",
    lines="declarations_list_line",
    line_owner="list_id",
    insert=_claim_work,
    superseded=_follow_work,
)


def take_lists(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame, *, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of declaration lists with their lines; returns store.versions.OUTCOMES, one row a list.

    Each new list gets its work row in the same transaction; a list that is decided for good takes no change.
    """
    return take(connection, LIST, heads, lines, held=decided_lists, gate_held=gate_held)


def decided_lists(connection: psycopg.Connection, rows: pl.DataFrame) -> pl.Series:
    """Which of these lists are decided for good: they take no change."""
    found = connection.execute(
        "SELECT list_id FROM declarations_work w JOIN unnest(%s::bigint[], %s::text[]) k (filer_id, cop_no)"
        " USING (filer_id, cop_no) WHERE w.state = ANY (%s)",
        (rows["filer_id"].to_list(), rows["cop_no"].to_list(), [*FINAL_STATES, CANCELLED]),
    ).fetchall()
    return pl.Series([row[0] for row in found], dtype=pl.Int64)


def _held_by(column: str) -> Held:
    """Documents bound by a list that is decided for good: they take no change."""

    def held(connection: psycopg.Connection, rows: pl.DataFrame) -> pl.Series:
        found = connection.execute(
            f"""
            SELECT DISTINCT k.id FROM unnest(%s::bigint[], %s::text[]) k (id, number)
              JOIN declarations_list l ON {column}
              JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
              JOIN declarations_decision d
                ON d.order_no = l.order_no AND d.list_id = l.id AND d.decision_no = w.decision_no
             WHERE w.state = ANY (%s) AND k.id = ANY (d.slip_ids || d.order_id || d.waybill_id)
            """,
            (rows["current_id"].to_list(), rows["current_number"].to_list(), list(FINAL_STATES)),
        ).fetchall()
        return pl.Series([row[0] for row in found], dtype=pl.Int64)

    return held


held_order = _held_by("l.order_no = k.number")
held_waybill = _held_by("l.waybill_no = k.number")


def note_arrivals(connection: psycopg.Connection, kind: str, numbers: pl.DataFrame, *, now: datetime) -> None:
    """Say which sets this transaction touched, for judges to look at once it is committed.

    `kind`: order | waybill; `numbers`: two columns, the number and whose it is (order_no and marketplace_id, or
    waybill_no and carrier_id).
    """
    number, owner = numbers.columns
    touched = numbers.unique()
    if touched.is_empty():
        return
    rows = touched.group_by(pl.int_range(pl.len()) // ARRIVAL_SIZE).agg(keys=pl.col(number), owners=pl.col(owner))
    at = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    copy_in(connection, "declarations_arrival", rows.select("keys", "owners", kind=pl.lit(kind), at=at))
    connection.execute(f"NOTIFY {WAKE_JUDGES}")


def wake_overdue(connection: psycopg.Connection, *, before: datetime, now: datetime, limit: int = 20_000) -> int:
    """Have lists judged again that arrived before `before` and still wait; returns their number."""
    rows = connection.execute(
        """
        SELECT l.order_no, l.marketplace_id
          FROM declarations_work w JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
         WHERE w.state = 'waiting' AND w.arrived_at < %s ORDER BY w.arrived_at LIMIT %s
        """,
        (before, limit),
    ).fetchall()
    schema = {"order_no": pl.String, "marketplace_id": pl.Int64}
    note_arrivals(connection, "order", pl.DataFrame(rows, schema=schema, orient="row"), now=now)
    return len(rows)
