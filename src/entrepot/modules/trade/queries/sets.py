"""Whole frames of documents, for workers; as the owner, on the caller's connection."""

from collections.abc import Mapping

import polars as pl
import psycopg

from entrepot.store.copying import copy_out
from entrepot.store.staging import stage

_TIME = pl.Datetime("us", "UTC")
_EXACT = pl.Decimal(38, 10)
_PAIR = ["message_no", "document_no"]
Types = Mapping[str, pl.DataType | type[pl.DataType]]

ORDER_HEAD: Types = {
    "guid": pl.String,
    "app_type": pl.String,
    "app_time": _TIME,
    "app_status": pl.String,
    "order_type": pl.String,
    "order_no": pl.String,
    "marketplace_code": pl.String,
    "marketplace_name": pl.String,
    "seller_code": pl.String,
    "seller_name": pl.String,
    "goods_value": _EXACT,
    "freight": _EXACT,
    "currency": pl.String,
    "note": pl.String,
    "line_count": pl.Int32,
    "placed_at": _TIME,
    "destination": pl.String,
    "content_hash": pl.Binary,
}
ORDER_LINE: Types = {
    "gnum": pl.Int32,
    "item_no": pl.String,
    "item_name": pl.String,
    "item_describe": pl.String,
    "barcode": pl.String,
    "unit": pl.String,
    "currency": pl.String,
    "qty": _EXACT,
    "price": _EXACT,
    "total_price": _EXACT,
    "note": pl.String,
    "repeat_of": pl.Int32,
}


def known_contents(connection: psycopg.Connection, orders: pl.DataFrame) -> pl.DataFrame:
    """order_no, marketplace_id, content_hash of every version of these orders (order_no, marketplace_id)."""
    _stage_orders(connection, orders)
    return copy_out(
        connection,
        "SELECT o.order_no, o.marketplace_id, o.content_hash FROM trade_orders_asked a"
        " JOIN trade_order o ON o.order_no = a.order_no AND o.marketplace_id = a.marketplace_id",
        {"order_no": pl.String, "marketplace_id": pl.Int64, "content_hash": pl.Binary},
    )


def _stage_orders(connection: psycopg.Connection, orders: pl.DataFrame) -> None:
    keys = orders.select("order_no", "marketplace_id").unique()
    stage(connection, "trade_orders_asked", {"order_no": 'text COLLATE "C"', "marketplace_id": "bigint"}, keys)


def orders_of_buyers(
    connection: psycopg.Connection, sellers: pl.Series, wares: pl.DataFrame, order_nos: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Current orders of these sellers that are by one of the buyers of `wares` or have one of `order_nos`.

    wares: buyer (hex of the keyed hash), item_no, price. Returns heads (message_no 0, document_no, the decoded columns,
    buyer, deleted); all lines of those among them that ever held a ware of their buyer, or have one of `order_nos`;
    and the lines of the first versions of the same (message_no, document_no, item_no, price, qty).
    """
    query = f"""
        SELECT o.id, CASE WHEN o.version = 1 THEN o.id ELSE (
                   SELECT f.id FROM trade_order f
                    WHERE f.order_no = o.order_no AND f.marketplace_id = o.marketplace_id ORDER BY f.id LIMIT 1) END,
               {", ".join("o." + c for c in ORDER_HEAD)}, encode(o.buyer_hash, 'hex'), o.deleted
          FROM trade_order o
         WHERE o.seller_id = ANY (%(sellers)s) AND o.superseded_by IS NULL
           AND (encode(o.buyer_hash, 'hex') = ANY (%(buyers)s) OR o.order_no = ANY (%(numbers)s))
         ORDER BY o.order_no, o.id"""
    buyers = wares["buyer"].drop_nulls().unique()
    parameters = {"sellers": sellers.to_list(), "buyers": buyers.to_list(), "numbers": order_nos.to_list()}
    schema = {"id": pl.Int64, "first_id": pl.Int64, **ORDER_HEAD, "buyer": pl.String, "deleted": pl.Boolean}
    heads = copy_out(connection, query, schema, parameters).with_columns(
        message_no=pl.lit(0, pl.Int64), document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    )
    named = pl.col("order_no").is_in(order_nos.implode())
    met = heads.filter(named | pl.col("id").is_in(_holding(connection, heads, wares).implode()))
    lines = lines_of(connection, met.select("order_no", "id", *_PAIR))
    changed = met.filter(pl.col("id") != pl.col("first_id"))
    first = lines_of(connection, changed.select("order_no", *_PAIR, id="first_id"))
    unchanged = lines.join(changed, on=_PAIR, how="anti", maintain_order="left")
    ordered = pl.concat([part.select(*_PAIR, "item_no", "price", "qty") for part in (unchanged, first)])
    return heads.drop("id", "first_id"), lines, ordered


def _holding(connection: psycopg.Connection, heads: pl.DataFrame, wares: pl.DataFrame) -> pl.Series:
    """The ids of those orders that hold, or held at first, one of the wares of their buyer at its price."""
    text = 'text COLLATE "C"'
    asked = heads.select("order_no", "id", "first_id", "buyer")
    columns = {"order_no": text, "id": "bigint", "first_id": "bigint", "buyer": text}
    stage(connection, "trade_heads_asked", columns, asked)
    wanted = wares.select("buyer", "item_no", "price").drop_nulls().unique()
    stage(connection, "trade_wares_asked", {"buyer": text, "item_no": text, "price": "numeric"}, wanted)
    # lines are looked up order by order: without MATERIALIZED a fresh database pairs every order with every ware first
    query = """
        WITH held AS MATERIALIZED (
            SELECT a.id, a.buyer, l.item_no, l.price
              FROM trade_heads_asked a
              JOIN trade_order_line l ON l.order_no = a.order_no AND l.order_id IN (a.id, a.first_id))
        SELECT DISTINCT h.id
          FROM held h
          JOIN trade_wares_asked w ON w.buyer = h.buyer AND w.item_no = h.item_no AND w.price = h.price"""
    return copy_out(connection, query, {"id": pl.Int64})["id"]


def lines_of(connection: psycopg.Connection, orders: pl.DataFrame) -> pl.DataFrame:
    """Lines of order versions (order_no, id); further columns of `orders` are put beside each line."""
    stage(connection, "trade_lines_asked", {"order_no": 'text COLLATE "C"', "id": "bigint"}, orders)
    columns = ", ".join("l." + column for column in ORDER_LINE)
    found = copy_out(
        connection,
        f"SELECT a.id, {columns} FROM trade_lines_asked a"
        " JOIN trade_order_line l ON l.order_no = a.order_no AND l.order_id = a.id ORDER BY a.id, l.gnum",
        {"id": pl.Int64, **ORDER_LINE},
    )
    beside = orders.select("id", *(c for c in orders.columns if c not in {"id", "order_no"}))
    return found.join(beside, on="id", maintain_order="left").drop("id")
