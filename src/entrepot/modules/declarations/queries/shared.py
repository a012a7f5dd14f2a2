"""Records that are shared with the reader, whether their order or only a list has come; records of a waybill."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import SharedPlace
from entrepot.store.select import select


def places(numbers: Sequence[str]) -> list[SharedPlace]:
    """Where records with these numbers stand that some grant opens to the reader; as orders name them first."""
    lists = select(SharedPlace, "SELECT p.FIELDS FROM declarations_shared_places(%s::text[]) p", (list(numbers),))
    return [*trade.shared_places(numbers), *lists]


@dataclass(frozen=True)
class RecordName:
    """What the address and the line of a record are made of."""

    order_no: str
    marketplace_code: str
    marketplace_name: str
    seller_code: str
    seller_name: str


_OF_WAYBILL = """
    SELECT l.FIELDS FROM declarations_list l
     WHERE l.waybill_no = %(number)s AND l.superseded_by IS NULL AND NOT l.deleted
     UNION SELECT s.FIELDS FROM declarations_shared_of_waybill(%(number)s) s ORDER BY 1, 2
"""


def records_of_waybill(waybill_no: str) -> list[RecordName]:
    """Records with a list that names this waybill, as far as the reader sees the list or its transport is shared."""
    return select(RecordName, _OF_WAYBILL, {"number": waybill_no})
