"""Each request is one transaction of its reader.

Stands after Django's session and authentication middleware and before everything that reads rows. An answer of 400 and
above, and an exception of the view, leave the database as it was. The settings that tell the policies who reads end
with the transaction, so a pooled connection carries none of them to the next request.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from entrepot.modules.parties.operations.tokens import present_token
from entrepot.modules.parties.queries.readers import Reader, enter, reader_of
from entrepot.modules.parties.web.backend import PartiesBackend

_REFUSED = 400
_FAILED = "reader_view_failed"


class ReaderMiddleware:
    """Sets `request.reader` (see `reader_in`); for a token also `request.user`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One transaction around everything further in."""
        with transaction.atomic():
            reader = _reader(request, timezone.now())
            enter(reader)
            request.reader = reader  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= _REFUSED or getattr(request, _FAILED, False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's
        """Whatever the view had written goes, however the exception is answered.

        At the end: until then the page that answers may still read, for the frame of the page depends on the reader.
        """
        setattr(request, _FAILED, True)


def _reader(request: HttpRequest, now: datetime) -> Reader | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _of_token(request, token.strip(), now)
    if not request.user.is_authenticated:
        return None
    return reader_of(person_id=int(request.user.pk), now=now)


def _of_token(request: HttpRequest, token: str, now: datetime) -> Reader | None:
    """A token that is refused makes a stranger, also of somebody with a session."""
    presented = present_token(token=token, now=now)
    person = PartiesBackend().get_user(presented.person_id) if presented else None
    if presented is None or person is None:
        return None
    request.user = person
    return reader_of(
        person_id=presented.person_id,
        firms=(presented.enterprise_id,),
        scopes=presented.scopes,
        token_id=presented.token_id,
        now=now,
    )
