"""Who did what when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entrepot.modules.parties.days import china_day, valid_on
from entrepot.modules.parties.errors import UnableToAct
from entrepot.modules.parties.models import Audit, Membership
from entrepot.modules.parties.words import PLACES


@dataclass(frozen=True)
class Acting:
    """In whose name something is done. Without a person: whoever runs commands on the machine of the station."""

    party_id: int
    person_id: int | None = None


ADMINISTRATORS = ("administrator",)
STAFF = ("administrator", "staff")


def record(
    what: str,
    *,
    now: datetime,
    using: str,
    acting: Acting | None = None,
    person_id: int | None = None,
    subject: str = "",
    **facts: object,
) -> None:
    """Add a row to parties_audit. `subject`: table:number or the key of a record."""
    Audit.objects.using(using).create(
        at=now,
        person_id=acting.person_id if acting else person_id,
        party_id=acting.party_id if acting else None,
        what=what,
        subject=subject,
        facts=facts,
    )


def unmasked(
    *, acting: Acting, subject: str, fields: tuple[str, ...], now: datetime, using: str = "default", why: str = ""
) -> None:
    """Somebody was shown identity fields in full. `subject`: the key of the document; never a value."""
    facts: dict[str, Any] = {"why": why} if why else {}
    record("unmasked", now=now, using=using, acting=acting, subject=subject, fields=list(fields), **facts)


def require_place(acting: Acting, places: tuple[str, ...], *, now: datetime, using: str) -> None:
    """Refuse a person that has none of these places in the firm today; only the owner role may act without a person.

    Raises UnableToAct.
    """
    if acting.person_id is None and using == "owner":
        return
    held = places_of(acting.person_id, acting.party_id, now=now, using=using) if acting.person_id else set()
    if not held & set(places):
        raise UnableToAct("place", needed=_names(places), held=_names(tuple(sorted(held))))


def places_of(person_id: int, party_id: int, *, now: datetime, using: str = "default") -> set[str]:
    """What this person is in the firm today; empty for a stranger."""
    memberships = Membership.objects.using(using).filter(
        valid_on(china_day(now)), person_id=person_id, enterprise_id=party_id, ended_at__isnull=True
    )
    return set(memberships.values_list("place", flat=True))


def _names(places: tuple[str, ...]) -> str:
    return " / ".join("·".join(PLACES[place]) for place in places) or "–"
