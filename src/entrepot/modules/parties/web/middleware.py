"""Each request is one transaction of its reader.

`ReaderMiddleware` stands after Django's session middleware and before everything that reads rows. An answer of 400 and
above, and an exception of the view, leave the database as it was. The settings that tell the policies who reads end
with the transaction, so a pooled connection carries none of them to the next request. `SignInRequired` stands after it.

Both take the place of Django's own authentication middleware, which cannot be loaded without its tables of groups and
permissions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, REDIRECT_FIELD_NAME, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from entrepot.modules.parties.models import Person
from entrepot.modules.parties.operations.tokens import present_token
from entrepot.modules.parties.queries.readers import Reader, enter, reader_of
from entrepot.modules.parties.web.backend import PartiesBackend

_REFUSED = 400


@dataclass(frozen=True)
class Stranger:
    """`request.user` of somebody who has not signed in."""

    pk: None = None
    username: str = ""
    is_authenticated: bool = False
    is_anonymous: bool = True
    is_active: bool = False


class ReaderMiddleware:
    """Sets `request.user` (a Person or a Stranger) and `request.reader` (see `reader_in`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One transaction around everything further in."""
        with transaction.atomic():
            person, reader = _who(request, timezone.now())
            enter(reader)
            request.user = person or Stranger()  # type: ignore[assignment]
            request.reader = reader  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= _REFUSED:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's signature
        """Whatever the view had written goes, however the exception is answered."""
        transaction.set_rollback(True)


class SignInRequired:
    """Sends strangers to the sign-in page, except from views that are marked `login_not_required`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """The way to the sign-in page, and from there back."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")


def _who(request: HttpRequest, now: datetime) -> tuple[Person | None, Reader | None]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(token.strip(), now)
    person = _by_session(request)
    return person, None if person is None else reader_of(person_id=int(person.pk), now=now)


def _by_token(token: str, now: datetime) -> tuple[Person | None, Reader | None]:
    """A token that is refused makes a stranger, also of somebody with a session."""
    presented = present_token(token=token, now=now)
    person = PartiesBackend().get_user(presented.person_id) if presented else None
    if presented is None or person is None:
        return None, None
    reader = reader_of(
        person_id=presented.person_id,
        firms=(presented.enterprise_id,),
        scopes=presented.scopes,
        token_id=presented.token_id,
        now=now,
    )
    return person, reader


def _by_session(request: HttpRequest) -> Person | None:
    """The person that Django's `login` wrote into the session, unless shut out or given a new password since."""
    number = request.session.get(SESSION_KEY)
    if number is None:
        return None
    person = PartiesBackend().get_user(int(number))
    if person and constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        return person
    request.session.flush()
    return None
