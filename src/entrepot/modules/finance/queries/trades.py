"""What a record proves about its order, to whoever reads it: no figure is typed in."""

from decimal import Decimal

import psycopg

from entrepot.modules.declarations import api as declarations
from entrepot.modules.finance.eligibility import Trade
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.payments import api as payments

KIND = "receivable"


def account_key(order_no: str, marketplace_id: int, seller_id: int) -> str:
    """The key of the ledger account of what is still to come in of an order."""
    return f"{marketplace_id}/{order_no}/{seller_id}"


def read_trade(connection: psycopg.Connection, order_no: str, marketplace_id: int, seller_id: int) -> Trade:
    """The trade as the reader of the running transaction sees it; `connection`: for the ledger."""
    record = declarations.read(order_no, marketplace_id)
    order = next(
        (
            row
            for row in record.orders
            if row.superseded_by is None and not row.deleted and row.seller_id == seller_id and row.app_status != "1"
        ),
        None,
    )
    slips = [row for row in record.slips if row.superseded_by is None and not row.deleted and row.app_status != "1"]
    currency = order.currency if order else ""
    foreign = any(row.currency != currency for row in slips)
    released = any(
        (decision := record.decision_on(row)) is not None
        and decision.verdict == "released"
        and row.seller_id == seller_id
        and not row.deleted
        for row in record.current_lists
    )
    paid = payments.settled(order_no, marketplace_id, seller_id)
    key = account_key(order_no, marketplace_id, seller_id)
    balance = ledgers.balances(connection, KIND, [key]).get(key)
    return Trade(
        order_no=order_no,
        marketplace_id=marketplace_id,
        seller_id=seller_id,
        currency=currency,
        value=order.goods_value + order.freight if order else None,
        collected=None if foreign else max(sum((row.charge for row in slips), Decimal(0)), paid),
        released=released,
        financed=balance.held + balance.spent if balance else Decimal(0),
        practice=order.practice if order else False,
    )
