"""Count a judged batch for the live line and /metrics, in the transaction of its verdicts."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
import psycopg
from psycopg.types.json import Jsonb

from entrepot.modules.declarations.queries.line import EDGES_MS


@dataclass(frozen=True)
class Looked:
    """What one pass of a judge looked at.

    arrived: lists judged for the first time; waiting: lists that still wait; decided: a row a list with a verdict, with
    `state` and `arrived_at` (UTC).
    """

    arrived: int
    waiting: int
    decided: pl.DataFrame


def tally(connection: psycopg.Connection, looked: Looked, *, by_id: int, now: datetime) -> None:
    """Write one row, for the station's own party; nothing where nothing was looked at."""
    decided, waiting = looked.decided, looked.waiting
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
        "INSERT INTO declarations_tally (at, arrived, verdicts, millis, waiting, audience)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (now, looked.arrived, Jsonb(verdicts), Jsonb(millis), waiting, [by_id]),
    )
