"""What an administrator of the station does to people: a sign-in link, the end of sessions, shutting out.

The database checks who asks (parties_operates); each act stands in the audit under the station's own firm.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connections, transaction

from entrepot.modules.parties.errors import UnableToChangePeople
from entrepot.modules.parties.operations.audit import Acting, record
from entrepot.modules.parties.operations.signing_in import LINK_MINUTES


def operates(*, using: str = "default") -> bool:
    """Whether the reader of the running transaction administers the station."""
    return bool(_ask(using, "SELECT parties_operates()", ()))


def give_link(*, acting: Acting, person_id: int, now: datetime, using: str = "default") -> str:
    """The path of a page that signs this person in once, within LINK_MINUTES. Raises UnableToChangePeople."""
    token = secrets.token_urlsafe(24)
    until = now + timedelta(minutes=LINK_MINUTES)
    values = (person_id, hashlib.sha256(token.encode()).digest(), now, until)
    with transaction.atomic(using=using):
        if not _ask(using, "SELECT parties_operator_link(%s, %s, %s, %s)", values):
            raise UnableToChangePeople("already_ended")
        record("link_made", now=now, using=using, acting=acting, subject=f"person:{person_id}")
    return f"/sign-in/{token}/"


def end_sessions(*, acting: Acting, person_id: int, now: datetime, using: str = "default") -> None:
    """Sign this person out everywhere. Raises UnableToChangePeople."""
    with transaction.atomic(using=using):
        values = (person_id, secrets.token_hex(16))
        if not _ask(using, "SELECT parties_operator_end_sessions(%s, %s)", values):
            raise UnableToChangePeople("already_ended")
        record("sessions_ended", now=now, using=using, acting=acting, subject=f"person:{person_id}")


def shut_out(*, acting: Acting, person_id: int, now: datetime, using: str = "default") -> None:
    """This person signs in no more, and its sessions and tokens open nothing. Raises UnableToChangePeople."""
    _shut(acting, person_id, now, using, shut=True)


def let_in(*, acting: Acting, person_id: int, now: datetime, using: str = "default") -> None:
    """The person may sign in again. Raises UnableToChangePeople."""
    _shut(acting, person_id, now, using, shut=False)


def _shut(acting: Acting, person_id: int, now: datetime, using: str, *, shut: bool) -> None:
    if acting.person_id == person_id:
        raise UnableToChangePeople("already_ended")
    with transaction.atomic(using=using):
        if not _ask(using, "SELECT parties_operator_shut(%s, %s)", (person_id, shut)):
            raise UnableToChangePeople("already_ended")
        what = "person_shut_out" if shut else "person_let_in"
        record(what, now=now, using=using, acting=acting, subject=f"person:{person_id}")


def _ask(using: str, query: str, values: tuple[int | str | bytes | datetime, ...]) -> object:
    with connections[using].cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row[0] if row else None
