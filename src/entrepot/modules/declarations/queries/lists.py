"""Pages of lists. Each names its reader by an indexed column; row-level security is the net below, not the filter.

A page of one party looks at a *window*: the newest `WINDOW` lists with ids below `after`, in the order of an index, and
stops when it is full. A filter that meets little never reads more than the window; the next page goes on below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from entrepot.store.select import Reader, by_index, select

PAGE = 50
WINDOW = 5_000
RULE_WINDOW = 200
# States of which there are few at any time: the partial indexes of declarations_work hold just these.
OPEN_STATES = ("due", "waiting", "refused", "held", "not_checked")
STATES = ("due", "waiting", "ready", "not_checked", "filed", "released", "refused", "held")
_NEWEST = 2**62
LAST = "\U0010ffff"  # prefix <= text < prefix + LAST holds for just the texts that begin with prefix


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

# The reader's side of the work rows, each by an index of its own: filed by its firms, or filed for them by others.
SIDES = (
    "w.filer_id = ANY(%(own)s) AND",
    "w.seller_id = ANY(%(own)s) AND w.filer_id <> ALL(%(own)s) AND",
)
# A subquery with OFFSET 0 is worked out for each row of the window by the key of its table. Without it the planner,
# which takes policies to be strict, reads whole tables instead.
_WORK = """CROSS JOIN LATERAL (
    SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
       AND w.list_id = l.id OFFSET 0) w"""
_WINDOW = f"""
    SELECT {_COLUMNS} FROM (
        SELECT * FROM declarations_list l WHERE l.{{column}} = %(party)s AND l.id < %(after)s
         ORDER BY l.id DESC LIMIT %(window)s) l {_WORK}
     WHERE (%(state)s = '' OR w.state = %(state)s) AND l.order_no >= %(prefix)s AND l.order_no < %(until)s
     ORDER BY l.id DESC LIMIT %(size)s
"""
_END_OF_WINDOW = """
    SELECT l.id FROM declarations_list l WHERE l.{column} = %(party)s AND l.id < %(after)s
     ORDER BY l.id DESC OFFSET %(window)s - 1 LIMIT 1
"""
# Open lists by the partial indexes of the work rows; the list itself by its key.
_OPEN = f"""
    SELECT {_COLUMNS} FROM ({{source}}) w {{rule}}
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list l WHERE l.order_no = w.order_no AND l.id = w.list_id OFFSET 0) l
     ORDER BY w.list_id DESC LIMIT %(size)s
"""
_WITH_RULE = """CROSS JOIN LATERAL (
    SELECT FROM declarations_finding f WHERE f.order_no = w.order_no AND f.list_id = w.list_id
       AND f.decision_no = w.decision_no AND f.rule = %(rule)s LIMIT 1) f"""
_END_OF_OPEN = "SELECT w.list_id FROM ({source}) w ORDER BY w.list_id DESC OFFSET %(window)s - 1 LIMIT 1"
_OPEN_OF = """
    SELECT * FROM declarations_work w WHERE {reader} w.state = %(state)s AND w.list_id < %(after)s
     ORDER BY w.list_id DESC LIMIT %(window)s"""
# Keys of the clients' lists come from functions of the database (migrations/0009_clients.sql): an agent may have
# thousands of clients, and only the rows of the page are to go through the policies.
_OPEN_OF_CLIENTS = """
    SELECT w.* FROM declarations_open_of_clients(%(state)s, %(after)s, %(window)s) k CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = k.filer_id AND w.cop_no = k.cop_no OFFSET 0) w"""
_OF_CLIENTS = f"""
    SELECT {_COLUMNS} FROM declarations_newest_of_clients(%(after)s, %(size)s) k CROSS JOIN LATERAL (
        SELECT * FROM declarations_list l WHERE l.order_no = k.order_no AND l.id = k.id OFFSET 0) l {_WORK}
     ORDER BY l.id DESC
"""
# A station that decides sees every list: found by number, in the order of the key.
_BY_NUMBER = f"""
    SELECT {_COLUMNS} FROM (
        SELECT * FROM declarations_list l WHERE l.order_no >= %(prefix)s AND l.order_no < %(until)s
           AND l.superseded_by IS NULL ORDER BY l.order_no, l.id LIMIT %(size)s) l {_WORK}
     ORDER BY l.order_no, l.id
"""
_EXACT = f"""
    SELECT {_COLUMNS} FROM (
        SELECT * FROM declarations_list l WHERE l.order_no = %(prefix)s AND l.superseded_by IS NULL OFFSET 0) l {_WORK}
     ORDER BY l.id DESC LIMIT %(size)s
"""


def own_lists(reader: Reader, asked: Asked) -> Found:
    """Lists that the reader's own firms filed or sell under."""
    if asked.state in OPEN_STATES and not asked.prefix:
        return open_lists(Reader(reader.own), asked)
    parts = [_in_window(column, party, asked) for column in ("agent_id", "seller_id") for party in reader.own]
    if asked.prefix and asked.after is None:
        parts.append(([row for row in _rows(_EXACT, asked) if asked.state in ("", row.state)], 0))
    return _together(parts, asked)


def open_lists(reader: Reader, asked: Asked) -> Found:
    """Lists in one of OPEN_STATES that the reader's firms filed, sell under, or act for."""
    parts = [
        _open(_OPEN_OF.format(reader=f"w.{column} = %(party)s AND"), {"party": party}, asked)
        for column in ("filer_id", "seller_id")
        for party in reader.own
    ]
    if reader.clients:
        parts.append(_open(_OPEN_OF_CLIENTS, {}, asked))
    return _together(parts, asked)


def all_open_lists(asked: Asked) -> Found:
    """Lists in one of OPEN_STATES, whoever filed them: for the authority of a deciding station."""
    return _together([_open(_OPEN_OF.format(reader=""), {}, asked)], asked)


def clients_lists(asked: Asked) -> Found:
    """The newest lists of the clients of the request's reader, whoever filed them."""
    return _together([(_rows(_OF_CLIENTS, asked), 0)], asked)


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


# The list of states is that of the partial indexes, word by word: only so may they be used.
COUNT = """
    SELECT s.state, (SELECT count(*) FROM (
        SELECT FROM declarations_work w WHERE {reader} w.state = s.state
           AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked') LIMIT %(limit)s) AS counted)::integer
      FROM unnest(%(states)s::text[]) AS s (state)
"""


def count_open(reader: Reader, *, everybody: bool = False, limit: int = 1000) -> list[Count]:
    """How many lists stand in each of OPEN_STATES, up to `limit` each.

    The lists that the reader's firms filed, and those that others filed for them; all lists if `everybody`.
    """
    parameters = {"states": list(OPEN_STATES), "own": list(reader.own), "limit": limit}
    totals = dict.fromkeys(OPEN_STATES, 0)
    with by_index():
        for side in ("",) if everybody else SIDES:
            for state, count in select(_pair, COUNT.format(reader=side), parameters):
                totals[state] = min(limit, totals[state] + count)
    return [Count(state, count, limit) for state, count in totals.items()]


def _pair(state: str, count: int) -> tuple[str, int]:
    return state, count


Part = tuple[list[ListRow], int]  # rows, and the id below which nothing was looked at (0: all was)


def _in_window(column: str, party: int, asked: Asked) -> Part:
    parameters = {"party": party, "window": WINDOW}
    rows = _rows(_WINDOW, asked, parameters, column=column)
    return rows, _end(rows, asked, _END_OF_WINDOW.format(column=column), parameters)


def _open(source: str, parameters: Mapping[str, object], asked: Asked) -> Part:
    values = {**parameters, "window": RULE_WINDOW if asked.rule else asked.size + 1}
    rows = _rows(_OPEN, asked, values, source=source, rule=_WITH_RULE if asked.rule else "")
    return rows, _end(rows, asked, _END_OF_OPEN.format(source=source), values) if asked.rule else 0


def _end(rows: Sequence[ListRow], asked: Asked, sql: str, parameters: Mapping[str, object]) -> int:
    """Where the window ended, if it ended before the page was full."""
    if len(rows) > asked.size:
        return 0
    with by_index():
        end = select(int, sql, {**parameters, "state": asked.state, "after": asked.after or _NEWEST})
    return end[0] if end else 0


def _rows(sql: str, asked: Asked, parameters: Mapping[str, object] | None = None, **parts: str) -> list[ListRow]:
    values = {
        "state": asked.state,
        "prefix": asked.prefix,
        "until": asked.prefix + LAST,
        "rule": asked.rule,
        "after": asked.after or _NEWEST,
        "size": asked.size + 1,
        **(parameters or {}),
    }
    with by_index():
        return select(ListRow, sql.format(**parts), values)


def _together(parts: Iterable[Part], asked: Asked) -> Found:
    """The newest rows of all parts, each once; below the highest end of a window the next page goes on."""
    found: dict[int, ListRow] = {}
    floor = 0
    for rows, end in parts:
        found |= {row.id: row for row in rows}
        floor = max(floor, end)
    ordered = sorted((row for row in found.values() if row.id >= floor), key=lambda row: -row.id)
    if len(ordered) > asked.size:
        return Found(ordered[: asked.size], ordered[asked.size - 1].id)
    return Found(ordered, floor or None)


@dataclass(frozen=True)
class Reason:
    """Why one list was refused or not checked: the first finding of each rule, and how often the rule speaks.

    law_date and rulebook_hash: of the latest decision, for its explanation.
    """

    list_id: int
    rule: str
    revision: int
    outcome: str
    gnum: int | None
    field: str
    found: str | None
    expected: str | None
    parameters: list[str]
    times: int
    law_date: date
    rulebook_hash: str


_REASONS = """
    SELECT k.list_id, f.rule, f.revision, f.outcome, f.gnum, f.field, f.found, f.expected, f.parameters, f.times,
           d.law_date, b.rulebook_hash
      FROM unnest(%(orders)s::text[], %(ids)s::bigint[], %(decisions)s::integer[]) AS k (order_no, list_id, decision_no)
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_decision d WHERE d.order_no = k.order_no AND d.list_id = k.list_id
           AND d.decision_no = k.decision_no OFFSET 0) d
      JOIN declarations_basis b ON b.id = d.basis_id
     CROSS JOIN LATERAL (
        SELECT DISTINCT ON (f.rule) f.*, count(*) OVER (PARTITION BY f.rule)::integer AS times
          FROM declarations_finding f
         WHERE f.order_no = k.order_no AND f.list_id = k.list_id AND f.decision_no = k.decision_no
         ORDER BY f.rule, f.finding_no) f
     ORDER BY k.list_id, f.outcome, f.rule
"""


def reasons(rows: Sequence[ListRow]) -> dict[int, list[Reason]]:
    """Why these lists stand where they stand, by list id: the rules of their latest decisions."""
    parameters = {
        "orders": [row.order_no for row in rows],
        "ids": [row.id for row in rows],
        "decisions": [row.decision_no for row in rows],
    }
    found: dict[int, list[Reason]] = {row.id: [] for row in rows}
    with by_index():
        for reason in select(Reason, _REASONS, parameters):
            found[reason.list_id].append(reason)
    return found
