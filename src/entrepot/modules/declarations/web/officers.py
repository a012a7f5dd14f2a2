"""Who is an officer: somebody of the authority whose station this is, where lists are decided."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.store.connection import under_django

View = Callable[..., HttpResponse]


def is_officer(request: HttpRequest) -> bool:
    """Whether the pages of lanes are for this reader. Asked on every page, so once a request."""
    known: bool | None = getattr(request, "is_officer", None)
    if known is None:
        reader = trade.reader_of(request)
        known = bool(reader.own) and trade.decides(reader)
        request.is_officer = known  # type: ignore[attr-defined]
    return known


def for_officers(view: View) -> View:
    """To everybody else the page does not exist."""

    @wraps(view)
    def asked(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not is_officer(request):
            raise Http404(request.path)
        return view(request, *arguments, **named)

    return asked


def acting(request: HttpRequest) -> parties.Acting:
    """The office, by the person of the request. Only behind `for_officers`."""
    reader = parties.reader_in(request)
    assert reader is not None
    card = parties.station(under_django())
    assert card is not None
    return parties.Acting(card.owner_id, reader.person_id)
