"""In whose name a person acts on these pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.models import PilotZone
from entrepot.modules.pilot_zones.queries.membership import office_of


def own(request: HttpRequest) -> tuple[int, ...]:
    """The reader's firms; none for a stranger."""
    reader = parties.reader_in(request)
    return reader.party_ids if reader else ()


def office(request: HttpRequest) -> PilotZone | None:
    """The pilot zone whose office the reader works in, if any."""
    ids = own(request)
    return office_of(ids) if ids else None


def as_firm(request: HttpRequest, party_id: int) -> parties.Acting:
    """Acting for one of the reader's firms, as administrator or staff. Raises PermissionDenied."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None or party_id not in reader.party_ids:
        raise PermissionDenied
    if not parties.places_of(reader.person_id, party_id, now=timezone.now()) & set(parties.STAFF):
        raise PermissionDenied
    return parties.Acting(party_id, reader.person_id)


def works(request: HttpRequest) -> bool:
    """Whether the reader does the work of a firm, and does not only read."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None:
        return False
    return bool(parties.firms_where(reader.person_id, parties.STAFF, now=timezone.now()))


def chinese() -> bool:
    """Whether the page speaks Chinese."""
    return (get_language() or "en").startswith("zh")


def said(error: parties.Unable) -> str:
    """Why it was not done, in the reader's language."""
    return error.sentence(get_language() or "en")
