"""Where the lists of many orders stand, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.store.select import by_index, select


@dataclass(frozen=True)
class OrderStanding:
    """Lists of one order that stand alike. waiting_for: what the first of them waits for."""

    order_no: str
    marketplace_id: int
    state: str
    waiting_for: list[str]
    count: int


_STANDINGS = """
    SELECT l.order_no, l.marketplace_id, w.state, (array_agg(w.waiting_for::text ORDER BY l.id))[1]::text[], count(*)
      FROM unnest(%s::text[], %s::bigint[]) AS k (order_no, marketplace_id)
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list l WHERE l.order_no = k.order_no AND l.marketplace_id = k.marketplace_id
           AND l.superseded_by IS NULL OFFSET 0) l
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
           AND w.list_id = l.id OFFSET 0) w
     GROUP BY l.order_no, l.marketplace_id, w.state ORDER BY min(l.id)
"""


def of_orders(orders: Sequence[tuple[str, int]]) -> list[OrderStanding]:
    """The states of the current lists of these (order number, marketplace id) that the reader may see."""
    with by_index():
        return select(OrderStanding, _STANDINGS, ([number for number, _ in orders], [place for _, place in orders]))
