"""What can be done with a record, as links on its page: whoever offers something registers it, no page names them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class RecordName:
    """A record by its address; seller_code tells sellers apart where orders name no marketplace, else empty."""

    marketplace_code: str
    order_no: str
    seller_code: str = ""


@dataclass(frozen=True)
class Action:
    """One link. label: translated; icon: a name of `icons.ICONS`; order: from the left, 10, 20 …"""

    url: str
    label: str | Promise
    icon: str
    order: int


Source = Callable[[RecordName], Iterable[Action]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source` offer actions; the same name again replaces the earlier source."""
    _sources[name] = source


def of(record: RecordName) -> list[Action]:
    """All that is offered on this record, in order."""
    found = [action for name in sorted(_sources) for action in _sources[name](record)]
    return sorted(found, key=lambda action: (action.order, action.url))
