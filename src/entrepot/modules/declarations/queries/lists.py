"""Pages of lists. Each names its reader by an indexed column; row-level security is the net below, not the filter.

A page of one party looks at a *window*: the newest `WINDOW` lists with ids below `after`, in the order of an index, and
stops when it is full. A filter that meets little never reads more than the window; the next page goes on below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from entrepot.store.select import Reader, select

PAGE = 50
WINDOW = 10_000
# States of which there are few at any time: the partial indexes of declarations_work hold just these.
OPEN_STATES = ("due", "waiting", "refused", "held", "not_checked")
STATES = ("due", "waiting", "ready", "not_checked", "filed", "released", "refused", "held")
_NEWEST = 2**62
_LAST = "\U0010ffff"  # prefix <= text < prefix + _LAST holds for just the texts that begin with prefix


@dataclass(frozen=True)
class ListRow:
    """One current list in a list of lists."""

    id: int
    order_no: str
    cop_no: str
    marketplace_code: str
    marketplace_name: str
    seller_name: str
    agent_name: str
    waybill_no: str
    line_count: int
    arrived_at: datetime
    practice: bool
    state: str
    waiting_for: list[str]
    decision_no: int
    changed_at: datetime


@dataclass(frozen=True)
class Asked:
    """What a page asks for. state: one of STATES or empty; prefix: of the order number; rule: refusals only."""

    state: str = ""
    prefix: str = ""
    rule: str = ""
    after: int | None = None
    size: int = PAGE


@dataclass(frozen=True)
class Found:
    """Rows, the newest first. next_after: where the next page starts, None if there is none."""

    rows: Sequence[ListRow]
    next_after: int | None = None


_COLUMNS = """l.id, l.order_no, l.cop_no, l.marketplace_code, l.marketplace_name, l.seller_name, l.agent_name,
    l.waybill_no, l.line_count, l.arrived_at, l.practice, w.state, w.waiting_for, w.decision_no, w.changed_at"""

_WINDOW = """
    WITH newest AS (
        SELECT * FROM declarations_list l WHERE l.{column} = %(party)s AND l.id < %(after)s
         ORDER BY l.id DESC LIMIT %(window)s)
    SELECT {columns} FROM newest l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
     WHERE (%(state)s = '' OR w.state = %(state)s) AND l.order_no >= %(prefix)s AND l.order_no < %(until)s
     ORDER BY l.id DESC LIMIT %(size)s
"""
_END_OF_WINDOW = """
    SELECT l.id FROM declarations_list l WHERE l.{column} = %(party)s AND l.id < %(after)s
     ORDER BY l.id DESC OFFSET %(window)s - 1 LIMIT 1
"""
# Open lists by the partial indexes of the work rows; the list itself by its key.
_OPEN = """
    WITH open AS (
        SELECT * FROM declarations_work w WHERE {reader} w.state = %(state)s AND w.list_id < %(after)s {rule}
         ORDER BY w.list_id DESC LIMIT %(size)s)
    SELECT {columns} FROM open w JOIN declarations_list l ON l.order_no = w.order_no AND l.id = w.list_id
     ORDER BY l.id DESC
"""
_WITH_RULE = """AND EXISTS (
    SELECT FROM declarations_finding f WHERE f.order_no = w.order_no AND f.list_id = w.list_id
       AND f.decision_no = w.decision_no AND f.rule = %(rule)s)"""
# One client after the other: its newest list tells which clients can be on the page at all.
_OF_CLIENTS = """
    WITH latest AS MATERIALIZED (
        SELECT c.id, (SELECT l.id FROM declarations_list l
                       WHERE l.seller_id = c.id AND l.id < %(after)s AND l.superseded_by IS NULL
                       ORDER BY l.id DESC LIMIT 1) AS newest
          FROM unnest(%(clients)s::bigint[]) AS c (id)),
    busiest AS (SELECT id FROM latest WHERE newest IS NOT NULL ORDER BY newest DESC LIMIT %(size)s),
    newest AS (
        SELECT l.* FROM busiest b CROSS JOIN LATERAL (
            SELECT * FROM declarations_list l
             WHERE l.seller_id = b.id AND l.id < %(after)s AND l.superseded_by IS NULL
             ORDER BY l.id DESC LIMIT %(size)s) l
         ORDER BY l.id DESC LIMIT %(size)s)
    SELECT {columns} FROM newest l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
     ORDER BY l.id DESC
"""
# A station that decides sees every list: found by number, in the order of the key.
_BY_NUMBER = """
    SELECT {columns} FROM declarations_list l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
     WHERE l.order_no >= %(prefix)s AND l.order_no < %(until)s ORDER BY l.order_no, l.id LIMIT %(size)s
"""
_EXACT = """
    SELECT {columns} FROM declarations_list l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
     WHERE l.order_no = %(prefix)s ORDER BY l.id DESC LIMIT %(size)s
"""


def own_lists(reader: Reader, asked: Asked) -> Found:
    """Lists that the reader's own firms filed or sell under."""
    if asked.state in OPEN_STATES and not asked.prefix:
        return open_lists(reader, asked)
    found: dict[int, ListRow] = {}
    floor = 0
    for column in ("agent_id", "seller_id"):
        for party in reader.own:
            rows, end = _in_window(column, party, asked)
            found |= {row.id: row for row in rows}
            floor = max(floor, end)
    if asked.prefix and asked.after is None:
        found |= {row.id: row for row in _rows(_EXACT, asked) if asked.state in ("", row.state)}
    return _cut(found.values(), asked, floor)


def open_lists(reader: Reader, asked: Asked) -> Found:
    """Lists in one of OPEN_STATES that the reader's firms filed, sell under, or act for."""
    rule = _WITH_RULE if asked.rule else ""
    found: dict[int, ListRow] = {}
    for column, parties in (("filer_id", reader.own), ("seller_id", (*reader.own, *reader.clients))):
        if parties:
            named = f"w.{column} = ANY(%(parties)s) AND"
            rows = _rows(_OPEN, asked, {"parties": list(parties)}, reader=named, rule=rule)
            found |= {row.id: row for row in rows}
    return _cut(found.values(), asked)


def all_open_lists(asked: Asked) -> Found:
    """Lists in one of OPEN_STATES, whoever filed them: for the authority of a deciding station."""
    rule = _WITH_RULE if asked.rule else ""
    return _cut(_rows(_OPEN, asked, reader="", rule=rule), asked)


def clients_lists(reader: Reader, asked: Asked) -> Found:
    """The newest lists of the reader's clients, whoever filed them."""
    return _cut(_rows(_OF_CLIENTS, asked, {"clients": list(reader.clients)}), asked)


def lists_by_number(asked: Asked) -> Found:
    """Lists whose order number begins with `asked.prefix`, in the order of the numbers: for a reader who sees all."""
    return Found(_rows(_BY_NUMBER, asked)[: asked.size])


@dataclass(frozen=True)
class Count:
    """How many lists are in a state; counting stops at `limit`."""

    state: str
    count: int
    limit: int = field(default=1000)

    @property
    def at_least(self) -> bool:
        """Whether there may be more."""
        return self.count >= self.limit


_COUNT = """
    SELECT s.state, (SELECT count(*) FROM (
        SELECT FROM declarations_work w WHERE {reader} w.state = s.state LIMIT %(limit)s) AS counted)
      FROM unnest(%(states)s::text[]) AS s (state)
"""


def count_open(reader: Reader, *, everybody: bool = False, limit: int = 1000) -> list[Count]:
    """How many lists of the reader stand in each of OPEN_STATES, up to `limit` each; all lists if `everybody`."""
    if not everybody and not reader.own:
        return [Count(state, 0, limit) for state in OPEN_STATES]
    named = "" if everybody else "(w.filer_id = ANY(%(own)s) OR w.seller_id = ANY(%(sellers)s)) AND"
    parameters = {
        "states": list(OPEN_STATES),
        "own": list(reader.own),
        "sellers": [*reader.own, *reader.clients],
        "limit": limit,
    }
    rows = select(Count, _COUNT.format(reader=named), parameters)
    return [Count(row.state, row.count, limit) for row in rows]


def _in_window(column: str, party: int, asked: Asked) -> tuple[list[ListRow], int]:
    """Rows of one party, and the id below which nothing was looked at (0: all was)."""
    parameters = {"party": party, "window": WINDOW}
    rows = _rows(_WINDOW, asked, parameters, column=column)
    if len(rows) > asked.size:
        return rows, 0
    end = select(int, _END_OF_WINDOW.format(column=column), {**parameters, "after": asked.after or _NEWEST})
    return rows, end[0] if end else 0


def _rows(sql: str, asked: Asked, parameters: Mapping[str, object] | None = None, **parts: str) -> list[ListRow]:
    values = {
        "state": asked.state,
        "prefix": asked.prefix,
        "until": asked.prefix + _LAST,
        "rule": asked.rule,
        "after": asked.after or _NEWEST,
        "size": asked.size + 1,
        **(parameters or {}),
    }
    return select(ListRow, sql.format(columns=_COLUMNS, **parts), values)


def _cut(rows: Iterable[ListRow], asked: Asked, floor: int = 0) -> Found:
    """The newest rows not below `floor`; a window that ended early is gone on with on the next page."""
    ordered = sorted((row for row in rows if row.id >= floor), key=lambda row: -row.id)
    if len(ordered) > asked.size:
        return Found(ordered[: asked.size], ordered[asked.size - 1].id)
    return Found(ordered, floor or None)
