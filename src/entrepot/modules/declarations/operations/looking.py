"""Look at a shared record: exactly the chosen parts, and the look is kept for its owner to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import OpenGrant, Reader, UnableToShare
from entrepot.modules.trade import api as trade
from entrepot.store.answers import Rows, rows_of

_FUNCTIONS: Mapping[str, Mapping[str, str]] = {
    "goods": {"lines": "declarations_part_goods"},
    "transport": {"lists": "declarations_part_transport"},
    "customs": {
        "lists": "declarations_part_customs",
        "decisions": "declarations_part_decisions",
        "findings": "declarations_part_findings",
    },
}
PARTS = ("order", "money", "goods", "transport", "customs")


@dataclass(frozen=True)
class Shared:
    """A record as far as it is open: part → name → rows, columns as the functions of the database name them."""

    order_no: str
    marketplace_id: int
    owner_id: int
    parts: dict[str, dict[str, Rows]]


def look_at(*, reader: Reader, grant_id: int, parts: Sequence[str], now: datetime, using: str = "default") -> Shared:
    """What this grant opens to the reader, who has entered the running transaction.

    The look is kept before anything is read. Raises UnableToShare where the grant is not the reader's, or does not open
    these parts now.
    """
    grant = next((one for one in reader.grants if one.grant_id == grant_id), None)
    if grant is None or set(parts) - set(PARTS):
        raise UnableToShare("look_not_open", parts=", ".join(parts))
    parties.record_look(reader=reader, grant_id=grant_id, parts=parts, now=now, using=using)
    return opened(grant, parts, using=using)


def opened(grant: OpenGrant, parts: Sequence[str], *, using: str) -> Shared:
    """The parts of the granted record, as the reader of the running transaction gets them; keeps no look."""
    found = {part: _part(part, grant.order_no, grant.marketplace_id, using) for part in parts}
    return Shared(grant.order_no, grant.marketplace_id, grant.owner_id, found)


def _part(part: str, order_no: str, marketplace_id: int, using: str) -> dict[str, Rows]:
    below = trade.part_of_record(part, order_no, marketplace_id, using=using)
    own = _FUNCTIONS.get(part, {}).items()
    return below | {name: rows_of(function, (order_no, marketplace_id), using=using) for name, function in own}
