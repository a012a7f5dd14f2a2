"""Count a judged batch for the live line and /metrics, in the transaction of its verdicts; add up by the minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl
import psycopg
from psycopg.types.json import Jsonb

from entrepot.modules.declarations.queries.line import EDGES_MS

# A batch counts under the moment at which its pass began: by then all of a minute have been committed.
SETTLED = timedelta(minutes=2)
UNCHECKED = "unchecked"  # stands for the lane of lists that are held because a check could not be made


@dataclass(frozen=True)
class Looked:
    """What one pass of a judge looked at.

    arrived: lists judged for the first time; waiting: lists that still wait; decided: a row a list with a verdict, with
    `state`, `lane` and `arrived_at` (UTC); failed: list_id and rule of what spoke against lists.
    """

    arrived: int
    waiting: int
    decided: pl.DataFrame
    failed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"list_id": pl.Int64, "rule": pl.String}))


def tally(connection: psycopg.Connection, looked: Looked, *, by_id: int, now: datetime, timed: bool = True) -> None:
    """Write one row, for the station's own party; nothing where nothing was looked at.

    timed: whether these verdicts count for the time to verdict, which is the line's own and not that of people.
    """
    decided, waiting = looked.decided, looked.waiting
    if decided.is_empty() and not waiting:
        return
    lanes: Mapping[str, int] = {}
    if "lane" in decided.columns:
        chosen = decided.filter((pl.col("lane") != "") | (pl.col("state") == "held") | pl.lit(not timed))
        lane = pl.when(pl.col("lane") == "").then(pl.lit(UNCHECKED)).otherwise("lane")
        lanes = _counted(chosen.select(lane + ":" + pl.col("state")).to_series())
    rules = looked.failed.unique(["list_id", "rule"])["rule"] if looked.failed.height else pl.Series(dtype=pl.String)
    connection.execute(
        "INSERT INTO declarations_tally (at, arrived, verdicts, millis, waiting, lanes, rules, audience)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            now, looked.arrived, Jsonb(_counted(decided["state"]) if decided.height else {}),
            Jsonb(_times(decided, now) if timed else {}), waiting, Jsonb(lanes), Jsonb(_counted(rules)), [by_id],
        ),
    )  # fmt: skip


def _counted(values: pl.Series) -> dict[str, int]:
    return dict(values.alias("value").value_counts(name="lists").iter_rows())


def _times(decided: pl.DataFrame, now: datetime) -> dict[str, int]:
    """Class of EDGES_MS → lists, from arrival to verdict."""
    if decided.is_empty():
        return {}
    taken = (pl.lit(now) - pl.col("arrived_at")).dt.total_milliseconds()
    edges = pl.Series(EDGES_MS[:-1], dtype=pl.Int64)
    return _counted(edges.search_sorted(decided.select(taken).to_series(), side="right").cast(pl.String))


_FOLD = """
    INSERT INTO declarations_course (width, at, arrived, verdicts, millis, lanes, rules, audience)
    SELECT %(width)s, date_trunc(%(width)s, t.at), sum(t.arrived), declarations_summed(array_agg(t.verdicts)),
           declarations_summed(array_agg(t.millis)), declarations_summed(array_agg(t.lanes)),
           declarations_summed(array_agg(t.rules)), t.audience
      FROM {source} t WHERE {of} t.at < %(until)s AND t.at >= coalesce((
           SELECT max(c.at) + %(step)s FROM declarations_course c WHERE c.width = %(width)s), '-infinity')
     GROUP BY 2, t.audience ON CONFLICT DO NOTHING
"""


def fold(connection: psycopg.Connection, *, now: datetime) -> None:
    """Add up the tally by minutes that are over, and minutes by hours that are over; the caller commits."""
    minute = (now - SETTLED).replace(second=0, microsecond=0)
    steps = (
        ("minute", timedelta(minutes=1), "declarations_tally", "", minute),
        ("hour", timedelta(hours=1), "declarations_course", "t.width = 'minute' AND", minute.replace(minute=0)),
    )
    for width, step, source, of, until in steps:
        values = {"width": width, "step": step, "until": until}
        connection.execute(_FOLD.format(source=source, of=of), values)
