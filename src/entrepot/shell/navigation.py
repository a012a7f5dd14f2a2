"""Places in the top bar. Modules register theirs when they start; the shell knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """A page that the top bar leads to.

    url_name: as for `reverse`; label: a lazy translation; icon: a name of `icons.ICONS`; order: from the left, 10, 20 …
    visible: to whom it is shown, asked once a page for a person who is signed in; to everybody where it is absent. It
    opens nothing: the page behind it still answers for itself.
    """

    url_name: str
    label: str | Promise
    icon: str
    order: int
    visible: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Link:
    """A place as shown on one page; `here` marks the page the reader is on or below."""

    url: str
    label: str
    icon: str
    here: bool


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Add a place; registering the same url name again replaces it."""
    _places[place.url_name] = place


def links(request: HttpRequest) -> list[Link]:
    """The top bar for this request, in order."""
    shown = []
    for place in sorted(_places.values(), key=lambda place: (place.order, place.url_name)):
        if place.visible is not None and not place.visible(request):
            continue
        url = reverse(place.url_name)
        here = request.path == url if url == "/" else request.path.startswith(url)
        shown.append(Link(url, str(place.label), place.icon, here))
    return shown
