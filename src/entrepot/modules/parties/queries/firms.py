"""Firms, their papers and their people, as far as the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connections

from entrepot.modules.parties.days import valid_on
from entrepot.modules.parties.models import (
    ApiToken,
    Enterprise,
    EnterpriseCode,
    Filing,
    Grant,
    Look,
    Membership,
    PowerOfAttorney,
)


@dataclass(frozen=True)
class Firm:
    """A party with its codes (scheme, code)."""

    id: int
    name_zh: str
    name_en: str
    provisional: bool
    codes: tuple[tuple[str, str], ...]


def firms(ids: Iterable[int], *, using: str = "default") -> dict[int, Firm]:
    """These firms, without those that the reader may not see."""
    rows = Enterprise.objects.using(using).filter(pk__in=set(ids)).prefetch_related("codes")
    return {
        int(row.pk): Firm(
            int(row.pk),
            row.name_zh,
            row.name_en,
            row.provisional,
            tuple((code.scheme, code.code) for code in sorted(row.codes.all(), key=lambda code: code.scheme)),
        )
        for row in rows
    }


def known_code(code: str, *, using: str = "default") -> int | None:
    """The party of a code, if the reader may see it; makes none (see `party_of_code`)."""
    found = EnterpriseCode.objects.using(using).filter(code=code).values_list("enterprise_id", flat=True).first()
    return None if found is None else int(found)


def roles_of(party_id: int, day: date, *, using: str = "default") -> frozenset[str]:
    """What the firm is on a day."""
    rows = Enterprise.objects.using(using).get(pk=party_id).roles.filter(valid_on(day))
    return frozenset(rows.values_list("role", flat=True))


def powers_of(party_id: int, *, using: str = "default") -> list[PowerOfAttorney]:
    """Powers of attorney that the firm gave or holds, newest first."""
    rows = PowerOfAttorney.objects.using(using).select_related("principal", "agent")
    return list((rows.filter(principal_id=party_id) | rows.filter(agent_id=party_id)).order_by("-valid_from", "-id"))


def filings_of(party_id: int, *, using: str = "default") -> list[Filing]:
    """Filings of the firm, and those made with it as the authority, newest first."""
    rows = Filing.objects.using(using).select_related("enterprise", "authority")
    theirs = rows.filter(enterprise_id=party_id) | rows.filter(authority_id=party_id)
    return list(theirs.order_by("-applied_at", "-id"))


def members_of(party_id: int, *, using: str = "default") -> list[Membership]:
    """Who works or worked in the firm."""
    rows = Membership.objects.using(using).filter(enterprise_id=party_id).select_related("person")
    return list(rows.order_by("person__name", "id"))


def tokens_of(party_id: int, *, using: str = "default") -> list[ApiToken]:
    """The firm's API tokens, newest first; of the token itself only the prefix is left."""
    return list(ApiToken.objects.using(using).filter(enterprise_id=party_id).select_related("person").order_by("-id"))


def tokens_page(party_ids: Sequence[int], *, after: int | None, size: int, using: str = "default") -> list[ApiToken]:
    """Tokens of these firms, the newest first, with ids below `after`."""
    rows = ApiToken.objects.using(using).filter(enterprise__in=party_ids).select_related("person", "enterprise")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:size])


def grants_of(party_id: int, *, using: str = "default") -> list[Grant]:
    """Grants that the firm gave or holds, newest first."""
    rows = Grant.objects.using(using).select_related("owner", "to_party")
    return list((rows.filter(owner_id=party_id) | rows.filter(to_party_id=party_id)).order_by("-id"))


def looks_at(
    owner_id: int, *, order_no: str | None = None, since: datetime | None = None, using: str = "default"
) -> list[Look]:
    """Every look through grants that this firm gave, newest first."""
    rows = Look.objects.using(using).filter(grant__owner_id=owner_id).select_related("grant", "by_party", "person")
    if order_no is not None:
        rows = rows.filter(grant__order_no=order_no)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return list(rows.order_by("-id"))


def is_authority(party_id: int, *, using: str = "default") -> bool:
    """Whether filings can be made with this party today."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT parties_is_authority(%s)", (party_id,))
        row = cursor.fetchone()
    return bool(row and row[0])
