"""Django's authentication by this module (AUTHENTICATION_BACKENDS)."""

from math import ceil

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from entrepot.modules.parties.errors import UnableToSignIn
from entrepot.modules.parties.models import Person
from entrepot.modules.parties.operations.audit import record
from entrepot.modules.parties.operations.signing_in import sign_in, use_link
from entrepot.modules.parties.queries.readers import enter_person
from entrepot.modules.parties.web.sessions import DEVICE
from entrepot.shell.errors import TooManyTries

LONGEST_DEVICE = 300


class PartiesBackend:
    """By name and password, or by a link."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        link_token: str | None = None,
    ) -> Person | None:
        """The person; None where name and password, or the link, do not fit. Raises TooManyTries."""
        now = timezone.now()
        address = str(request.META.get("REMOTE_ADDR", "")) if request else ""
        way = "password" if link_token is None else "link"
        try:
            if link_token is None:
                person_id = sign_in(name=username or "", password=password or "", address=address, now=now)
            else:
                person_id = use_link(token=link_token, now=now)
        except UnableToSignIn as error:
            if error.retry_at is None:
                return None
            raise TooManyTries(ceil((error.retry_at - now).total_seconds())) from error
        if request is not None and hasattr(request, "session"):
            request.session[DEVICE] = request.headers.get("User-Agent", "")[:LONGEST_DEVICE]
        with transaction.atomic():
            person = self.get_user(person_id)
            record("signed_in", now=now, using="default", person_id=person_id, subject=f"person:{person_id}", way=way)
        return person

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, if not shut out since. Sets `entrepot.person` until the transaction ends."""
        with transaction.atomic(savepoint=False):
            enter_person(user_id)
            return Person.objects.filter(pk=user_id, is_active=True).first()
