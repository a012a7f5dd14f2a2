"""Statements and settlements, as far as the reader may see them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Q, Sum

from entrepot.modules.payments.models import Settlement, Statement, StatementEntry


def statements_of(party_ids: Sequence[int], *, size: int, using: str = "default") -> list[Statement]:
    """The latest first, each with `total` entries and how many are `still_open`."""
    rows = Statement.objects.using(using).filter(party_id__in=party_ids)
    counted = rows.annotate(total=Count("entries"), still_open=Count("entries", filter=Q(entries__state="open")))
    return list(counted.order_by("-id")[:size])


def statement_of(party_ids: Sequence[int], statement_id: int, *, using: str = "default") -> Statement | None:
    """One of them."""
    return Statement.objects.using(using).filter(party_id__in=party_ids, pk=statement_id).first()


def entries_of(
    statement_id: int, *, after: int | None = None, size: int, using: str = "default"
) -> list[StatementEntry]:
    """Entries in the order of the statement, with their settlements; `after`: the number of the last one seen."""
    rows = StatementEntry.objects.using(using).filter(statement_id=statement_id, entry_no__gt=after or 0)
    return list(rows.prefetch_related("settlements").order_by("entry_no")[:size])


def counted(statement_id: int, *, using: str = "default") -> dict[str, int]:
    """State → number of entries."""
    rows = StatementEntry.objects.using(using).filter(statement_id=statement_id)
    return dict(rows.values_list("state").annotate(Count("id")).order_by())


def settled(order_no: str, marketplace_id: int, party_id: int, *, using: str = "default") -> Decimal:
    """What statements settle of an order, in its currency."""
    rows = Settlement.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id, party_id=party_id)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def settlements_on(order_no: str, marketplace_id: int) -> list[Settlement]:
    """What was settled on a record, the oldest first."""
    rows = Settlement.objects.filter(order_no=order_no, marketplace_id=marketplace_id)
    return list(rows.select_related("entry__statement").order_by("id"))
