"""Lanes and worklists of a deciding station: what is held, for what, since when, and how the lots fell.

The worklists go by the index of open work rows, the oldest first, and look through a window of held lists: one lane is
a part of them, known by the decision that holds each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from entrepot.modules.declarations.queries.lists import PAGE, ListRow
from entrepot.store.places import Place
from entrepot.store.select import by_index, select

# Reply table of the interface, edition 202205: how a list is held says who looks at it.
STATUS = {"yellow": "300", "red": "500"}
COUNTED = 1_000  # counting of held lists stops here
WINDOW = 2_000
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HeldRow(ListRow):
    """A held list. lane: empty where a check could not be made; asked: an officer has decided, it is being written."""

    lane: str
    held_at: datetime
    country: str
    gross_weight_kg: Decimal
    total: Decimal | None
    currency: str | None
    goods: str | None
    asked: bool

    @property
    def further(self) -> int:
        """Lines beside the one whose goods are shown."""
        return self.line_count - 1


@dataclass(frozen=True)
class Page:
    """Rows, the oldest first. following: where the next page starts, None if there is none."""

    rows: Sequence[HeldRow]
    following: Place | None


_HELD = """
    SELECT * FROM declarations_work w WHERE w.state = 'held' AND w.arrived_at >= %(at)s
       AND (w.arrived_at, w.list_id) > (%(at)s, %(id)s) ORDER BY w.arrived_at, w.list_id LIMIT %(window)s"""
_DECISION = """CROSS JOIN LATERAL (
    SELECT * FROM declarations_decision d WHERE d.order_no = w.order_no AND d.list_id = w.list_id
       AND d.decision_no = w.decision_no OFFSET 0) d"""
_ROWS = f"""
    SELECT l.id, l.order_no, l.cop_no, l.marketplace_code, l.marketplace_name, l.seller_name, l.agent_name,
           l.waybill_no, l.line_count, l.arrived_at, l.practice, h.state, h.waiting_for, h.decision_no, h.changed_at,
           h.lane, h.at, l.country, l.gross_weight_kg, i.total, i.currency, i.goods,
           EXISTS (SELECT FROM declarations_review r WHERE r.order_no = h.order_no AND r.list_id = h.list_id
                      AND r.decision_no = h.decision_no)
      FROM (SELECT w.*, d.lane, d.at FROM ({_HELD}) w {_DECISION} WHERE d.return_status = %(status)s
             ORDER BY w.arrived_at, w.list_id LIMIT %(size)s) h
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list l WHERE l.order_no = h.order_no AND l.id = h.list_id OFFSET 0) l
     CROSS JOIN LATERAL (
        SELECT sum(i.total_price) AS total, min(i.currency) AS currency,
               (array_agg(i.declared_name ORDER BY i.gnum))[1] AS goods
          FROM declarations_list_line i WHERE i.order_no = h.order_no AND i.list_id = h.list_id) i
     ORDER BY h.arrived_at, h.list_id
"""
_END = f"SELECT w.arrived_at, w.list_id FROM ({_HELD}) w ORDER BY w.arrived_at, w.list_id OFFSET %(window)s - 1 LIMIT 1"
_COUNTS = f"""
    SELECT d.return_status, count(*)::integer, min(w.arrived_at)
      FROM (SELECT * FROM declarations_work w WHERE w.state = 'held' ORDER BY w.arrived_at, w.list_id LIMIT %(limit)s) w
      {_DECISION} GROUP BY 1
"""


def worklist(lane: str, after: Place | None, *, size: int = PAGE) -> Page:
    """Held lists of one lane (yellow, red) from a place on, as the reader of the request may see them."""
    values: dict[str, object] = {
        "at": after.at if after else _FIRST,
        "id": after.id if after else 0,
        "window": WINDOW,
        "status": STATUS[lane],
        "size": size + 1,
    }
    with by_index():
        rows = select(HeldRow, _ROWS, values)
        end = select(Place, _END, values) if len(rows) <= size else []
    if len(rows) > size:
        last = rows[size - 1]
        return Page(rows[:size], Place(last.arrived_at, last.id))
    return Page(rows, end[0] if end else None)


@dataclass(frozen=True)
class Standing:
    """How many lists are held for one lane; counting stops at COUNTED. oldest: arrival of the oldest."""

    count: int
    oldest: datetime | None
    at_least: bool


def standing() -> dict[str, Standing]:
    """What is held now, by lane."""
    with by_index():
        rows = {status: (count, oldest) for status, count, oldest in select(_triple, _COUNTS, {"limit": COUNTED})}
    full = sum(count for count, _ in rows.values()) >= COUNTED
    found: dict[str, Standing] = {}
    for lane, status in STATUS.items():
        count, oldest = rows.get(status, (0, None))
        found[lane] = Standing(count, oldest, full)
    return found


def _triple(status: str, count: int, oldest: datetime) -> tuple[str, int, datetime]:
    return status, count, oldest


@dataclass(frozen=True)
class ReviewVersion:
    """What an officer decided on a list that decision `decision_no` held; it became the next decision once `done`."""

    list_id: int
    decision_no: int
    verdict: str
    reason: str
    found: str
    person_name: str
    at: datetime
    state: str


def reviews(order_no: str, list_ids: Sequence[int]) -> list[ReviewVersion]:
    """Reviews of these versions of lists that the reader may see, the oldest first."""
    return select(
        ReviewVersion,
        "SELECT r.FIELDS FROM declarations_review r WHERE r.order_no = %s AND r.list_id = ANY(%s) ORDER BY r.at",
        (order_no, list(list_ids)),
    )


def marketplace_of(order_no: str, list_id: int) -> int | None:
    """The marketplace under which a list's order is numbered; None where the reader sees no such list."""
    sql = "SELECT l.marketplace_id FROM declarations_list l WHERE l.order_no = %s AND l.id = %s"
    found = select(int, sql, (order_no, list_id))
    return found[0] if found else None


@dataclass(frozen=True)
class Seed:
    """The seed of a day's lots: its hash from the morning on, itself once the day is over."""

    day: object
    commitment: str
    revealed: str | None


def seeds(days: int) -> list[Seed]:
    """The newest days on which lots were drawn."""
    sql = """SELECT s.day, s.commitment, encode(s.revealed_seed, 'hex') FROM declarations_selection_v1 s
              ORDER BY s.day DESC LIMIT %s"""
    return select(Seed, sql, (days,))


def drawn(lanes: Mapping[str, int]) -> Counter[str]:
    """Lots by lane: every lot is drawn once, what becomes of a held list later is counted elsewhere."""
    found = Counter[str]()
    for lane, verdict in (("green", "released"), ("yellow", "held"), ("red", "held"), ("unchecked", "held")):
        found[lane] += lanes.get(f"{lane}:{verdict}", 0)
    return found
