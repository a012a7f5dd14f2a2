"""Statements of accounts onto the record: read by the gateway, settled by payments."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache

from entrepot.gateways.iso20022 import read_statements, write_statement
from entrepot.gateways.sheets.fields import data_rows
from entrepot.modules.parties import api as parties
from entrepot.modules.payments import api as payments
from entrepot.modules.trade.api import OrderVersion

_ACCOUNT = "PRACTICE-0001"
_OPENING = Decimal("10000.00")


@cache
def letters() -> dict[str, str]:
    """3-digit customs code of a currency → ISO letters."""
    return {row["code"]: row["alpha_3"] for row in data_rows("currencies.csv")}


def bring(body: bytes, *, acting: parties.Acting, station: str, now: datetime, using: str = "default") -> list[int]:
    """Keep every statement of a file and settle by it. Raises UnreadableStatement, UnableToSettle, UnableToAct."""
    return [
        payments.bring_statement(acting=acting, statement=one, letters=letters(), station=station, now=now, using=using)
        for one in read_statements(body)
    ]


def practice_statement(orders: Sequence[OrderVersion], *, number: str, now: datetime) -> bytes:
    """A made-up statement in which these orders are paid, and one payer names none; marked as practice."""
    day = parties.china_day(now)
    currency = letters().get(orders[0].currency, orders[0].currency) if orders else "USD"
    paid = [
        payments.Entry(
            place, day, order.goods_value + order.freight, currency, order.order_no, "", Decimal(0), booked=True
        )
        for place, order in enumerate(orders, 1)
    ]
    stray = payments.Entry(
        len(paid) + 1, day, Decimal("12.34"), currency,
        reference="", remittance="thank you · 谢谢", charges=Decimal(0), booked=True,
    )  # fmt: skip
    entries = [*paid, stray]
    closed = _OPENING + sum((entry.amount for entry in entries), Decimal(0))
    statement = payments.NewStatement(_ACCOUNT, number, currency, _OPENING, closed, entries, b"", practice=True)
    return write_statement(statement, at=now)
