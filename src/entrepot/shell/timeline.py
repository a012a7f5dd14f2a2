"""Entries of a record's timeline.

Each module makes its own; titles are lazy translations, so that a page and the command line say them alike.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise

Tone = Literal["good", "wait", "bad", "hold", "info", "quiet"]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody said or decided.

    at: aware; kind: a stable word such as "order" or "decision"; by: the author's name as filed; title: a lazy
    translation with %(name)s places; facts: what fills them; details: (label, value) shown below, if any.
    """

    at: datetime
    kind: str
    by: str
    title: str | Promise
    facts: Mapping[str, object] = field(default_factory=dict)
    details: tuple[tuple[str | Promise, object], ...] = ()
    tone: Tone = "info"
    icon: str = "file"
    key: str = ""  # unique on its page: anchor and link target
    stands_at: datetime | None = None  # where it stands among the others, if not at its own moment

    @property
    def sentence(self) -> str:
        """The title in the reader's language, filled in."""
        return str(self.title) % self.facts

    @property
    def labelled(self) -> list[tuple[str, object]]:
        """The details that have a value, with labels in the reader's language."""
        return [(str(label), value) for label, value in self.details if value not in (None, "")]


def in_order(entries: list[Entry]) -> list[Entry]:
    """Oldest first; what happened in the same instant stands in the order given."""
    return sorted(entries, key=lambda entry: entry.stands_at or entry.at)


# (order_no, marketplace_id) → what a module that stands above the record's own has to say on it, as its reader sees it
Source = Callable[[str, int], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source` add entries to every record; the same name again replaces the earlier source."""
    _sources[name] = source


def contributed(order_no: str, marketplace_id: int) -> list[Entry]:
    """Everything that registered modules say on this record to the reader of the running transaction."""
    return [entry for name in sorted(_sources) for entry in _sources[name](order_no, marketplace_id)]
