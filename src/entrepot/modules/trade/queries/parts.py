"""Parts of a record as a grant opens them: order and money."""

from collections.abc import Mapping

from entrepot.store.answers import Rows, rows_of

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
