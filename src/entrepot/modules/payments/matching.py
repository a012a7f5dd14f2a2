"""Which entries of a statement settle which orders, to the cent. Pure: no clock, no database.

An entry settles the orders that its reference names when it is, to the cent, what they still owe, or that less the
charges which the bank states on the entry. Anything else stays open with its reason; nothing is guessed from names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

State = Literal["matched", "open", "other"]
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{2,59}")


@dataclass(frozen=True)
class Entry:
    """One line of a statement. amount: signed, in `currency` (ISO letters); charges: what the bank kept, in it too."""

    entry_no: int
    booked_on: date
    amount: Decimal
    currency: str
    reference: str
    remittance: str
    charges: Decimal
    booked: bool


@dataclass(frozen=True)
class Due:
    """What an order still owes. currency: ISO letters."""

    order_no: str
    marketplace_id: int
    currency: str
    open: Decimal


@dataclass(frozen=True)
class Outcome:
    """What became of an entry. settles: the orders with what each is settled by; facts fill words.REASONS[reason]."""

    entry_no: int
    state: State
    reason: str
    facts: Mapping[str, str]
    settles: tuple[tuple[Due, Decimal], ...]


def numbers_in(entry: Entry) -> list[str]:
    """What could be order numbers in the texts of an entry, each once, in order."""
    return list(dict.fromkeys(_NUMBER.findall(f"{entry.reference} {entry.remittance}")))


def match(entries: Sequence[Entry], dues: Iterable[Due]) -> list[Outcome]:
    """An outcome an entry, in the order of the statement; an earlier entry settles before a later one."""
    known = {due.order_no: due for due in dues}
    left = {number: due.open for number, due in known.items()}
    return [_outcome(entry, known, left) for entry in entries]


def _outcome(entry: Entry, known: Mapping[str, Due], left: dict[str, Decimal]) -> Outcome:
    if not entry.booked:
        return _open(entry, "pending")
    if entry.amount <= 0:
        return Outcome(entry.entry_no, "other", "debit", {}, ())
    named = [known[number] for number in numbers_in(entry) if number in known]
    if not named:
        return _open(entry, "no_order", found=f"{entry.reference} {entry.remittance}".strip()[:80])
    return _settled(entry, named, left)


def _settled(entry: Entry, named: Sequence[Due], left: dict[str, Decimal]) -> Outcome:
    """The entry settles the orders that it names, or says what is in the way."""
    orders = ", ".join(due.order_no for due in named)
    foreign = next((due for due in named if due.currency != entry.currency), None)
    if foreign is not None:
        return _open(entry, "currency", order=foreign.order_no, expected=foreign.currency, found=entry.currency)
    owed = sum((left[due.order_no] for due in named), Decimal(0))
    if owed == 0:
        return _open(entry, "settled", order=orders, found=f"{entry.amount:,.2f}")
    if owed not in {entry.amount, entry.amount + entry.charges}:
        difference = f"{entry.amount - owed:+,.2f}"
        return _open(
            entry, "differs", order=orders, expected=f"{owed:,.2f}", found=f"{entry.amount:,.2f}", difference=difference
        )
    settles = tuple((due, left[due.order_no]) for due in named if left[due.order_no] > 0)
    left.update({due.order_no: Decimal(0) for due in named})
    return Outcome(entry.entry_no, "matched", "", {}, settles)


def _open(entry: Entry, reason: str, **facts: str) -> Outcome:
    return Outcome(entry.entry_no, "open", reason, facts, ())
