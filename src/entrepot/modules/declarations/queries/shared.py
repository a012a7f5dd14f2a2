"""Records that are shared with the reader, whether their order or only a list of them has come."""

from collections.abc import Sequence

from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import SharedPlace
from entrepot.store.select import select


def places(numbers: Sequence[str]) -> list[SharedPlace]:
    """Where records with these numbers stand that some grant opens to the reader; as orders name them first."""
    lists = select(SharedPlace, "SELECT p.FIELDS FROM declarations_shared_places(%s::text[]) p", (list(numbers),))
    return [*trade.shared_places(numbers), *lists]
