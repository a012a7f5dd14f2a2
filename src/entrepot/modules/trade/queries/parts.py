"""Parts of a record as a grant opens them: order and money; and which records are shared with the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entrepot.store.answers import Rows, rows_of
from entrepot.store.select import select

# part → name in the shared record → function of the database
_FUNCTIONS: Mapping[str, Mapping[str, str]] = {
    "order": {"order": "trade_part_order", "lines": "trade_part_order_lines"},
    "money": {"amounts": "trade_part_amounts", "prices": "trade_part_prices", "slips": "trade_part_slips"},
}


def part_of_record(part: str, order_no: str, marketplace_id: int, *, using: str = "default") -> dict[str, Rows]:
    """Name → rows of one part, for the reader of the running transaction; empty where no grant opens it to them.

    Parts that upper modules keep: nothing.
    """
    record = (order_no, marketplace_id)
    return {name: rows_of(function, record, using=using) for name, function in _FUNCTIONS.get(part, {}).items()}


@dataclass(frozen=True)
class SharedPlace:
    """A record of which `owner_id` opens something to the reader, under the names that a document of it carries."""

    order_no: str
    marketplace_id: int
    owner_id: int
    marketplace_code: str
    marketplace_name: str
    seller_code: str
    seller_name: str


def shared_places(numbers: Sequence[str]) -> list[SharedPlace]:
    """Where orders with these numbers stand that are shared with the reader of the running transaction."""
    return select(SharedPlace, "SELECT p.FIELDS FROM trade_shared_places(%s::text[]) p", (list(numbers),))
