"""What moved since yesterday: the home page asks every registered source, the shell knows none by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from entrepot.shell.needs import Tone

MOST = 8


@dataclass(frozen=True)
class Moved:
    """One line of what moved. at: the latest of it; title and hint: translated; url: where it stands."""

    at: datetime
    title: str
    hint: str
    url: str
    icon: str
    tone: Tone


Source = Callable[[HttpRequest, datetime], Iterable[Moved]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source` tell what moved since a moment; the same name again replaces the earlier source."""
    _sources[name] = source


def since(request: HttpRequest, moment: datetime) -> list[Moved]:
    """What moved for this reader since that moment, the latest first, no more than MOST lines."""
    found = [each for name in sorted(_sources) for each in _sources[name](request, moment)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST]
