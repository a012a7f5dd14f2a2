"""Grants with the firms on both sides, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from entrepot.modules.parties.models import Grant


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


def grants_given(
    owner_ids: Sequence[int], order_no: str, marketplace_id: int, *, using: str = "default"
) -> list[GivenGrant]:
    """Every grant that these firms gave on one record, newest first."""
    rows = Grant.objects.using(using).filter(owner__in=owner_ids, order_no=order_no, marketplace=marketplace_id)
    looked = rows.annotate(look_count=Count("looks"), last_look=Max("looks__at"))
    return [
        GivenGrant(grant, grant.look_count, grant.last_look)
        for grant in looked.select_related("to_party").order_by("-id")
    ]
