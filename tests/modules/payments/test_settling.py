"""A statement settles what it pays to the cent, once, and says why it does not settle the rest."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from entrepot.store import connection as connections
from tests.databases import Database
from tests.factories.line import NOW
from tests.factories.statements import entry, statement

if TYPE_CHECKING:
    from tests.factories.finance import Lending

LETTERS = {"502": "USD", "142": "CNY"}


@pytest.fixture
def sale(db: Database) -> "Iterator[Lending]":
    """One order on record, in dollars."""
    from tests.factories.finance import make_lending

    made = make_lending(db.owner, ("order",))
    yield made
    made.line.close()


def bring(sale: "Lending", *entries: object, number: str = "2026-61", **given: object) -> int:
    from entrepot.modules.payments import api as payments

    made = statement(entries=list(entries), number=number, **given)
    station = "filing" if given.get("practice") else "practice"
    return payments.bring_statement(
        acting=sale.acting("seller"), statement=made, letters=LETTERS, station=station, now=NOW, using="owner"
    )


def told(number: int) -> list[tuple[str, str]]:
    from entrepot.modules.payments import api as payments

    return [(one.state, one.reason) for one in payments.entries_of(number, size=100, using="owner")]


def paid(sale: "Lending") -> Decimal:
    from entrepot.modules.payments import api as payments

    return payments.settled(sale.order_no, sale.marketplace_id, sale.party["seller"], using="owner")


def test_an_entry_to_the_cent_settles_its_order_and_every_other_says_why(sale: "Lending") -> None:
    value = str(sale.open.quantize(Decimal("0.01")))
    number = bring(
        sale,
        entry(1, str(sale.open - Decimal("0.01")), reference=sale.order_no),
        entry(2, value, remittance=f"invoice {sale.order_no}, thank you"),
        entry(3, value, reference=sale.order_no),
        entry(4, "5", remittance="no number"),
        entry(5, "-3", remittance="fee"),
        entry(6, value, reference=sale.order_no, booked=False),
    )
    assert told(number) == [
        ("open", "differs"), ("matched", ""), ("open", "settled"), ("open", "no_order"), ("other", "debit"),
        ("open", "pending"),
    ]  # fmt: skip
    assert paid(sale) == sale.open


def test_charges_that_the_bank_states_close_the_gap(sale: "Lending") -> None:
    short = sale.open - Decimal("4.50")
    assert told(bring(sale, entry(1, str(short), reference=sale.order_no, charges="4.50"))) == [("matched", "")]
    assert paid(sale) == sale.open


def test_another_currency_is_not_settled(sale: "Lending") -> None:
    made = entry(1, str(sale.open), reference=sale.order_no, currency="EUR")
    assert told(bring(sale, made)) == [("open", "currency")]
    assert paid(sale) == 0


def test_a_paid_order_carries_no_money(sale: "Lending") -> None:
    assert sale.trade().open == sale.open
    bring(sale, entry(1, str(sale.open), reference=sale.order_no))
    assert (sale.trade().collected, sale.trade().open) == (sale.open, Decimal(0))


def test_a_statement_that_does_not_balance_is_refused_whole(sale: "Lending") -> None:
    from entrepot.modules.payments import api as payments

    with pytest.raises(payments.UnableToSettle, match=r"found 193\.12: \+0\.01 apart"):
        bring(sale, entry(1, "93.12", reference=sale.order_no), closed="193.11")
    assert (payments.Statement.objects.using("owner").count(), paid(sale)) == (0, Decimal(0))


def test_the_same_statement_twice_and_a_practice_one_for_real_are_refused(sale: "Lending") -> None:
    from entrepot.modules.payments import api as payments

    made = entry(1, str(sale.open), reference=sale.order_no)
    bring(sale, made)
    with pytest.raises(payments.UnableToSettle, match="was brought on 2026-05-04"):
        bring(sale, made)
    with pytest.raises(payments.UnableToSettle, match="marked as practice; this is a filing station"):
        bring(sale, made, number="other", practice=True)
    assert paid(sale) == sale.open


def test_two_statements_at_once_settle_an_order_once(sale: "Lending") -> None:
    def one(number: str) -> str:
        from django.db import connections as django

        from entrepot.modules.payments import api as payments

        try:
            return told(bring(sale, entry(1, str(sale.open), reference=sale.order_no), number=number))[0][0]
        except payments.UnableToSettle as refusal:
            return refusal.reason
        finally:
            django.close_all()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, "abcdefgh"))
    assert outcomes.count("matched") == 1
    assert set(outcomes) <= {"matched", "open", "meanwhile"}
    assert paid(sale) == sale.open


def test_only_the_seller_sees_its_statements(sale: "Lending") -> None:
    bring(sale, entry(1, str(sale.open), reference=sale.order_no))
    seen = {}
    for who in ("seller", "bank"):
        with connections.web([sale.party[who]]) as web:
            tables = ("payments_statement", "payments_entry", "payments_settlement")
            seen[who] = [len(web.execute(f"SELECT 1 FROM {table}").fetchall()) for table in tables]
    assert seen == {"seller": [1, 1, 1], "bank": [0, 0, 0]}
