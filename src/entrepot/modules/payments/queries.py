"""Statements and settlements, as far as the reader may see them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Q, Sum

from entrepot.modules.payments.models import Settlement, Statement, StatementEntry
from entrepot.store.identity.holdings import Holding, register

# Where original payment data may name the payer: found by the payment (411) of the same order.
_NAMING_A_PAYER = (
    "SELECT p.order_no AS number, p.id, p.order_no, NULL::bigint AS message_id, p.marketplace_id, p.identity_block,"
    " p.identity_key, t.payer_hash FROM {table} p JOIN trade_payments_v1 t ON t.order_no = p.order_no"
    " AND t.marketplace_id = p.marketplace_id AND t.pay_transaction_no = p.pay_transaction_no"
    " AND t.superseded_by IS NULL"
)


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


def register_persons() -> None:
    """Let persons be found in what marketplaces keep of payments and in what customs took."""
    for kind, table in (("original_payment", "payments_original"), ("payment_upload", "payments_question")):
        rows = _NAMING_A_PAYER.format(table=table)
        register(Holding(kind, table, ("order_no", "id"), rows, hashes=("payer_hash",), fields=("text",)))
