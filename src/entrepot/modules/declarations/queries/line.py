"""The line, live: what came in, what waits for what, what was decided, how fast, and why lists are refused.

The station's own party reads the tally, one row a judged batch; anybody else the newest of its own lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from entrepot.modules.declarations.queries.lists import COUNT, OPEN_STATES, SIDES
from entrepot.store.select import Reader, by_index, select

SLOT_S = 10
SLOTS = 30
WINDOW = 1_000
UNJUDGED = ("due", "waiting", "parked")
NEWEST_REFUSED = 300
COUNTED = 2_000  # counting of open lists stops here
# Upper edges of the classes of time to verdict, in ms: 2 ** (n / 4) rounded, so a class is 19 % wide; the last 17 min.
EDGES_MS = tuple(round(2 ** (n / 4)) for n in range(4, 81))


@dataclass(frozen=True)
class Line:
    """The last SLOTS * SLOT_S seconds, and what is open now.

    arrived: lists that came; judged: verdicts a slot, the oldest first; open_now: by state, counted up to COUNTED;
    waiting_for: by kind of document; rules: findings of the newest refused lists; p50_ms and p99_ms: from arrival to
    verdict, None without a verdict; whole_station: False if only the reader's own lists are in it.
    """

    arrived: int
    judged: Sequence[int]
    verdicts: Mapping[str, int]
    open_now: Mapping[str, int]
    waiting_for: Mapping[str, int]
    rules: Mapping[str, int]
    p50_ms: int | None
    p99_ms: int | None
    last_at: datetime | None
    whole_station: bool

    @property
    def tenths_per_second(self) -> int:
        """Verdicts in ten seconds, on the average of the last minute, rounded down."""
        return sum(self.judged[-60 // SLOT_S :]) // 6


@dataclass(frozen=True)
class _Slot:
    slot: int
    word: str
    count: int


@dataclass(frozen=True)
class _Judged:
    state: str
    arrived_at: datetime
    changed_at: datetime


_SLOTS = """
    SELECT (extract(epoch FROM t.at - %(since)s) / %(slot_s)s)::integer AS slot, e.key, sum(e.value::integer)::integer
      FROM declarations_tally t, jsonb_each_text(t.{column}) e
     WHERE t.at >= %(since)s AND t.at < %(now)s GROUP BY 1, 2
"""
_ARRIVED = """
    SELECT coalesce(sum(t.arrived), 0)::integer FROM declarations_tally t WHERE t.at >= %(since)s AND t.at < %(now)s
"""
_LATEST = "SELECT max(t.at) FROM declarations_tally t"
_WAITS = """
    SELECT k.kind, count(*)::integer FROM (
        SELECT w.waiting_for FROM declarations_work w WHERE {reader} w.state = 'waiting' LIMIT %(limit)s) w,
        unnest(w.waiting_for) AS k (kind) GROUP BY 1
"""
_RULES = """
    SELECT f.rule, count(*)::integer FROM (
        SELECT * FROM declarations_work w WHERE {reader} w.state = 'refused'
         ORDER BY w.list_id DESC LIMIT %(newest)s) w
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_finding f WHERE f.order_no = w.order_no AND f.list_id = w.list_id
           AND f.decision_no = w.decision_no AND f.outcome = 'failed' OFFSET 0) f GROUP BY 1
"""
_OWN_NEWEST = """
    SELECT w.state, w.arrived_at, w.changed_at FROM (
        SELECT * FROM declarations_list l WHERE l.{column} = %(party)s ORDER BY l.id DESC LIMIT %(newest)s) l
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
           AND w.list_id = l.id OFFSET 0) w
     WHERE w.changed_at >= %(since)s OR w.arrived_at >= %(since)s
"""


_Seen = tuple[int, list[int], dict[str, int], dict[int, int]]  # arrived, judged, verdicts, classes of time


def line(reader: Reader, *, now: datetime) -> Line:
    """The line as this reader may see it."""
    since = now - timedelta(seconds=SLOTS * SLOT_S)
    latest = select(_one_time, _LATEST)[0]
    whole = latest is not None
    arrived, judged, verdicts, millis = _of_station(since, now) if whole else _of_own(reader, since)
    sides = ("",) if whole else SIDES
    own = list(reader.own)
    parameters = {"own": own, "limit": COUNTED, "newest": NEWEST_REFUSED, "states": list(OPEN_STATES)}
    return Line(
        arrived=arrived,
        judged=judged,
        verdicts=verdicts,
        open_now=_counts(COUNT, sides, parameters),
        waiting_for=_counts(_WAITS, sides, parameters),
        rules=_counts(_RULES, sides, parameters),
        p50_ms=quantile(millis, 50),
        p99_ms=quantile(millis, 99),
        last_at=latest,
        whole_station=whole,
    )


def refusals_by_rule(reader: Reader, *, everybody: bool) -> dict[str, int]:
    """Findings of the newest NEWEST_REFUSED refused lists by rule; of all lists if `everybody`."""
    parameters = {"own": list(reader.own), "newest": NEWEST_REFUSED}
    return _counts(_RULES, ("",) if everybody else SIDES, parameters)


def class_of(millis: int) -> int:
    """The number of the class of EDGES_MS that a time falls into; the last one takes everything longer."""
    return next((number for number, edge in enumerate(EDGES_MS) if millis < edge), len(EDGES_MS) - 1)


def quantile(classes: Mapping[int, int], percent: int) -> int | None:
    """The upper edge in ms of the class in which `percent` of all times are reached; None without any."""
    total = sum(classes.values())
    reached = 0
    for number in sorted(classes):
        reached += classes[number]
        if reached * 100 >= total * percent and total:
            return EDGES_MS[number]
    return None


def _of_station(since: datetime, now: datetime) -> _Seen:
    parameters = {"since": since, "now": now, "slot_s": SLOT_S}
    slots = select(_Slot, _SLOTS.format(column="verdicts"), parameters)
    classes = select(_Slot, _SLOTS.format(column="millis"), parameters)
    judged, verdicts, millis = [0] * SLOTS, Counter[str](), Counter[int]()
    for row in slots:
        judged[min(row.slot, SLOTS - 1)] += row.count
        verdicts[row.word] += row.count
    for row in classes:
        millis[int(row.word)] += row.count
    return select(int, _ARRIVED, parameters)[0], judged, dict(verdicts), dict(millis)


def _of_own(reader: Reader, since: datetime) -> _Seen:
    judged, verdicts, millis = [0] * SLOTS, Counter[str](), Counter[int]()
    arrived = 0
    for column in ("agent_id", "seller_id"):
        for party in reader.own:
            sql = _OWN_NEWEST.format(column=column)
            with by_index():
                rows = select(_Judged, sql, {"party": party, "newest": WINDOW, "since": since})
            arrived += sum(row.arrived_at >= since for row in rows)
            for row in rows:
                if row.changed_at < since or row.state in UNJUDGED:
                    continue
                slot = int((row.changed_at - since).total_seconds()) // SLOT_S
                judged[min(slot, SLOTS - 1)] += 1
                verdicts[row.state] += 1
                millis[class_of((row.changed_at - row.arrived_at) // timedelta(milliseconds=1))] += 1
    return arrived, judged, dict(verdicts), dict(millis)


def _counts(sql: str, sides: Sequence[str], parameters: Mapping[str, object]) -> dict[str, int]:
    total = Counter[str]()
    for side in sides:
        with by_index():
            for word, count in select(_pair, sql.format(reader=side), parameters):
                total[word] += count
    return dict(total)


def _pair(word: str, count: int) -> tuple[str, int]:
    return word, count


def _one_time(at: datetime | None) -> datetime | None:
    return at
