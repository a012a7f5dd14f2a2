"""What needs the reader today: the home page asks every registered module, the shell knows none by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

Tone = Literal["good", "wait", "bad", "hold", "info", "quiet"]


@dataclass(frozen=True)
class Need:
    """One line of the home page.

    count: how many; at_least: there are more than were counted; title and hint: translated; url: where to work on it;
    order: from the top, 10, 20 …
    """

    count: int
    title: str
    hint: str
    url: str
    icon: str
    tone: Tone
    order: int
    at_least: bool = False


Source = Callable[[HttpRequest], Iterable[Need]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source` tell of needs; the same name again replaces the earlier source."""
    _sources[name] = source


def of(request: HttpRequest) -> list[Need]:
    """All needs of this reader, in order; sources that count nothing return nothing."""
    found = [need for name in sorted(_sources) for need in _sources[name](request)]
    return sorted(found, key=lambda need: (need.order, need.title))
