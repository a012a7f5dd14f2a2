"""Take orders, collection slips and waybills: append-only versions, any order of arrival, any number of repeats."""

from datetime import timedelta

import polars as pl
import psycopg

from entrepot.store.copying import copy_out
from entrepot.store.staging import stage
from entrepot.store.versions import DocumentTable, Held, take

ORDER = DocumentTable(
    table="trade_order",
    key={"order_no": 'text COLLATE "C"', "marketplace_id": "bigint"},
    number="order_no",
    sequence="trade_document_id",
    current="JOIN trade_order t ON t.order_no = k.order_no AND t.marketplace_id = k.marketplace_id"
    " AND t.superseded_by IS NULL",
    lines="trade_order_line",
    line_owner="order_id",
)
SLIP = DocumentTable(
    table="trade_slip",
    key={"order_no": 'text COLLATE "C"', "marketplace_id": "bigint", "slip_key": 'text COLLATE "C"'},
    number="order_no",
    sequence="trade_document_id",
    current="JOIN trade_slip t ON t.order_no = k.order_no AND t.marketplace_id = k.marketplace_id"
    " AND t.slip_key = k.slip_key AND t.superseded_by IS NULL",
)
WAYBILL = DocumentTable(
    table="trade_waybill",
    key={"waybill_no": 'text COLLATE "C"', "carrier_id": "bigint", "use": "integer"},
    number="waybill_no",
    sequence="trade_document_id",
    current="JOIN trade_waybill t ON t.waybill_no = k.waybill_no AND t.carrier_id = k.carrier_id"
    " AND t.use = k.use AND t.superseded_by IS NULL",
)


def take_orders(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame, *, held: Held, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of orders with their lines; returns store.versions.OUTCOMES, one row an order."""
    return take(connection, ORDER, heads, lines, held=held, gate_held=gate_held)


def take_slips(connection: psycopg.Connection, heads: pl.DataFrame, *, held: Held, gate_held: bool) -> pl.DataFrame:
    """Store a batch of collection slips; the key is the payment number, else the guid."""
    keyed = heads.with_columns(slip_key=pl.coalesce("pay_no", "guid"))
    return take(connection, SLIP, keyed, None, held=held, gate_held=gate_held)


def take_waybills(
    connection: psycopg.Connection, heads: pl.DataFrame, *, reuse: timedelta, held: Held, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of waybills; a number that returns after `reuse` begins a new use of that number."""
    return take_uses(connection, WAYBILL, heads, reuse=reuse, held=held, gate_held=gate_held)


def take_uses(
    connection: psycopg.Connection,
    waybill: DocumentTable,
    heads: pl.DataFrame,
    *,
    reuse: timedelta,
    held: Held,
    gate_held: bool,
) -> pl.DataFrame:
    """As `take_waybills`, for waybills as `waybill` describes them."""
    fresh = heads.filter(pl.col("app_type") == "1").with_columns(use=pl.lit(1, pl.Int32))
    changes = heads.filter(pl.col("app_type") != "1")
    if changes.height:
        last = latest_uses(connection, changes).select("waybill_no", "carrier_id", "use")
        known = changes.join(last, on=["waybill_no", "carrier_id"], how="left").with_columns(pl.col("use").fill_null(1))
        fresh = pl.concat([fresh, known.select(fresh.columns)])
    outcomes = take(connection, waybill, fresh, None, held=held, gate_held=gate_held)
    taken = outcomes.filter(pl.col("reason") == "exists")
    if taken.is_empty():
        return outcomes
    again = _begin_new_use(connection, fresh.join(taken, on=["message_no", "document_no"], how="semi"), reuse)
    if again.is_empty():
        return outcomes
    kept = outcomes.join(again, on=["message_no", "document_no"], how="anti")
    return pl.concat([kept, take(connection, waybill, again, None, held=held, gate_held=gate_held)])


def _begin_new_use(connection: psycopg.Connection, heads: pl.DataFrame, reuse: timedelta) -> pl.DataFrame:
    last = latest_uses(connection, heads)
    met = heads.drop("use").join(last, on=["waybill_no", "carrier_id"])
    returned = met.filter(pl.col("app_time") >= pl.col("used_at") + reuse)
    return returned.with_columns(use=(pl.col("use") + 1).cast(pl.Int32)).select(heads.columns)


def latest_uses(connection: psycopg.Connection, keys: pl.DataFrame) -> pl.DataFrame:
    """waybill_no, carrier_id, use, used_at: the latest use of each number that is known."""
    stage(
        connection,
        "trade_waybill_numbers",
        {"waybill_no": 'text COLLATE "C"', "carrier_id": "bigint"},
        keys.select("waybill_no", "carrier_id").unique(),
    )
    query = """
        SELECT DISTINCT ON (t.waybill_no, t.carrier_id) t.waybill_no, t.carrier_id, t.use, t.app_time
          FROM trade_waybill_numbers k JOIN trade_waybill t USING (waybill_no, carrier_id)
         WHERE t.superseded_by IS NULL ORDER BY t.waybill_no, t.carrier_id, t.use DESC"""
    schema = {
        "waybill_no": pl.String(),
        "carrier_id": pl.Int64(),
        "use": pl.Int32(),
        "used_at": pl.Datetime("us", "UTC"),
    }
    return copy_out(connection, query, schema)
