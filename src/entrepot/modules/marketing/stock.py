"""How much of a ware lies at the nearest warehouse: who keeps stock registers, a hall knows no warehouse by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Stock:
    """What a warehouse tells of one ware. unit: 3-digit customs code; at: when it was counted so, aware."""

    warehouse: str
    quantity: Decimal
    unit: str
    at: datetime


# (seller, its item numbers) → the nearest stock of each ware that lies somewhere; asked as the seller, who owns it
Source = Callable[[int, Sequence[str]], Mapping[str, Stock]]
_sources: dict[str, Source] = {}


def register_stock(source: Source, name: str = "warehouses") -> None:
    """Let `source` tell of stock; the same name again replaces the earlier source."""
    _sources[name] = source


def told(seller_id: int, item_nos: Sequence[str]) -> dict[str, Stock]:
    """What is told of these wares; a ware of which nobody tells is absent."""
    found: dict[str, Stock] = {}
    for name in sorted(_sources):
        found = {**_sources[name](seller_id, item_nos), **found}
    return found
