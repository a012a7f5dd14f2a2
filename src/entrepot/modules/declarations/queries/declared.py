"""Which orders are declared already."""

import polars as pl
import psycopg

from entrepot.store.copying import copy_out


def declared_orders(connection: psycopg.Connection) -> pl.DataFrame:
    """order_no, marketplace_id of every order with a list that is not deleted."""
    return copy_out(
        connection,
        "SELECT DISTINCT l.order_no, l.marketplace_id FROM declarations_work w"
        " JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id WHERE w.state <> 'deleted'",
        {"order_no": pl.String(), "marketplace_id": pl.Int64()},
    )
