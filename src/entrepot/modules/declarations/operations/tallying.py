"""Count a judged batch for the live line and /metrics, in the transaction of its verdicts."""

from datetime import datetime

import polars as pl
import psycopg
from psycopg.types.json import Jsonb

from entrepot.modules.declarations.queries.line import EDGES_MS


def tally(connection: psycopg.Connection, decided: pl.DataFrame, *, waiting: int, by_id: int, now: datetime) -> None:
    """Write one row. decided: `state`, `arrived_at` (UTC) of each list with a verdict; waiting: lists without one."""
    if decided.is_empty() and not waiting:
        return
    verdicts, millis = {}, {}
    if decided.height:
        states = decided.group_by("state").len()
        verdicts = dict(zip(states["state"], states["len"], strict=True))
        taken = (pl.lit(now) - pl.col("arrived_at")).dt.total_milliseconds()
        edges = pl.Series(EDGES_MS[:-1], dtype=pl.Int64)
        classes = decided.select(number=edges.search_sorted(decided.select(taken).to_series(), side="right"))
        counted = classes.group_by("number").len()
        millis = {str(number): count for number, count in counted.iter_rows()}
    connection.execute(
        "INSERT INTO declarations_tally (at, verdicts, millis, waiting, audience) VALUES (%s, %s, %s, %s, %s)",
        (now, Jsonb(verdicts), Jsonb(millis), waiting, [by_id]),
    )
