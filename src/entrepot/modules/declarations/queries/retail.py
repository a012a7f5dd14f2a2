"""What only records of retail import have: the tax of their lists, what was asked of lists afterwards. No persons."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from entrepot.store.select import select


@dataclass(frozen=True)
class ListTax:
    """The tax of a list as its last decision computed it, CNY to the cent by kind; by_id: who decided."""

    cop_no: str
    list_id: int
    at: datetime
    by_id: int
    duty: Decimal
    vat: Decimal
    consumption_tax: Decimal


@dataclass(frozen=True)
class Asked:
    """A cancellation (623) or a return (625)."""

    id: int
    kind: str
    cop_no: str
    list_no: str  # number of the list with customs
    agent_name: str
    pieces: Decimal | None  # that come back, in declared units; None in a cancellation
    app_time: datetime
    arrived_at: datetime


@dataclass(frozen=True)
class Became:
    """What became of it: applied, done or refused. value_back, tax_back: CNY."""

    id: int
    step: int
    kind: str
    cop_no: str
    outcome: str
    rule: str
    found: str | None
    expected: str | None
    value_back: Decimal
    tax_back: Decimal
    at: datetime
    by_id: int


def taxes_on(order_no: str, marketplace_id: int) -> list[ListTax]:
    """The tax of each version of a list of the record."""
    return select(
        ListTax,
        """
        SELECT l.cop_no, l.id, d.at, d.by_id, round(coalesce(sum(t.amount) FILTER (WHERE t.tax = 'duty'), 0), 2),
               round(coalesce(sum(t.amount) FILTER (WHERE t.tax = 'vat'), 0), 2),
               round(coalesce(sum(t.amount) FILTER (WHERE t.tax = 'consumption_tax'), 0), 2)
          FROM declarations_list l
          JOIN declarations_tax t ON t.order_no = l.order_no AND t.list_id = l.id
          JOIN declarations_decision d
            ON d.order_no = t.order_no AND d.list_id = t.list_id AND d.decision_no = t.decision_no
         WHERE l.order_no = %s AND l.marketplace_id = %s
           AND t.decision_no = (SELECT max(x.decision_no) FROM declarations_tax x
                                 WHERE x.order_no = l.order_no AND x.list_id = l.id)
         GROUP BY l.cop_no, l.id, d.at, d.by_id ORDER BY d.at, l.id
        """,
        (order_no, marketplace_id),
    )


def asked_on(order_no: str, marketplace_id: int) -> list[Asked]:
    """What filers asked of lists of the record, the oldest first."""
    return select(
        Asked,
        """
        SELECT w.id, w.kind, w.cop_no, w.invt_no, w.agent_name, (SELECT sum(q) FROM unnest(w.quantities) q), w.app_time,
               w.arrived_at
          FROM declarations_withdrawal w
         WHERE w.order_no = %s AND w.marketplace_id = %s AND w.app_status = '2' AND NOT w.deleted ORDER BY w.id
        """,
        (order_no, marketplace_id),
    )


def became_on(order_no: str, marketplace_id: int) -> list[Became]:
    """What became of it, step by step."""
    return select(
        Became,
        """
        SELECT d.id, d.step, d.kind, w.cop_no, d.outcome, d.rule, d.found, d.expected, d.value_back, d.tax_back, d.at,
               d.by_id
          FROM declarations_withdrawal w JOIN declarations_withdrawn d ON d.order_no = w.order_no AND d.id = w.id
         WHERE w.order_no = %s AND w.marketplace_id = %s ORDER BY d.id, d.step
        """,
        (order_no, marketplace_id),
    )
