"""Orders, waybills and collection slips by what somebody types: a number, or how one of the reader's own begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from entrepot.modules.trade.queries import pages
from entrepot.modules.trade.queries.pages import OrderRow, Side, WaybillRow
from entrepot.store.select import Reader, by_index, select

WINDOW = 500


@dataclass(frozen=True)
class FoundSlip:
    """One current collection slip."""

    id: int
    order_no: str
    marketplace_code: str
    seller_code: str
    seller_name: str
    pay_name: str
    slip_key: str
    charge: Decimal
    currency: str
    accounting_date: datetime


def find_orders(reader: Reader, text: str, *, everybody: bool, limit: int = 20) -> list[OrderRow]:
    """Current orders with this number, or of the reader's firms and among their newest with one that begins so."""
    with by_index():
        if everybody:
            return pages.orders_by_number(text, size=limit)
        found = {row.id: row for number in _whole(text) for row in pages.orders_numbered(number)}
        for party in reader.own:
            for side in (Side("seller_id", party), Side("marketplace_id", party)):
                rows = pages.orders_page(side, prefix=text, after=None, size=limit, window=WINDOW)
                found |= {row.id: row for row in rows}
    return list(found.values())[:limit]


_WAYBILLS = """
    SELECT w.FIELDS FROM trade_waybill w
     WHERE w.waybill_no = ANY(%s) AND w.superseded_by IS NULL AND NOT w.deleted ORDER BY w.id DESC LIMIT %s
"""
_SLIPS = """
    SELECT s.FIELDS FROM trade_slip s
     WHERE s.slip_key = ANY(%s) AND s.superseded_by IS NULL AND NOT s.deleted ORDER BY s.id DESC LIMIT %s
"""


def find_waybills(reader: Reader, text: str, *, everybody: bool, limit: int = 20) -> list[WaybillRow]:
    """The same of waybills: whole numbers, and how those of the reader's carriers begin."""
    with by_index():
        if everybody:
            return pages.waybills_by_number(text, size=limit)
        found = {row.id: row for row in select(WaybillRow, _WAYBILLS, (_whole(text), limit))}
        for party in reader.own:
            rows = pages.waybills_page(party, prefix=text, after=None, size=limit, window=WINDOW)
            found |= {row.id: row for row in rows}
    return list(found.values())[:limit]


def find_slips(text: str, *, limit: int = 20) -> list[FoundSlip]:
    """Current collection slips of the payment with this number."""
    with by_index():
        return select(FoundSlip, _SLIPS, (_whole(text), limit))


def _whole(text: str) -> Sequence[str]:
    """Numbers as typed, and in capitals."""
    return sorted({text, text.upper()})
