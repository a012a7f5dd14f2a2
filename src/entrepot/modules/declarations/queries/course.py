"""The course of a line over an hour, a day or some days, from counts by hour, by minute and not yet added up."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from entrepot.modules.declarations.queries.line import quantile
from entrepot.store.select import by_index, select


@dataclass
class Slot:
    """One bar of a chart: what came and was said from `at` on. millis: class of line.EDGES_MS → lists."""

    at: datetime
    arrived: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    millis: Counter[int] = field(default_factory=Counter)
    lanes: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        """All verdicts of the slot."""
        return self.verdicts.total()

    @property
    def p50_ms(self) -> int | None:
        """Half of the lists had their verdict within so much."""
        return quantile(self.millis, 50)

    @property
    def p95_ms(self) -> int | None:
        """95 of 100 had it within so much."""
        return quantile(self.millis, 95)


@dataclass(frozen=True)
class _Row:
    slot: int
    arrived: int
    verdicts: str
    millis: str
    lanes: str
    rules: str


# What is added up by hours is not read again by minutes, and what is by minutes not batch by batch.
_COURSE = """
    WITH minutes AS MATERIALIZED (
        SELECT coalesce(max(c.at) + interval '1 minute', '-infinity') AS until FROM declarations_course c
         WHERE c.width = 'minute'),
    hours AS MATERIALIZED (
        SELECT CASE WHEN %(by_hour)s THEN coalesce(max(c.at) + interval '1 hour', '-infinity') ELSE '-infinity' END
            AS until FROM declarations_course c WHERE c.width = 'hour'),
    rows AS (
        SELECT c.at, c.arrived, c.verdicts, c.millis, c.lanes, c.rules FROM declarations_course c
         WHERE c.width = 'hour' AND %(by_hour)s AND c.at >= %(since)s
        UNION ALL
        SELECT c.at, c.arrived, c.verdicts, c.millis, c.lanes, c.rules FROM declarations_course c
         WHERE c.width = 'minute' AND c.at >= greatest(%(since)s, (SELECT until FROM hours))
        UNION ALL
        SELECT t.at, t.arrived, t.verdicts, t.millis, t.lanes, t.rules FROM declarations_tally t
         WHERE t.at >= greatest(%(since)s, (SELECT until FROM minutes)) AND t.at <= %(now)s)
    SELECT floor(extract(epoch FROM r.at - %(since)s) / %(step)s)::integer, sum(r.arrived)::bigint,
           declarations_summed(array_agg(r.verdicts))::text, declarations_summed(array_agg(r.millis))::text,
           declarations_summed(array_agg(r.lanes))::text, declarations_summed(array_agg(r.rules))::text
      FROM rows r GROUP BY 1
"""


def course(*, since: datetime, step: timedelta, slots: int, now: datetime) -> list[Slot]:
    """`slots` slots of `step` (whole minutes or hours) from `since` on, for the reader of the request."""
    found = [Slot(since + number * step) for number in range(slots)]
    by_hour = step >= timedelta(hours=1)
    values = {"since": since, "step": step.total_seconds(), "by_hour": by_hour, "now": now}
    with by_index():
        rows = select(_Row, _COURSE, values)
    for row in rows:
        if 0 <= row.slot < slots:
            slot = found[row.slot]
            slot.arrived += row.arrived
            slot.verdicts.update(_counts(row.verdicts))
            slot.millis.update({int(number): count for number, count in _counts(row.millis).items()})
            slot.lanes.update(_counts(row.lanes))
            slot.rules.update(_counts(row.rules))
    return found


@dataclass(frozen=True)
class _Waits:
    slot: int
    kind: str
    count: int


# The waiting of the span by the index of open lists; a list that waits for two documents counts for both.
_WAITS = """
    SELECT floor(extract(epoch FROM w.arrived_at - %(since)s) / %(step)s)::integer, k.kind, count(*)::integer
      FROM (SELECT * FROM declarations_work w WHERE w.state = 'waiting' AND w.arrived_at >= %(since)s
               AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked')
             ORDER BY w.arrived_at DESC LIMIT %(most)s) w, unnest(w.waiting_for) AS k (kind)
     GROUP BY 1, 2
"""
MOST_WAITING = 10_000


def still_waiting(*, since: datetime, step: timedelta, slots: int) -> list[Counter[str]]:
    """What lists that came in each slot still wait for: kind of document → lists; of the newest MOST_WAITING."""
    found: list[Counter[str]] = [Counter() for _ in range(slots)]
    with by_index():
        rows = select(_Waits, _WAITS, {"since": since, "step": step.total_seconds(), "most": MOST_WAITING})
    for row in rows:
        if 0 <= row.slot < slots:
            found[row.slot][row.kind] += row.count
    return found


def _counts(text: str) -> Mapping[str, int]:
    return {key: int(count) for key, count in json.loads(text).items()}


def together(slots: Sequence[Slot]) -> Slot:
    """All slots as one."""
    whole = Slot(slots[0].at)
    for slot in slots:
        whole.arrived += slot.arrived
        for name in ("verdicts", "millis", "lanes", "rules"):
            getattr(whole, name).update(getattr(slot, name))
    return whole
