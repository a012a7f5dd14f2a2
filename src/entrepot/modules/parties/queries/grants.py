"""Grants with the firms on both sides, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from entrepot.modules.parties.models import Grant, Look


@dataclass(frozen=True)
class GivenGrant:
    """A grant as its owner sees it: how often somebody looked through it, and when last."""

    grant: Grant
    looks: int
    last_look: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.grant.revoked_at is None and now < self.grant.valid_until


def grants(ids: Sequence[int], *, using: str = "default") -> list[Grant]:
    """These grants, newest first."""
    rows = Grant.objects.using(using).filter(pk__in=ids).select_related("owner", "to_party")
    return list(rows.order_by("-id"))


def grants_page(owner_ids: Sequence[int], *, after: int | None, size: int, using: str = "default") -> list[GivenGrant]:
    """Every grant that these firms gave, the newest first, with ids below `after`."""
    rows = Grant.objects.using(using).filter(owner__in=owner_ids)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    page = list(rows.select_related("to_party", "owner", "marketplace").order_by("-id")[:size])
    looked = Look.objects.using(using).filter(grant__in=[grant.pk for grant in page])
    counts = {
        row["grant_id"]: (row["times"], row["last"])
        for row in looked.values("grant_id").annotate(times=Count("id"), last=Max("at")).order_by()
    }
    return [GivenGrant(grant, *counts.get(grant.pk, (0, None))) for grant in page]


def looks_through(grant_id: int, *, after: int | None, size: int, using: str = "default") -> list[Look]:
    """Looks through one grant, the newest first, with ids below `after`."""
    rows = Look.objects.using(using).filter(grant=grant_id).select_related("by_party", "person")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:size])


def same_grant(
    *, owner_id: int, order_no: str, marketplace_id: int, parts: Sequence[str], to_party: int, valid_until: datetime
) -> Grant | None:
    """A grant that says just this and was not taken back."""
    rows = Grant.objects.filter(owner_id=owner_id, order_no=order_no, marketplace_id=marketplace_id)
    same = rows.filter(to_party_id=to_party, valid_until=valid_until, revoked_at__isnull=True)
    return next((grant for grant in same if set(grant.parts) == set(parts)), None)


def grants_given(
    owner_ids: Sequence[int], order_no: str, marketplace_id: int, *, using: str = "default"
) -> list[GivenGrant]:
    """Every grant that these firms gave on one record, newest first."""
    rows = Grant.objects.using(using).filter(owner__in=owner_ids, order_no=order_no, marketplace=marketplace_id)
    looked = rows.annotate(look_count=Count("looks"), last_look=Max("looks__at"))
    return [
        GivenGrant(grant, grant.look_count, grant.last_look)
        for grant in looked.select_related("owner", "to_party").order_by("-id")
    ]
