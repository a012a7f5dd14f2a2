"""Whole frames of documents, for workers; as the owner, on the caller's connection."""

from collections.abc import Mapping

import polars as pl
import psycopg

from entrepot.store.copying import copy_out
from entrepot.store.staging import stage

_TIME = pl.Datetime("us", "UTC")
_EXACT = pl.Decimal(38, 10)
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
    connection: psycopg.Connection, sellers: pl.Series, buyers: pl.Series, order_nos: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Current orders of these sellers that are by one of `buyers` (hex of the keyed hash) or have one of `order_nos`.

    Returns heads (message_no 0, document_no, the decoded columns, buyer, deleted), their lines, and the lines of their
    first versions (message_no, document_no, item_no, price, qty).
    """
    query = f"""
        SELECT o.id, min(f.id), {", ".join("o." + c for c in ORDER_HEAD)}, encode(o.buyer_hash, 'hex'), o.deleted
          FROM trade_order o JOIN trade_order f ON f.order_no = o.order_no AND f.marketplace_id = o.marketplace_id
         WHERE o.seller_id = ANY (%(sellers)s) AND o.superseded_by IS NULL
           AND (encode(o.buyer_hash, 'hex') = ANY (%(buyers)s) OR o.order_no = ANY (%(numbers)s))
         GROUP BY o.order_no, o.id ORDER BY o.order_no, o.id"""
    parameters = {"sellers": sellers.to_list(), "buyers": buyers.to_list(), "numbers": order_nos.to_list()}
    schema = {"id": pl.Int64, "first_id": pl.Int64, **ORDER_HEAD, "buyer": pl.String, "deleted": pl.Boolean}
    heads = copy_out(connection, query, schema, parameters).with_columns(
        message_no=pl.lit(0, pl.Int64), document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    )
    lines = lines_of(connection, heads.select("order_no", "id", "message_no", "document_no"))
    first = lines_of(connection, heads.select("order_no", "message_no", "document_no", id="first_id"))
    ordered = first.select("message_no", "document_no", "item_no", "price", "qty")
    return heads.drop("id", "first_id"), lines, ordered


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
