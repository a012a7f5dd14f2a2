"""What the firms of who is signed in are, for places in the top bar."""

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.queries.firms import roles_of
from entrepot.modules.parties.queries.readers import reader_in


def plays(request: HttpRequest, role: str) -> bool:
    """Whether one of the reader's firms has this role today; no on the page of a failure, where nothing is asked."""
    reader = reader_in(request)
    if reader is None or connection.needs_rollback:
        return False
    day = china_day(timezone.now())
    return any(role in roles_of(party, day) for party in reader.party_ids)
