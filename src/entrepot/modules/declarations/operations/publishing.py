"""Name a judged batch, in the transaction of its verdicts: for readers with a cursor, and for webhooks."""

from datetime import datetime

import polars as pl
import psycopg

from entrepot.store.copying import copy_in


def publish(connection: psycopg.Connection, decided: pl.DataFrame, *, now: datetime) -> int:
    """Write one row; its id names the batch.

    decided: order_no, list_id, decision_no, filer_id, seller_id; not empty.
    """
    number = connection.execute("SELECT nextval('declarations_batch_id_seq')").fetchone()
    assert number is not None
    row = decided.select(
        pl.lit(number[0]).alias("id"),
        pl.lit(now).cast(pl.Datetime("us", "UTC")).alias("at"),
        order_nos=pl.col("order_no").implode(),
        list_ids=pl.col("list_id").implode(),
        decision_nos=pl.col("decision_no").cast(pl.Int64).implode(),
        filer_ids=pl.col("filer_id").implode(),
        seller_ids=pl.col("seller_id").implode(),
        filers=pl.col("filer_id").unique().sort().implode(),
        sellers=pl.col("seller_id").unique().sort().implode(),
    )
    copy_in(connection, "declarations_batch", row)
    return int(number[0])
