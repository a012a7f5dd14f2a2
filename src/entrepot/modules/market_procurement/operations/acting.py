"""Who may do what here: somebody of the staff of a firm that is filed for its part."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

PLACES = 5  # decimals of a quantity, a price, an amount
MOST = Decimal(10) ** 14


@dataclass(frozen=True)
class Firm:
    """The acting firm by its names and its first code."""

    id: int
    code: str
    zh: str
    en: str


def the_station(using: str) -> parties.StationCard:
    """Raises UnableToDeal before a station is made."""
    card = parties.station(under_django(using))
    if card is None:
        raise UnableToDeal("no_station")
    return card


def firm_acting(acting: parties.Acting, role: str, *, now: datetime, using: str) -> Firm:
    """The acting firm, if it has this role today and the person is of its staff. Raises UnableToDeal."""
    if acting.person_id is not None or using != "owner":
        held = parties.places_of(acting.person_id or 0, acting.party_id, now=now, using=using)
        if not held & set(parties.STAFF):
            raise UnableToDeal("place", found=" / ".join("·".join(parties.PLACES[one]) for one in sorted(held)) or "–")
    found = parties.firms([acting.party_id], using=using).get(acting.party_id)
    roles = parties.roles_of(acting.party_id, parties.china_day(now), using=using) if found else frozenset()
    if found is None or role not in roles:
        has = " / ".join("·".join(parties.ROLES[one]) for one in sorted(roles)) or "–"
        raise UnableToDeal("role", needed="·".join(parties.ROLES[role]), found=has)
    return Firm(found.id, found.codes[0][1] if found.codes else "", found.name_zh, found.name_en)


def checked_amount(value: Decimal, what: str, places: int = PLACES) -> Decimal:
    """An amount above zero that the column can hold exactly. Raises UnableToDeal."""
    exponent = value.as_tuple().exponent
    if not value.is_finite() or not isinstance(exponent, int) or -exponent > places or not 0 < value < MOST:
        raise UnableToDeal("amount", what=what, places=places, found=value)
    return value


def checked_text(value: str, what: str, most: int = 200) -> str:
    """A text that says something, without spaces around it. Raises UnableToDeal."""
    text = value.strip()
    if not text:
        raise UnableToDeal("text_missing", what=what)
    if len(text) > most:
        raise UnableToDeal("text_long", what=what, most=most, found=len(text))
    return text
