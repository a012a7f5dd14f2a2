"""Entries and statements of a made-up account."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entrepot.modules.payments.api import Entry, NewStatement


def entry(number: int, amount: str, **given: Any) -> "Entry":  # noqa: ANN401 - the columns of an entry
    """One entry in dollars, booked on 1 March 2026."""
    from entrepot.modules.payments.api import Entry

    return Entry(
        number, date(2026, 3, 1), Decimal(amount), given.get("currency", "USD"), given.get("reference", ""),
        given.get("remittance", ""), Decimal(given.get("charges", "0")), booked=given.get("booked", True),
    )  # fmt: skip


def statement(**given: Any) -> "NewStatement":  # noqa: ANN401 - the columns of a statement
    """A statement that balances, unless `closed` says otherwise."""
    from entrepot.modules.payments.api import NewStatement

    entries = given["entries"]
    opened = Decimal(given.get("opened", "100"))
    booked = sum((one.amount for one in entries if one.booked), Decimal(0))
    closed = Decimal(given["closed"]) if "closed" in given else opened + booked
    return NewStatement(
        "ACC-1", given.get("number", "2026-61"), "USD", opened, closed, entries, b"\x01" * 32,
        practice=given.get("practice", False),
    )  # fmt: skip
