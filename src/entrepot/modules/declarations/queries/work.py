"""What stands open with an agent's clients: one worklist, client after client, the oldest first.

Keys come from functions of the database (migrations/0009_clients.sql) that look at the reader's clients alone; the rows
themselves are read under the policies. Clients are asked a few at a time, so that the first page of a firm with
thousands of clients costs no more than that of a firm with ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.modules.declarations.queries.lists import ListRow
from entrepot.store.select import by_index, select

PAGE = 50
COUNTED = 1_000
KINDS = ("refused", "not_checked", "held", "waiting", "ready")
_FIRST_CLIENTS, _GROWTH = 25, 4
Place = tuple[int, int]  # the client and the list that a page starts after


@dataclass(frozen=True)
class WorkRow(ListRow):
    """A list in the worklist, with its client."""

    seller_id: int
    seller_code: str


@dataclass(frozen=True)
class Open:
    """Rows in the order of clients and lists. beyond: where the next page starts, None if there is none."""

    rows: Sequence[WorkRow]
    beyond: Place | None


_ROWS = """
    SELECT l.id, l.order_no, l.cop_no, l.marketplace_code, l.marketplace_name, l.seller_name, l.agent_name,
           l.waybill_no, l.line_count, l.arrived_at, l.practice, w.state, w.waiting_for, w.decision_no, w.changed_at,
           w.seller_id, l.seller_code
      FROM declarations_open_work(%(chosen)s::bigint[], %(states)s::text[], %(seller)s, %(list)s, %(most)s) k
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = k.filer_id AND w.cop_no = k.cop_no OFFSET 0) w
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list l WHERE l.order_no = w.order_no AND l.id = w.list_id OFFSET 0) l
"""


def open_work(clients: Sequence[int], kinds: Sequence[str], *, beyond: Place | None = None, size: int = PAGE) -> Open:
    """What of these kinds (of KINDS) stands open with these clients of the request's reader, `size` rows at a time."""
    seller, list_id = beyond or (0, 0)
    left = sorted(client for client in clients if client >= seller)
    found: list[WorkRow] = []
    number = _FIRST_CLIENTS
    with by_index():
        while left and len(found) <= size:
            chosen, left = left[:number], left[number:]
            values = {"chosen": chosen, "states": list(kinds), "seller": seller, "list": list_id}
            rows = select(WorkRow, _ROWS, {**values, "most": size + 1 - len(found)})
            found += sorted(rows, key=lambda row: (row.seller_id, row.id))
            number *= _GROWTH
    if len(found) <= size:
        return Open(found, None)
    return Open(found[:size], (found[size - 1].seller_id, found[size - 1].id))


@dataclass(frozen=True)
class KindCount:
    """How many lists of a kind stand open with a client; counting stops at COUNTED."""

    seller_id: int
    state: str
    count: int

    @property
    def at_least(self) -> bool:
        """Whether there may be more."""
        return self.count >= COUNTED


def counts_of(clients: Sequence[int]) -> dict[int, list[KindCount]]:
    """The counts of these clients by kind, in the order of KINDS; without those that have nothing."""
    query = "SELECT c.FIELDS FROM declarations_open_counts(%s::bigint[], %s) c"
    found: dict[int, list[KindCount]] = {}
    with by_index():
        for each in select(KindCount, query, (list(clients), COUNTED)):
            found.setdefault(each.seller_id, []).append(each)
    return {client: sorted(each, key=lambda one: KINDS.index(one.state)) for client, each in found.items()}


def totals() -> dict[str, int]:
    """How many lists of each kind stand open with all clients of the request's reader, up to COUNTED each."""
    with by_index():
        return dict(select(_pair, "SELECT t.state, t.count FROM declarations_open_totals(%s) t", (COUNTED,)))


def _pair(state: str, count: int) -> tuple[str, int]:
    return state, count
