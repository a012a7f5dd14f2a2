"""Who reads: worked out at the start of a request, then in force for the policies until its transaction ends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction

from entrepot.modules.parties import words
from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.errors import UnableToUseToken
from entrepot.store.connection import bigint_array

ALL_SCOPES = frozenset(words.SCOPES)


@dataclass(frozen=True)
class OpenGrant:
    """A grant to this reader that is open now: parts of the record (order_no, marketplace_id) of `owner_id`."""

    grant_id: int
    order_no: str
    marketplace_id: int
    owner_id: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Whose eyes a request has.

    party_ids: its own firms with the parties joined to them; client_ids: principals with a power of attorney valid
    today; scopes: how far a token reaches, everything for a person; token_id: the token, if it came with one.
    """

    party_ids: tuple[int, ...]
    client_ids: tuple[int, ...]
    person_id: int | None
    scopes: frozenset[str]
    grants: tuple[OpenGrant, ...]
    token_id: int | None = None

    def require(self, scope: str) -> None:
        """Raises UnableToUseToken if the token does not reach so far."""
        if scope not in self.scopes:
            raise UnableToUseToken("token_scope", needed=scope, held=", ".join(sorted(self.scopes)))


def reader_of(
    *,
    person_id: int | None,
    firms: tuple[int, ...] | None = None,
    scopes: frozenset[str] = ALL_SCOPES,
    token_id: int | None = None,
    now: datetime,
    using: str = "default",
) -> Reader:
    """What this person may see today: of all its firms, or of `firms` among them.

    Without a person: what `firms` may see ("look as", which the caller has to allow).
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT party_ids, client_ids, grants FROM parties_reader(%s, %s::bigint[], %s, %s)",
            (person_id, None if firms is None else list(firms), china_day(now), now),
        )
        row = cursor.fetchone()
    parties, clients, grants = row or ([], [], "[]")
    opened = json.loads(grants) if isinstance(grants, str) else grants
    return Reader(
        party_ids=tuple(parties),
        client_ids=tuple(clients),
        person_id=person_id,
        scopes=scopes,
        grants=tuple(OpenGrant(**{**grant, "parts": tuple(grant["parts"])}) for grant in opened),
        token_id=token_id,
    )


def enter(reader: Reader | None, *, using: str = "default") -> None:
    """Let the policies know the reader until the running transaction ends; None: nobody, who sees nothing."""
    grants = "" if reader is None else json.dumps([vars(grant) for grant in reader.grants])
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('entrepot.reader', %s, true), set_config('entrepot.clients', %s, true),"
            " set_config('entrepot.person', %s, true), set_config('entrepot.grants', %s, true)",
            (
                bigint_array(reader.party_ids if reader else ()),
                bigint_array(reader.client_ids if reader else ()),
                str(reader.person_id) if reader and reader.person_id is not None else "",
                grants,
            ),
        )


def enter_person(person_id: int, *, using: str = "default") -> None:
    """As `enter`, for the moment before more is known: the person's own rows."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('entrepot.person', %s, true)", (str(person_id),))


@contextmanager
def reading(reader: Reader | None, *, using: str = "default") -> Iterator[None]:
    """A transaction of this reader: for streams, live pages and commands, which have no request of their own."""
    with transaction.atomic(using=using):
        enter(reader, using=using)
        yield


def reader_in(request: object) -> Reader | None:
    """The reader that the middleware worked out for a request; None for a stranger."""
    reader = getattr(request, "reader", None)
    return reader if isinstance(reader, Reader) else None
