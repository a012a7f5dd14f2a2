"""Inspections, as far as the reader may see them."""

from collections.abc import Sequence

from django.db.models import Q

from entrepot.modules.quality.models import Inspection


def inspections_of(
    party_ids: Sequence[int], *, after: int | None = None, size: int, using: str = "default"
) -> list[Inspection]:
    """Inspections in which these firms take part, the latest first."""
    rows = Inspection.objects.using(using).filter(Q(seller_id__in=party_ids) | Q(inspector_id__in=party_ids))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id")[:size])


def inspection_of(party_ids: Sequence[int], plan_id: int, *, using: str = "default") -> Inspection | None:
    """One of them."""
    rows = Inspection.objects.using(using).filter(Q(seller_id__in=party_ids) | Q(inspector_id__in=party_ids))
    return rows.filter(pk=plan_id).first()


def inspections_on(order_no: str, marketplace_id: int) -> list[Inspection]:
    """Inspections of a record, the oldest first."""
    return list(Inspection.objects.filter(order_no=order_no, marketplace_id=marketplace_id).order_by("id"))


def waiting_for(party_ids: Sequence[int]) -> int:
    """How many plans wait for a result of these firms."""
    return Inspection.objects.filter(inspector_id__in=party_ids, state="asked").count()
