"""How many of a reader's newest lists came to stand where they stand since a moment."""

from dataclasses import dataclass
from datetime import datetime

from entrepot.store.select import Reader, by_index, select

NEWEST = 200  # lists of each firm that are looked at, filed by it and sold under it


@dataclass(frozen=True)
class Change:
    """Lists that came into a state; at: the latest of them."""

    state: str
    count: int
    at: datetime


_REPLIES = """
    SELECT count(*)::integer, max(r.at) FROM (
        SELECT l.order_no, l.id FROM unnest(%(own)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
            SELECT * FROM declarations_list l WHERE l.seller_id = p.id ORDER BY l.id DESC LIMIT %(newest)s) l
         UNION SELECT l.order_no, l.id FROM unnest(%(own)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
            SELECT * FROM declarations_list l WHERE l.agent_id = p.id ORDER BY l.id DESC LIMIT %(newest)s) l) l
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_reply r WHERE r.order_no = l.order_no AND r.list_id = l.id OFFSET 0) r
     WHERE r.at >= %(since)s
"""
_MOVED = """
    SELECT w.state, count(*)::integer AS count, max(w.changed_at) AS at FROM (
        SELECT l.filer_id, l.cop_no, l.id FROM unnest(%(own)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
            SELECT * FROM declarations_list l WHERE l.seller_id = p.id ORDER BY l.id DESC LIMIT %(newest)s) l
         UNION SELECT l.filer_id, l.cop_no, l.id FROM unnest(%(own)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
            SELECT * FROM declarations_list l WHERE l.agent_id = p.id ORDER BY l.id DESC LIMIT %(newest)s) l) l
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
           AND w.list_id = l.id OFFSET 0) w
     WHERE w.changed_at >= %(since)s GROUP BY w.state
"""


@dataclass(frozen=True)
class Replies:
    """Replies of customs that were taken in; at: the latest, None where there are none."""

    count: int
    at: datetime | None


def replies_since(reader: Reader, since: datetime) -> Replies:
    """Replies of customs on the newest lists of the reader's own firms that came since then."""
    with by_index():
        (found,) = select(Replies, _REPLIES, {"own": list(reader.own), "newest": NEWEST, "since": since})
    return found


def changes_since(reader: Reader, since: datetime) -> list[Change]:
    """States into which some of the newest lists of the reader's own firms came since then."""
    with by_index():
        return select(Change, _MOVED, {"own": list(reader.own), "newest": NEWEST, "since": since})
