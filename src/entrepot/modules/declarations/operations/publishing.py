"""Name a judged batch, in the transaction of its verdicts: for readers with a cursor, and for webhooks."""

from datetime import datetime

import polars as pl
import psycopg


def publish(connection: psycopg.Connection, decided: pl.DataFrame, *, now: datetime) -> int:
    """Write one row; its id names the batch.

    decided: order_no, list_id, decision_no, filer_id, seller_id; not empty.
    """
    columns = ("order_no", "list_id", "decision_no", "filer_id", "seller_id")
    row = connection.execute(
        """
        INSERT INTO declarations_batch
            (at, order_nos, list_ids, decision_nos, filer_ids, seller_ids, filers, sellers)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
        """,
        (
            now,
            *(decided[column].to_list() for column in columns),
            decided["filer_id"].unique().sort().to_list(),
            decided["seller_id"].unique().sort().to_list(),
        ),
    ).fetchone()
    assert row is not None
    return int(row[0])
