"""What the firms of who is signed in are, for places in the top bar."""

from collections.abc import Mapping

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.queries.firms import roles_of
from entrepot.modules.parties.queries.readers import reader_in

_KEPT = "roles_of_reader"  # the bar asks several times a page


def plays(request: HttpRequest, role: str) -> bool:
    """Whether one of the reader's firms has this role today; no on the page of a failure, where nothing is asked."""
    return any(role in roles for roles in _roles(request).values())


def may_have_of(request: HttpRequest, *roles: str) -> bool:
    """Whether what firms of these roles have may be the reader's: for places that would be empty for everybody else.

    So it is where one of the reader's firms has one of the roles today, or has none at all, as firms that documents
    named first; and for an agent, whose clients have one.
    """
    reader = reader_in(request)
    if reader is not None and reader.client_ids:
        return True
    return any(not theirs or not theirs.isdisjoint(roles) for theirs in _roles(request).values())


def _roles(request: HttpRequest) -> Mapping[int, frozenset[str]]:
    """The roles that each of the reader's firms has today."""
    reader = reader_in(request)
    if reader is None or connection.needs_rollback:
        return {}
    kept: tuple[tuple[int, ...], Mapping[int, frozenset[str]]] | None = getattr(request, _KEPT, None)
    if kept is None or kept[0] != reader.party_ids:  # a page that looks as somebody else has other eyes halfway
        day = china_day(timezone.now())
        kept = reader.party_ids, {party: roles_of(party, day) for party in reader.party_ids}
        setattr(request, _KEPT, kept)
    return kept[1]
