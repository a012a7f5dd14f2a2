"""Who the reader is in a warehouse."""

from django.http import HttpRequest
from django.utils import timezone

from entrepot.modules.parties import api as parties

OPERATOR, SELLER = "warehouse", "seller"


def own(request: HttpRequest) -> tuple[int, ...]:
    """The reader's firms."""
    reader = parties.reader_in(request)
    return reader.party_ids if reader else ()


def acting(request: HttpRequest, role: str) -> parties.Acting | None:
    """The reader's firm that has this role today, by a person of its staff; None where there is none."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None:
        return None
    now = timezone.now()
    for firm in sorted(parties.firms_where(reader.person_id, parties.STAFF, now=now)):
        if role in parties.roles_of(firm, parties.china_day(now)):
            return parties.Acting(firm, reader.person_id)
    return None


def operates(request: HttpRequest) -> bool:
    """Whether the warehouse has a place in the reader's bar."""
    return parties.plays(request, OPERATOR)
