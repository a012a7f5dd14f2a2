"""Original payment data at one practice station: kept, asked for, answered at once, uploaded, taken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from entrepot.gateways.original_payment import Original, write_original
from entrepot.project.cli import original_payments
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.modules.cli.conftest import Station
from tests.unit.original_payment.making import PAID, PAYMENT

if TYPE_CHECKING:
    from tests.factories.finance import Lending

SECRET = "999999190001010014"


@pytest.fixture
def sale(db: Database) -> "Iterator[Lending]":
    from tests.factories.finance import make_lending

    made = make_lending(db.owner, ("order",))
    yield made
    made.line.close()


@pytest.fixture
def payment(sale: "Lending", tmp_path: Path) -> Path:
    """What the marketplace of the sale keeps of its payment; the raw request names the payer."""
    head = replace(PAYMENT, marketplace_code=sale.marketplace_code, request=f'{{"id":"{SECRET}"}}')
    path = tmp_path / "payment.json"
    path.write_text(write_original(Original(head, (replace(PAID, order_no=sale.order_no),))), "utf-8")
    return path


def test_a_payment_is_kept_asked_for_uploaded_and_taken(practice: Station, sale: "Lending", payment: Path) -> None:
    by = sale.marketplace_code
    assert practice.run(original_payments.keep, file=payment, by=by) == {"orders": [sale.order_no]}
    assert practice.run(original_payments.keep, file=payment, by=by) == {"orders": []}
    asked = practice.run(original_payments.ask, order_no=sale.order_no)
    assert (asked["answer"], len(asked["session"])) == ("10000", 36)
    [sent] = practice.run(original_payments.send, by=by)["uploads"]
    assert (sent["order_no"], sent["session"], sent["code"]) == (sale.order_no, asked["session"], "10000")
    assert practice.run(original_payments.send, by=by) == {"uploads": []}
    questions = practice.run(original_payments.show, order_no=sale.order_no)["questions"]
    assert [(one["side"], one["state"]) for one in questions] == [("customs", "done"), ("marketplace", "done")]
    assert (questions[0]["pay_transaction_no"], questions[0]["total_amount"]) == ("P-1", "112.30000")
    assert questions[0]["cert_no"].startswith("PRACTICE-")


def test_what_was_uploaded_can_be_read_back_and_lies_nowhere_in_clear(
    practice: Station, db: Database, sale: "Lending", payment: Path
) -> None:
    from entrepot.modules.payments import api as payments
    from entrepot.project.line.original_payments import shown

    practice.run(original_payments.keep, file=payment, by=sale.marketplace_code)
    session = practice.run(original_payments.ask, order_no=sale.order_no)["session"]
    practice.run(original_payments.send, by=sale.marketplace_code)
    question = payments.question_of("customs", session, using="owner")
    assert question is not None
    head = shown(payments.uploaded_text(question))["payExchangeInfoHead"]
    assert isinstance(head, dict)
    assert (SECRET in head["initalRequest"], head["note"]) == (True, "PRACTICE · 练习")
    with psycopg.connect(db.owner) as connection:
        everywhere = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        assert ("payments_question",) in everywhere
        for (table,) in everywhere:
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))).fetchall()
            assert not any(SECRET in text or SECRET.encode().hex() in text for (text,) in rows), table


def test_an_order_without_a_kept_payment_is_refused_at_once(practice: Station, sale: "Lending") -> None:
    assert practice.run(original_payments.ask, order_no=sale.order_no)["answer"] == "20000"
    assert practice.run(original_payments.send, by=sale.marketplace_code) == {"uploads": []}
    [question] = practice.run(original_payments.show, order_no=sale.order_no)["questions"]
    assert (question["side"], question["state"]) == ("customs", "open")
    with pytest.raises(Refusal, match="NO-1"):
        practice.run(original_payments.ask, order_no="NO-1")


def test_a_payment_that_does_not_fit_is_refused_with_its_faults(
    practice: Station, sale: "Lending", payment: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=f"Expected a payment of marketplace {sale.seller_code}"):
        practice.run(original_payments.keep, file=payment, by=sale.seller_code)
    broken = tmp_path / "broken.json"
    broken.write_text(payment.read_text("utf-8").replace('"142"', '"CNY"').replace('"2"', '"9"'), "utf-8")
    with pytest.raises(Refusal, match="/payExchangeInfoHead/currency Expected digits") as refused:
        practice.run(original_payments.keep, file=broken, by=sale.marketplace_code)
    assert "/payExchangeInfoHead/verDept Expected one of 1, 2, 3, found 9" in str(refused.value)
    with pytest.raises(Refusal, match="Expected a file"):
        practice.run(original_payments.keep, file=tmp_path / "none.json", by=sale.marketplace_code)


def test_a_filing_station_needs_an_address_to_send_to(filing: Station, sale: "Lending") -> None:
    with pytest.raises(Refusal, match=r"sender\.toml"):
        filing.run(original_payments.send, by=sale.marketplace_code)
