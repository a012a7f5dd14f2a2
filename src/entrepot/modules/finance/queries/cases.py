"""Terms, cases and their steps, as far as the reader may see them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from entrepot.modules.finance.models import Case, Step, Terms


def terms_in_force(day: date, *, using: str = "default") -> list[Terms]:
    """Terms on which somebody can ask on that day, the latest first."""
    rows = Terms.objects.using(using).filter(valid_from__lte=day)
    return list(rows.exclude(valid_until__lte=day).order_by("-id")[:200])


def cases_of(party_ids: Sequence[int], *, after: int | None = None, size: int, using: str = "default") -> list[Case]:
    """Cases in which these firms take part, the latest first; `after`: the number of the last one seen."""
    rows = Case.objects.using(using).filter(Q(bank_id__in=party_ids) | Q(seller_id__in=party_ids))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.select_related("terms").order_by("-id")[:size])


def case_of(party_ids: Sequence[int], case_id: int, *, using: str = "default") -> Case | None:
    """One of them."""
    rows = Case.objects.using(using).filter(Q(bank_id__in=party_ids) | Q(seller_id__in=party_ids), pk=case_id)
    return rows.select_related("terms").first()


def steps_of(case_ids: Sequence[int], *, using: str = "default") -> list[Step]:
    """What was done in cases, the oldest first."""
    return list(Step.objects.using(using).filter(case_id__in=case_ids).order_by("id"))


def cases_on(order_no: str, marketplace_id: int) -> list[Case]:
    """Cases on one record, the oldest first, as the reader of the request may see them."""
    rows = Case.objects.filter(order_no=order_no, marketplace_id=marketplace_id)
    return list(rows.select_related("terms").order_by("id"))


def waiting_for(party_ids: Sequence[int]) -> tuple[int, int]:
    """How many cases wait for an offer of these firms, and how many for their answer to an offer."""
    rows = Case.objects.all()
    return (
        rows.filter(bank_id__in=party_ids, state="asked").count(),
        rows.filter(seller_id__in=party_ids, state="offered").count(),
    )
