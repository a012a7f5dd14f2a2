"""Where something stands, beside each row of a page that a lower module shows: asked once for a whole page.

Orders are listed by a module that knows no lists; the module of lists says here what became of each order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from entrepot.shell.badges import Badge

Key = tuple[str, int]
"""An order: (order number, marketplace id)."""


@dataclass(frozen=True)
class Standing:
    """badge: the state; hint: a few words more, translated, or empty."""

    badge: Badge
    hint: str = ""


Source = Callable[[Sequence[Key]], Mapping[Key, Sequence[Standing]]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source` say where orders stand; the same name again replaces the earlier source."""
    _sources[name] = source


def of(orders: Sequence[Key]) -> dict[Key, list[Standing]]:
    """Where these orders stand, for the reader of the running transaction; each key once, an empty list for nothing."""
    said = [_sources[name](orders) for name in sorted(_sources)] if orders else []
    return {order: [one for each in said for one in each.get(order, ())] for order in orders}
