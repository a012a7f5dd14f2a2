"""Who runs the station: an administrator of the firm whose station it is. The database says so (parties_operates)."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

View = Callable[..., HttpResponse]


def is_operator(request: HttpRequest) -> bool:
    """Whether the operator's pages are for this reader. Asked on every page, so once a request."""
    known: bool | None = getattr(request, "is_operator", None)
    if known is None:
        reader = parties.reader_in(request)
        known = reader is not None and bool(reader.party_ids) and parties.operates()
        request.is_operator = known  # type: ignore[attr-defined]
    return known


def for_operators(view: View) -> View:
    """To everybody else the page does not exist."""

    @wraps(view)
    def asked(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not is_operator(request):
            raise Http404(request.path)
        return view(request, *arguments, **named)

    return asked


def acting(request: HttpRequest) -> parties.Acting:
    """The firm of the station, by the person of the request. Only behind `for_operators`."""
    reader, card = parties.reader_in(request), parties.station(under_django())
    assert reader is not None
    assert card is not None
    return parties.Acting(card.owner_id, reader.person_id)
