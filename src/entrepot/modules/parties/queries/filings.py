"""Filings with authorities: as who applied, as the firm, as the authority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import Q, QuerySet

from entrepot.modules.parties.models import Enterprise, EnterpriseCode, Filing


@dataclass(frozen=True)
class Authority:
    """With whom a filing can be made today."""

    id: int
    name_zh: str
    name_en: str


def authorities(*, using: str = "default") -> list[Authority]:
    """Every authority of the station; for whoever has signed in."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT party_id, name_zh, name_en FROM parties_authorities()")
        return [Authority(int(party), name_zh, name_en) for party, name_zh, name_en in cursor.fetchall()]


def filings_page(
    person_id: int | None, party_ids: Sequence[int], *, after: int | None, size: int, using: str = "default"
) -> list[Filing]:
    """What the person applied for, what these firms file, and what is filed with them; newest first, below `after`."""
    rows = _seen_by(person_id, party_ids, using)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:size])


def filing(person_id: int | None, party_ids: Sequence[int], number: int, *, using: str = "default") -> Filing | None:
    """One of them."""
    return _seen_by(person_id, party_ids, using).filter(pk=number).first()


def filings_to_answer(party_ids: Sequence[int], *, using: str = "default") -> int:
    """How many applications wait for these authorities."""
    return Filing.objects.using(using).filter(authority__in=party_ids, state="applied").count()


def filings_answered(person_id: int, since: datetime, *, using: str = "default") -> list[Filing]:
    """Applications of the person that were answered since then, the latest first; no more than 8."""
    rows = _seen_by(person_id, (), using).filter(applicant_id=person_id, decided_at__gte=since)
    return list(rows.order_by("-decided_at")[:8])


def holder_of(code: str, *, using: str = "default") -> Enterprise | None:
    """Whose the code is now, as far as the reader sees it: an authority for each code that is filed with it."""
    row = EnterpriseCode.objects.using(using).select_related("enterprise").filter(code=code).first()
    return None if row is None else row.enterprise


def _seen_by(person_id: int | None, party_ids: Sequence[int], using: str) -> QuerySet[Filing]:
    rows = Filing.objects.using(using).select_related("enterprise", "authority", "applicant")
    named = Q(enterprise__in=party_ids) | Q(authority__in=party_ids)
    return rows.filter(named | Q(applicant_id=person_id) if person_id is not None else named)
