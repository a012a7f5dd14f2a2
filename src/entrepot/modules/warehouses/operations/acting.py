"""Who may do what here: the staff of the operator in its warehouses, the staff of a seller with its own stock."""

from datetime import datetime
from decimal import Decimal

from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses.errors import UnableToStore
from entrepot.store.connection import under_django

_PLACES = 5
_MOST = Decimal(10) ** 14


def is_practice(using: str) -> bool:
    """Whether rows carry the practice mark. Raises UnableToStore before a station is made."""
    card = parties.station(under_django(using))
    if card is None:
        raise UnableToStore("no_station")
    return card.is_practice


def require_staff(acting: parties.Acting, *, now: datetime, using: str) -> None:
    """Raises UnableToStore."""
    if acting.person_id is None and using == "owner":
        return
    held = parties.places_of(acting.person_id or 0, acting.party_id, now=now, using=using)
    if not held & set(parties.STAFF):
        raise UnableToStore("place", found=" / ".join("·".join(parties.PLACES[one]) for one in sorted(held)) or "–")


def require_operator(acting: parties.Acting, *, now: datetime, using: str) -> None:
    """Raises UnableToStore."""
    require_staff(acting, now=now, using=using)
    roles = parties.roles_of(acting.party_id, parties.china_day(now), using=using)
    if "warehouse" not in roles:
        raise UnableToStore("role", found=" / ".join("·".join(parties.ROLES[one]) for one in sorted(roles)) or "–")


def checked_quantity(value: Decimal) -> Decimal:
    """A quantity above zero that the column can hold exactly. Raises UnableToStore."""
    exponent = value.as_tuple().exponent
    if not value.is_finite() or not isinstance(exponent, int) or -exponent > _PLACES or not 0 < value < _MOST:
        raise UnableToStore("amount", found=value)
    return value


def plain(value: Decimal) -> str:
    """A quantity without zeros that say nothing."""
    return f"{value.normalize():f}"
