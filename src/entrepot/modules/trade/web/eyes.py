"""Whose lists a page shows."""

from django.conf import settings
from django.http import HttpRequest

from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django
from entrepot.store.select import Reader


def reader_of(request: HttpRequest) -> Reader:
    """The reader that the middleware worked out, for queries; a stranger sees nothing."""
    found = parties.reader_in(request)
    return Reader(found.party_ids, found.client_ids) if found else Reader(())


def decides(reader: Reader) -> bool:
    """Whether the reader is of the authority whose station this is: it sees every list."""
    if settings.ENTREPOT_STATION == "filing":
        return False
    card = parties.station(under_django())
    return card is not None and card.owner_id in reader.own
