"""Payments of retail import (411) as their payment institutions sent them, without the payer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from entrepot.store.select import select


@dataclass(frozen=True)
class PaymentVersion:
    """One version of a payment."""

    id: int
    version: int
    deleted: bool
    pay_name: str
    pay_transaction_no: str
    amount_paid: Decimal
    currency: str
    pay_time: datetime
    app_time: datetime
    app_status: str
    arrived_at: datetime


def payment_versions(order_no: str, marketplace_id: int) -> list[PaymentVersion]:
    """All versions of the payments of one order that the reader sees, the oldest first."""
    return select(
        PaymentVersion,
        "SELECT p.FIELDS FROM trade_payment p WHERE p.order_no = %s AND p.marketplace_id = %s ORDER BY p.id",
        (order_no, marketplace_id),
    )
