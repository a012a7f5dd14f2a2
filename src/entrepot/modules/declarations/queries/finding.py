"""Lists by what somebody types: number of the order, the list, the waybill, or the customs list number.

A whole number is found by its index. How a number begins is looked for among the numbers that the reader's own firms
gave (of the list), and among the newest lists of its firms (of the order).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.modules.declarations.queries.lists import LAST
from entrepot.store.select import Reader, by_index, select

WINDOW = 500


@dataclass(frozen=True)
class FoundList:
    """One current list."""

    id: int
    order_no: str
    cop_no: str
    marketplace_code: str
    marketplace_name: str
    seller_code: str
    seller_name: str
    waybill_no: str
    state: str


_SHOWN = """
    SELECT l.id, l.order_no, w.cop_no, l.marketplace_code, l.marketplace_name, l.seller_code, l.seller_name,
           l.waybill_no, w.state
      FROM ({source}) l CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
           AND w.list_id = l.id OFFSET 0) w
     LIMIT %(size)s
"""
_OF_ORDER = "SELECT * FROM declarations_list d WHERE d.order_no = ANY(%(whole)s) AND d.superseded_by IS NULL OFFSET 0"
_OF_WAYBILL = """
    SELECT * FROM declarations_list d WHERE d.waybill_no = ANY(%(whole)s) AND d.superseded_by IS NULL
     LIMIT %(size)s"""
_NUMBERED_BY_CUSTOMS = """
    SELECT d.* FROM declarations_reply r CROSS JOIN LATERAL (
        SELECT * FROM declarations_list d WHERE d.order_no = r.order_no AND d.id = r.list_id OFFSET 0) d
     WHERE r.invt_no = ANY(%(whole)s) LIMIT %(size)s"""
_FILED = """
    SELECT d.* FROM (
        SELECT * FROM declarations_work w WHERE w.filer_id = %(party)s AND w.cop_no >= %(text)s AND w.cop_no < %(until)s
         ORDER BY w.cop_no LIMIT %(size)s) w
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list d WHERE d.order_no = w.order_no AND d.id = w.list_id OFFSET 0) d"""
_NEWEST = """
    SELECT * FROM (
        SELECT * FROM declarations_list d WHERE d.{column} = %(party)s ORDER BY d.id DESC LIMIT %(window)s) d
     WHERE d.order_no >= %(text)s AND d.order_no < %(until)s AND d.superseded_by IS NULL"""
_BY_NUMBER = """
    SELECT * FROM declarations_list d WHERE d.order_no >= %(text)s AND d.order_no < %(until)s
       AND d.superseded_by IS NULL ORDER BY d.order_no, d.id LIMIT %(size)s"""
_OF_AGENT = """
    SELECT d.* FROM unnest(%(agents)s::bigint[]) AS a (id) CROSS JOIN LATERAL (
        SELECT * FROM declarations_work w WHERE w.filer_id = a.id AND w.cop_no = ANY(%(whole)s) OFFSET 0) w
     CROSS JOIN LATERAL (
        SELECT * FROM declarations_list d WHERE d.order_no = w.order_no AND d.id = w.list_id OFFSET 0) d"""


def find_lists(
    reader: Reader, text: str, *, agents: Sequence[int] = (), everybody: bool = False, limit: int = 20
) -> list[FoundList]:
    """Current lists that the reader may see and that `text` stands for, each once.

    agents: who files for the reader's firms; everybody: the reader sees every list of the station.
    """
    values = {
        "whole": sorted({text, text.upper()}),
        "text": text,
        "until": text + LAST,
        "size": limit,
        "window": WINDOW,
        "agents": list(agents),
    }
    sources: list[tuple[str, int]] = [(_OF_ORDER, 0), (_OF_WAYBILL, 0), (_NUMBERED_BY_CUSTOMS, 0)]
    sources += [(_OF_AGENT, 0)] if agents else []
    sources += [(_FILED, party) for party in reader.own]
    if everybody:
        sources.append((_BY_NUMBER, 0))
    else:
        columns = ("agent_id", "seller_id")
        sources += [(_NEWEST.format(column=column), party) for column in columns for party in reader.own]
    found: dict[int, FoundList] = {}
    with by_index():
        for source, party in sources:
            if len(found) < limit:
                rows = select(FoundList, _SHOWN.format(source=source), {**values, "party": party})
                found |= {row.id: row for row in rows}
    return list(found.values())[:limit]
