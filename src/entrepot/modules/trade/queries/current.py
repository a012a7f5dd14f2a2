"""Current documents of a station as frames, for drafting and for the practice generator."""

from collections.abc import Sequence

import polars as pl
import psycopg

from entrepot.modules.trade.queries.sets import ORDER_HEAD, lines_of
from entrepot.store.copying import copy_out

_WAYBILL = {
    "waybill_no": pl.String(), "carrier_code": pl.String(), "carrier_name": pl.String(), "freight": pl.Decimal(38, 10),
    "insured_fee": pl.Decimal(38, 10), "currency": pl.String(), "gross_weight_kg": pl.Decimal(38, 10),
    "pack_no": pl.Int64(), "app_time": pl.Datetime("us", "UTC"), "seller_id": pl.Int64(), "carrier_id": pl.Int64(),
    "note": pl.String(),
}  # fmt: skip


def current_orders(
    connection: psycopg.Connection, sellers: Sequence[int] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Declared orders at their current version, and their lines; of these sellers, or of all.

    heads: message_no 0, document_no, order_id, marketplace_id, seller_id and the decoded columns. lines: message_no,
    document_no, order_no, marketplace_id, marketplace_code, seller_id and the line columns.
    """
    own = {"order_id": pl.Int64(), "marketplace_id": pl.Int64(), "seller_id": pl.Int64()}
    heads = copy_out(
        connection,
        f"SELECT id, marketplace_id, seller_id, {', '.join(ORDER_HEAD)} FROM trade_order"
        " WHERE superseded_by IS NULL AND NOT deleted AND app_status = '2'"
        " AND (%(sellers)s::bigint[] IS NULL OR seller_id = ANY (%(sellers)s::bigint[])) ORDER BY id",
        own | dict(ORDER_HEAD),
        {"sellers": None if sellers is None else list(sellers)},
    ).with_columns(message_no=pl.lit(0, pl.Int64), document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32))
    beside = ("message_no", "document_no", "marketplace_id", "marketplace_code", "seller_id")
    lines = lines_of(connection, heads.select("order_no", pl.col("order_id").alias("id"), *beside, order="order_no"))
    return heads, lines.rename({"order": "order_no"})


def current_waybills(connection: psycopg.Connection, sellers: Sequence[int] | None = None) -> pl.DataFrame:
    """Current waybills that carry a note; of these sellers, or of all. The note may name the order (see drafting)."""
    return copy_out(
        connection,
        f"SELECT {', '.join(_WAYBILL)} FROM trade_waybill"
        " WHERE superseded_by IS NULL AND NOT deleted AND app_status = '2' AND note IS NOT NULL"
        " AND (%(sellers)s::bigint[] IS NULL OR seller_id = ANY (%(sellers)s::bigint[])) ORDER BY id",
        _WAYBILL,
        {"sellers": None if sellers is None else list(sellers)},
    )


def sellers(connection: psycopg.Connection) -> list[int]:
    """Every seller that has orders here, by id; found by going from one to the next along the index of sellers."""
    rows = connection.execute(
        """
        WITH RECURSIVE s (id) AS (
            (SELECT seller_id FROM trade_order ORDER BY seller_id LIMIT 1)
            UNION ALL
            SELECT (SELECT o.seller_id FROM trade_order o WHERE o.seller_id > s.id ORDER BY o.seller_id LIMIT 1)
              FROM s WHERE s.id IS NOT NULL)
        SELECT id FROM s WHERE id IS NOT NULL
        """
    )
    return [int(row[0]) for row in rows]
