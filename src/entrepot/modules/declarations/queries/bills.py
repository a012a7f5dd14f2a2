"""Tax bills: those that a firm pays or filed the list of, all of the station, one, those of a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg

from entrepot.store.select import select

# status of the interface, edition 202205 → (word, English, Chinese)
STATUSES = {"1": ("made", "Made", "已生成"), "2": ("summed", "Summed", "已汇总"), "3": ("void", "Void", "作废")}


@dataclass(frozen=True)
class TaxBill:
    """A bill as it stands now. Amounts in CNY; changed_at: when customs said the state it is in, None if the first."""

    order_no: str
    list_id: int
    tax_no: str
    invt_no: str
    assure_code: str
    guarantor_id: int | None
    agent_id: int
    marketplace_code: str
    cop_no: str
    customs_tax: Decimal
    value_added_tax: Decimal
    consumption_tax: Decimal
    said_at: datetime
    practice: bool
    status: str
    ent_duty_no: str | None
    changed_at: datetime | None

    @property
    def total(self) -> Decimal:
        """Of all kinds of tax."""
        return self.customs_tax + self.value_added_tax + self.consumption_tax

    @property
    def word(self) -> str:
        """made, summed or void."""
        return STATUSES[self.status][0]


@dataclass(frozen=True)
class BillLine:
    """A line of a bill. tax_price: dutiable value."""

    gnum: int
    hs_code: str
    tax_price: Decimal
    customs_tax: Decimal
    value_added_tax: Decimal
    consumption_tax: Decimal


# A state that customs said before the bill itself is none of it.
_BILL = """
    SELECT b.order_no, b.list_id, b.tax_no, b.invt_no, b.assure_code, b.guarantor_id, b.agent_id, l.marketplace_code,
           l.cop_no, b.customs_tax, b.value_added_tax, b.consumption_tax, b.said_at, b.practice,
           coalesce(s.status, b.status), coalesce(s.ent_duty_no, b.ent_duty_no), s.said_at
      FROM declarations_tax_bill b
      JOIN declarations_list l ON l.order_no = b.order_no AND l.id = b.list_id
      LEFT JOIN LATERAL (
        SELECT t.status, t.ent_duty_no, t.said_at FROM declarations_tax_bill_state t
         WHERE t.order_no = b.order_no AND t.list_id = b.list_id AND t.tax_no = b.tax_no AND t.said_at >= b.said_at
         ORDER BY t.said_at DESC, t.status DESC LIMIT 1) s ON true
"""
_OWN = f"""
    WITH own AS (
        SELECT o.* FROM unnest(%(own)s::bigint[]) p (id) CROSS JOIN LATERAL (
            SELECT t.order_no, t.list_id, t.tax_no FROM declarations_tax_bill t
             WHERE t.guarantor_id = p.id AND t.tax_no < %(before)s ORDER BY t.tax_no DESC LIMIT %(size)s) o
         UNION SELECT o.* FROM unnest(%(own)s::bigint[]) p (id) CROSS JOIN LATERAL (
            SELECT t.order_no, t.list_id, t.tax_no FROM declarations_tax_bill t
             WHERE t.agent_id = p.id AND t.tax_no < %(before)s ORDER BY t.tax_no DESC LIMIT %(size)s) o)
    {_BILL} JOIN own o ON o.order_no = b.order_no AND o.list_id = b.list_id AND o.tax_no = b.tax_no
     ORDER BY b.tax_no DESC LIMIT %(size)s
"""
_ALL = f"{_BILL} WHERE b.tax_no < %(before)s ORDER BY b.tax_no DESC LIMIT %(size)s"
_LAST = "\U0010ffff"  # after every number


def tax_bills(
    connection: psycopg.Connection[Any], *, own: Sequence[int] | None = None, before: str = "", size: int
) -> list[TaxBill]:
    """Bills by number, the highest first, from below the number `before`; those that these parties pay, or filed the
    list of; all of the station where none are named.
    """
    values = {"before": before or _LAST, "size": size, **({} if own is None else {"own": list(own)})}
    return [TaxBill(*row) for row in connection.execute(_ALL if own is None else _OWN, values)]


def tax_bill(connection: psycopg.Connection[Any], tax_no: str) -> tuple[TaxBill, list[BillLine]] | None:
    """The bill of this number with its lines, if the caller sees one."""
    row = connection.execute(f"{_BILL} WHERE b.tax_no = %s ORDER BY b.said_at DESC LIMIT 1", (tax_no,)).fetchone()
    if row is None:
        return None
    bill = TaxBill(*row)
    lines = connection.execute(
        "SELECT gnum, hs_code, tax_price, customs_tax, value_added_tax, consumption_tax FROM declarations_tax_bill_line"
        " WHERE order_no = %s AND list_id = %s AND tax_no = %s ORDER BY gnum",
        (bill.order_no, bill.list_id, bill.tax_no),
    )
    return bill, [BillLine(*line) for line in lines]


def bills_on(order_no: str, marketplace_id: int) -> list[TaxBill]:
    """The bills of a record that the reader sees."""
    query = f"{_BILL} WHERE b.order_no = %s AND b.marketplace_id = %s ORDER BY b.said_at, b.tax_no"
    return select(TaxBill, query, (order_no, marketplace_id))
