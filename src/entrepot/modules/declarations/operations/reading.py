"""Read what a judge needs: the touched lists, locked, then all documents of them with a later, fresh snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import psycopg

from entrepot.engines.clearance import frames
from entrepot.store.copying import copy_out

# Lists that a judge may still decide. A filing station looks again whenever something of the set changes.
OPEN_STATES = {
    "deciding": ("due", "waiting"),
    "filing": ("due", "waiting", "ready", "refused", "not_checked"),
}
LIVING = ("due", "waiting", "ready", "not_checked", "filed", "released", "held")

Types = Mapping[str, pl.DataType | type[pl.DataType]]

# Every step goes from a few keys to their rows by index; the planner, which cannot know that the staging tables are
# small, is told so.
_BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off"

_STAGING = {
    "judge_arrivals": 'kind text, number text COLLATE "C", owner_id bigint',
    "judge_locked": 'order_no text COLLATE "C", list_id bigint, state text, decision_no integer',
}


def take_arrivals(connection: psycopg.Connection, *, limit: int) -> int:
    """Take up to `limit` arrival rows off the queue into the staging table judge_arrivals; returns their number."""
    for name, columns in _STAGING.items():
        connection.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns}) ON COMMIT DELETE ROWS")
    done = connection.execute(
        """
        WITH taken AS (
            DELETE FROM declarations_arrival WHERE id IN (
                SELECT id FROM declarations_arrival ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
            RETURNING kind, keys, owners),
        told AS (
            INSERT INTO judge_arrivals
            SELECT DISTINCT kind, k.number, k.owner_id FROM taken, unnest(keys, owners) k (number, owner_id))
        SELECT count(*) FROM taken
        """,
        (limit,),
    ).fetchone()
    return int(done[0]) if done else 0


# The lists of touched orders; the lists on the waybills of these and on touched waybills; the lists of those orders.
# So two lists that could exclude each other are always locked together by whoever judges the later one.
_LOCK = """
    WITH by_order AS MATERIALIZED (
        SELECT l.order_no, l.marketplace_id, l.waybill_no, l.carrier_id, l.filer_id, l.cop_no
          FROM judge_arrivals a JOIN declarations_list l ON l.order_no = a.number AND l.marketplace_id = a.owner_id
         WHERE a.kind = 'order' AND l.superseded_by IS NULL),
    by_waybill AS MATERIALIZED (
        SELECT l.order_no, l.marketplace_id, l.filer_id, l.cop_no
          FROM (SELECT number, owner_id FROM judge_arrivals WHERE kind = 'waybill'
                UNION SELECT waybill_no, carrier_id FROM by_order) a
          JOIN declarations_list l ON l.waybill_no = a.number AND l.carrier_id = a.owner_id
         WHERE l.superseded_by IS NULL),
    further AS (
        SELECT l.filer_id, l.cop_no
          FROM (SELECT order_no, marketplace_id FROM by_waybill
                EXCEPT SELECT order_no, marketplace_id FROM by_order) a
          JOIN declarations_list l ON l.order_no = a.order_no AND l.marketplace_id = a.marketplace_id
         WHERE l.superseded_by IS NULL),
    touched AS (
        SELECT filer_id, cop_no FROM by_order UNION SELECT filer_id, cop_no FROM by_waybill
        UNION SELECT filer_id, cop_no FROM further),
    locked AS (
        SELECT w.order_no, w.list_id, w.state, w.decision_no
          FROM touched t JOIN declarations_work w ON w.filer_id = t.filer_id AND w.cop_no = t.cop_no
         WHERE w.state NOT IN ('deleted', 'parked')
         ORDER BY w.filer_id, w.cop_no FOR UPDATE OF w)
    INSERT INTO judge_locked SELECT * FROM locked
"""


def lock_touched(connection: psycopg.Connection) -> None:
    """Lock the work rows of all lists that the taken arrivals concern, in key order; they stand in judge_locked."""
    connection.execute(_BY_INDEX)
    connection.execute(_LOCK)


# An import list is told by its flag and by the statistics flag, which export lists must have and import lists lack.
IS_IMPORT = (pl.col("ie_flag") == "I") & (pl.col("statistics_flag") == "")


@dataclass(frozen=True)
class Read:
    """The engine's frames; `lists` also has what decisions and replies carry on, of import lists too (IS_IMPORT).

    The other frames are of export lists; what import lists need is read by `reading_import`.
    """

    lists: pl.DataFrame
    list_lines: pl.DataFrame
    orders: pl.DataFrame
    order_lines: pl.DataFrame
    waybills: pl.DataFrame
    slips: pl.DataFrame
    siblings: pl.DataFrame
    waybill_uses: pl.DataFrame

    def batch(self) -> frames.Batch:
        """The export lists, for the engine."""
        parts = {name: getattr(self, name) for name in frames.BATCH}
        if self.lists.select(IS_IMPORT.any()).item():
            lists = self.lists.filter(~IS_IMPORT)
            lines = self.list_lines.join(lists, on="list_id", how="semi")
            orders = self.orders.join(lists, on="order_id", how="semi")
            parts |= {"lists": lists, "list_lines": lines, "orders": orders}
        return frames.Batch(**parts)


# What replies and decisions need of a list beside the engine's columns.
_CARRIED: Types = {
    "filer_id": pl.Int64,
    "agent_id": pl.Int64,
    "guid": pl.String,
    "marketplace_code": pl.String,
    "customs_code": pl.String,
    "pre_no": pl.String,
    "invt_no": pl.String,
    "message_id": pl.Int64,
    "audience": pl.String,
}
_WORK: Types = {"decision_no": pl.Int32, "old_state": pl.String}


def _columns(alias: str, schema: Types, renamed: Mapping[str, str]) -> str:
    return ", ".join(renamed.get(column, f"{alias}.{column}") for column in schema)


def read_sets(connection: psycopg.Connection, station: str) -> Read:
    """All documents of the locked lists that are open to judge, each at its current version, with fresh snapshots."""
    states = OPEN_STATES["filing" if station == "filing" else "deciding"]
    heads = _read_heads(connection, states)
    lists = heads.select(*frames.LISTS, *_CARRIED, *_WORK)
    if lists.height and lists.select(IS_IMPORT.all()).item():
        nothing = {name: frames.empty(schema) for name, schema in frames.BATCH.items()}
        return Read(**nothing | {"lists": lists})
    orders = _part_of(heads, "order", frames.ORDERS)
    order_lines = _read(connection, frames.ORDER_LINES, states, _OF_ORDERS + "trade_order_lines_v1 x USING (order_no)")
    slips = _read(
        connection,
        frames.SLIPS,
        states,
        _OF_ORDERS + "trade_slips_v1 x USING (order_no)",
        renamed={"slip_id": "x.id"},
        where="x.superseded_by IS NULL",
    )
    return Read(
        lists=lists,
        list_lines=_read(
            connection, frames.LIST_LINES, states, _OF_LISTS + "declarations_list_line x USING (order_no, list_id)"
        ),
        orders=orders,
        order_lines=order_lines.join(orders, on="order_id", how="semi"),
        waybills=_part_of(heads, "waybill", frames.WAYBILLS),
        slips=slips,
        siblings=_read_others(connection, frames.SIBLINGS, states, _WITH_LINES),
        waybill_uses=_read_others(connection, frames.WAYBILL_USES, states, ""),
    )


_OF_LISTS = "(SELECT order_no, list_id FROM judge_locked WHERE state = ANY (%(open)s)) j JOIN "
_OF_ORDERS = "(SELECT DISTINCT order_no FROM judge_locked WHERE state = ANY (%(open)s)) j JOIN "
_WITH_LINES = " JOIN declarations_list_line i ON i.order_no = j.order_no AND i.list_id = j.list_id"
_PARTS: Mapping[str, Types] = {"order": frames.ORDERS, "waybill": frames.WAYBILLS}


def _read_heads(connection: psycopg.Connection, states: tuple[str, ...]) -> pl.DataFrame:
    """One row a list with its order and waybill beside it, whose columns begin with `order.` and `waybill.`."""
    lists = {**frames.LISTS, **_CARRIED, **_WORK}
    own = {
        "list_id": "l.id",
        "order_id": "o.id",
        "waybill_id": "w.id",
        "decision_no": "j.decision_no",
        "old_state": "j.state",
    }
    parts = [_columns("l", lists, own)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict(lists)
    for name, columns in _PARTS.items():
        parts.append(_columns(name[0], columns, {f"{name}_id": f"{name[0]}.id"}))
        schema |= {f"{name}.{column}": dtype for column, dtype in columns.items()}
    return copy_out(
        connection,
        f"""
        SELECT {", ".join(parts)}
          FROM judge_locked j
          JOIN declarations_list l ON l.order_no = j.order_no AND l.id = j.list_id
          LEFT JOIN trade_orders_v1 o ON o.order_no = l.order_no AND o.marketplace_id = l.marketplace_id
                                 AND o.superseded_by IS NULL
          LEFT JOIN LATERAL (
               SELECT * FROM trade_waybills_v1 w WHERE w.waybill_no = l.waybill_no AND w.carrier_id = l.carrier_id
                  AND w.superseded_by IS NULL ORDER BY w.use DESC LIMIT 1) w ON true
         WHERE j.state = ANY (%(open)s)""",
        schema,
        {"open": list(states)},
    ).sort("list_id")


def _part_of(heads: pl.DataFrame, name: str, schema: Types) -> pl.DataFrame:
    """The orders or waybills that stand beside the lists, each once."""
    part = heads.select(pl.col(f"{name}.{column}").alias(column) for column in schema)
    return part.filter(pl.col(f"{name}_id").is_not_null()).unique(f"{name}_id")


def _read(
    connection: psycopg.Connection,
    schema: Types,
    states: tuple[str, ...],
    source: str,
    *,
    renamed: Mapping[str, str] | None = None,
    where: str = "true",
) -> pl.DataFrame:
    query = f"SELECT {_columns('x', schema, renamed or {})} FROM {source} WHERE {where}"
    return copy_out(connection, query.replace("x.order_no", "order_no"), schema, {"open": list(states)})


def _read_others(connection: psycopg.Connection, schema: Types, states: tuple[str, ...], lines: str) -> pl.DataFrame:
    """Living lists that share order or waybill with those to judge and are decided already."""
    living = [state for state in LIVING if state not in states]
    renamed = {"list_id": "l.id", "state": "j.state", "gnum": "i.gnum", "total_price": "i.total_price"}
    query = f"""SELECT {_columns("l", schema, renamed)} FROM judge_locked j
          JOIN declarations_list l ON l.order_no = j.order_no AND l.id = j.list_id {lines}
         WHERE j.state = ANY (%(living)s)"""
    return copy_out(connection, query, schema, {"living": living})
