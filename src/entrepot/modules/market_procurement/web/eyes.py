"""Who the reader is here, and in which words units are named."""

from django.http import HttpRequest
from django.utils import timezone

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

DEALER, STALL = "market_dealer", "stall_holder"
Names = tuple[tuple[str, str], ...]
_kept: dict[int, tuple[Names, Names]] = {}  # an edition never changes


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


def trades(request: HttpRequest) -> bool:
    """Whether the pages of deals have a place in the reader's bar."""
    return parties.plays(request, DEALER) or parties.plays(request, STALL)


def units(language: str) -> Names:
    """Code and name of every unit that this station knows; empty without an edition."""
    found = catalogue.editions(under_django(), parties.china_day(timezone.now())).get("units")
    if found is None:
        return ()
    if found.id not in _kept:
        rows = catalogue.entries(under_django(), found.id).select("code", "name_zh", "name_en").rows()
        if not rows:
            return ()
        _kept[found.id] = (
            tuple((code, zh) for code, zh, _ in rows),
            tuple((code, en or zh) for code, zh, en in rows),
        )
    return _kept[found.id][0 if language.startswith("zh") else 1]


def unit(code: str, language: str) -> str:
    """What a unit is called, as far as that is known."""
    return dict(units(language)).get(code, code)
