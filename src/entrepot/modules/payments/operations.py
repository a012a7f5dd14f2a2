"""A firm brings a statement of its account; what it settles to the cent is settled on the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.payments.errors import UnableToSettle
from entrepot.modules.payments.matching import Due, Entry, Outcome, match, numbers_in
from entrepot.modules.payments.models import Settlement, Statement, StatementEntry
from entrepot.store.connection import under_django

KIND = "order_due"
_ORDERS = """
    SELECT order_no, marketplace_id, currency, goods_value + freight FROM trade_orders_v1
     WHERE order_no = ANY (%s) AND seller_id = %s AND superseded_by IS NULL AND NOT deleted AND app_status <> '1'
"""


@dataclass(frozen=True)
class NewStatement:
    """A statement as its bank gave it. Balances signed, in `currency` (ISO letters); sha256: of the file."""

    account: str
    number: str
    currency: str
    opened: Decimal
    closed: Decimal
    entries: Sequence[Entry]
    sha256: bytes
    practice: bool


def bring_statement(
    *,
    acting: parties.Acting,
    statement: NewStatement,
    letters: Mapping[str, str],
    station: str,
    now: datetime,
    using: str = "default",
) -> int:
    """Keep a statement and settle what it settles. Returns its number. Raises UnableToSettle, UnableToAct.

    letters: 3-digit customs code of a currency → ISO letters.
    """
    _check(statement, station)
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        row = _kept(statement, acting, now=now, using=using)
        dues = _dues(statement, acting.party_id, letters, now=now, using=using)
        outcomes = match(statement.entries, dues.values())
        entries = StatementEntry.objects.using(using).bulk_create(
            _entry(row, entry, outcome) for entry, outcome in zip(statement.entries, outcomes, strict=True)
        )
        _settle(list(zip(entries, outcomes, strict=True)), acting.party_id, now=now, using=using)
        parties.record("statement_brought", now=now, using=using, acting=acting, subject=f"statement:{row.pk}")
    return int(row.pk)


def _check(statement: NewStatement, station: str) -> None:
    if statement.practice and station != "practice":
        raise UnableToSettle("practice_statement", station=station)
    if not statement.entries:
        raise UnableToSettle("no_entries", number=statement.number)
    booked = sum((entry.amount for entry in statement.entries if entry.booked), Decimal(0))
    found = statement.opened + booked
    if found != statement.closed:
        raise UnableToSettle(
            "not_balanced", number=statement.number, opened=f"{statement.opened:,.2f}",
            closed=f"{statement.closed:,.2f}", found=f"{found:,.2f}", difference=f"{found - statement.closed:+,.2f}",
        )  # fmt: skip


def _kept(statement: NewStatement, acting: parties.Acting, *, now: datetime, using: str) -> Statement:
    columns = {"account": statement.account, "number": statement.number}
    try:
        with transaction.atomic(using=using):
            return Statement.objects.using(using).create(
                **columns, party_id=acting.party_id, person_id=acting.person_id, currency=statement.currency,
                opened=statement.opened, closed=statement.closed, sha256=statement.sha256, brought_at=now,
                practice=statement.practice,
            )  # fmt: skip
    except IntegrityError as error:
        first = Statement.objects.using(using).filter(party_id=acting.party_id, **columns).first()
        day = parties.china_day(first.brought_at) if first else "–"
        raise UnableToSettle("brought_before", day=day, **columns) from error


def _dues(
    statement: NewStatement, party_id: int, letters: Mapping[str, str], *, now: datetime, using: str
) -> dict[str, Due]:
    """order_no → what it still owes, of this seller's orders that the entries name; a number on two orders is none."""
    driver = under_django(using)
    numbers = sorted({number for entry in statement.entries for number in numbers_in(entry)})
    rows = driver.execute(_ORDERS, (numbers, party_id)).fetchall()
    several = {row[0] for row in rows if sum(other[0] == row[0] for other in rows) > 1}
    dues = {}
    for order_no, marketplace_id, currency, value in sorted(row for row in rows if row[0] not in several):
        key = f"{marketplace_id}/{order_no}/{party_id}"
        ledgers.open_account(
            driver, kind=KIND, key=key, unit=currency, holder_id=party_id, amount=value or Decimal(0), now=now
        )
        balance = ledgers.balances(driver, KIND, [key])[key]
        dues[order_no] = Due(order_no, marketplace_id, letters.get(currency, currency), balance.free)
    return dues


def _entry(row: Statement, entry: Entry, outcome: Outcome) -> StatementEntry:
    return StatementEntry(
        statement=row, entry_no=entry.entry_no, booked_on=entry.booked_on, amount=entry.amount,
        currency=entry.currency, reference=entry.reference, remittance=entry.remittance, charges=entry.charges,
        state=outcome.state, reason=outcome.reason, facts=dict(outcome.facts),
    )  # fmt: skip


def _settle(matched: Sequence[tuple[StatementEntry, Outcome]], party_id: int, *, now: datetime, using: str) -> None:
    """Take what is settled out of what the orders owe, and note it."""
    driver = under_django(using)
    parts = [(entry, due, amount) for entry, outcome in matched for due, amount in outcome.settles]
    keys = [f"{due.marketplace_id}/{due.order_no}/{party_id}" for _, due, _ in parts]
    accounts = ledgers.balances(driver, KIND, keys)
    places = [(accounts[key].account_id, f"entry:{entry.pk}") for key, (entry, _, _) in zip(keys, parts, strict=True)]
    requests = [
        ledgers.Request(account, key, amount, now) for (account, key), (_, _, amount) in zip(places, parts, strict=True)
    ]
    for answer, (_, due, _amount) in zip(ledgers.reserve(driver, requests, now=now), parts, strict=True):
        if answer.outcome != "held":
            raise UnableToSettle("meanwhile", order=due.order_no)
    ledgers.commit(driver, places, now=now, why="paid")
    Settlement.objects.using(using).bulk_create(
        Settlement(
            entry=entry, party_id=party_id, order_no=due.order_no, marketplace_id=due.marketplace_id, amount=amount,
            currency=due.currency, at=now,
        )
        for entry, due, amount in parts
    )  # fmt: skip
