"""The two open addresses of announcement 179."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client

from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.gateways.original_payment import Original, Request, read_request, write_request, write_upload
from entrepot.modules.parties import api as parties
from entrepot.modules.payments import api as payments
from entrepot.modules.payments.web.questions import on_record
from entrepot.project.line import original_payments
from tests.databases import Database
from tests.unit.original_payment.making import PAID, PAYMENT

if TYPE_CHECKING:
    from tests.factories.finance import Lending

FORM = "application/x-www-form-urlencoded"
UPLOAD = "/179/realTimeDataUpload"


@pytest.fixture
def sale(db: Database, django_client: Client) -> "Iterator[Lending]":
    from tests.factories.finance import make_lending

    django_client.defaults["HTTP_HOST"] = "localhost"
    made = make_lending(db.owner, ("order",))
    parties.create_station(
        kind="practice", owner_id=made.line.setting.owner_id, signing_key="0" * 64, now=datetime.now(UTC)
    )
    yield made
    made.line.close()


def original(sale: "Lending") -> Original:
    return Original(replace(PAYMENT, marketplace_code=sale.marketplace_code), (replace(PAID, order_no=sale.order_no),))


def keep(sale: "Lending") -> None:
    from entrepot.gateways.original_payment import write_original

    body = write_original(original(sale)).encode()
    original_payments.keep(body, marketplace_code=sale.marketplace_code, now=datetime.now(UTC), practice=True)


def key_on_file(sale: "Lending") -> RsaSigner:
    now = datetime.now(UTC)
    signer, today = RsaSigner.generate("练习 PRACTICE", "01A2B3", now), parties.china_day(now)
    parties.file_certificate(
        party_id=sale.marketplace_id, number="01A2B3", sha256=sha256(signer.certificate).digest(),
        der=signer.certificate, valid_from=today, valid_until=today + timedelta(days=1), now=now,
    )  # fmt: skip
    return signer


def asked(sale: "Lending") -> str:
    """The session that customs opened for the order."""
    body = original_payments.ask(
        sale.order_no,
        sale.marketplace_id,
        authority_id=sale.line.setting.owner_id,
        now=datetime.now(UTC),
        practice=True,
    )
    return read_request(body).session_id


def posted(client: Client, address: str, body: bytes) -> tuple[str, str]:
    response = client.post(address, body, content_type=FORM)
    assert response.status_code == 200
    said = json.loads(response.content)
    return said["code"], said["message"]


def test_customs_question_is_answered_at_once_and_queued_once(sale: "Lending", django_client: Client) -> None:
    keep(sale)
    body = write_request(Request(sale.order_no, "S-1", datetime.now(UTC)))
    for _ in range(2):
        assert posted(django_client, f"/179/{sale.marketplace_code}/openReq", body) == ("10000", "")
    [due] = payments.questions_due()
    assert (due.session_id, due.order_no, due.marketplace_id) == ("S-1", sale.order_no, sale.marketplace_id)


def test_a_question_for_an_unknown_order_is_refused_and_nothing_is_queued(
    sale: "Lending", django_client: Client
) -> None:
    body = write_request(Request("NO-1", "S-1", datetime.now(UTC)))
    code, message = posted(django_client, f"/179/{sale.marketplace_code}/openReq", body)
    assert (code, "NO-1" in message) == ("20000", True)
    assert posted(django_client, f"/179/{sale.marketplace_code}/openReq", b"\xff")[0] == "20000"
    assert payments.questions_due() == []


def test_an_upload_is_taken_once_and_stands_with_its_session(sale: "Lending", django_client: Client) -> None:
    session, signer = asked(sale), key_on_file(sale)
    body = write_upload(session, original(sale), signer, now=datetime.now(UTC))
    assert posted(django_client, UPLOAD, body) == ("10000", "")
    question = payments.question_of("customs", session, using="owner")
    assert question is not None
    assert (question.state, question.pay_transaction_no, question.cert_no) == ("done", "P-1", "01A2B3")
    other = replace(original(sale), payment=replace(original(sale).payment, pay_transaction_no="P-2"))
    posted(django_client, UPLOAD, write_upload(session, other, signer, now=datetime.now(UTC)))
    again = payments.question_of("customs", session, using="owner")
    assert again is not None
    assert again.pay_transaction_no == "P-1"


def test_an_upload_that_does_not_fit_is_refused_and_nothing_is_kept(sale: "Lending", django_client: Client) -> None:
    session, signer = asked(sale), key_on_file(sale)
    stranger = RsaSigner.generate("练习 PRACTICE", "01A2B3", datetime.now(UTC))
    right = write_upload(session, original(sale), signer, now=datetime.now(UTC))
    elsewhere = replace(original(sale), payment=replace(PAYMENT, marketplace_code=sale.seller_code))
    wrong = {
        "/signValue": write_upload(session, original(sale), stranger, now=datetime.now(UTC)),
        "/sessionID": write_upload("another", original(sale), signer, now=datetime.now(UTC)),
        "/certNo": write_upload(session, elsewhere, signer, now=datetime.now(UTC)),
        "/payExchangeInfoHead/currency": right.replace(urlencode({"": '"142"'})[1:].encode(), b"%22CNY%22"),
        "": b"x" * 2_000_001,
    }
    for path, body in wrong.items():
        code, message = posted(django_client, UPLOAD, body)
        assert (code, message.startswith(path)) == ("20000", True), message
    question = payments.question_of("customs", session, using="owner")
    assert question is not None
    assert (question.state, question.identity_block) == ("open", None)


def test_who_asks_elsewhere_or_otherwise_is_told_so(sale: "Lending", django_client: Client) -> None:
    assert django_client.post("/179/9999960099/openReq", b"x", content_type=FORM).status_code == 404
    assert django_client.get(UPLOAD).status_code == 405
    assert django_client.get(f"/179/{sale.marketplace_code}/openReq").status_code == 405


def test_each_side_sees_its_own_row_alone(sale: "Lending", django_client: Client) -> None:
    asked(sale)
    for party, seen in ((sale.line.setting.owner_id, 1), (sale.marketplace_id, 0), (sale.party["seller"], 0)):
        with parties.reading(parties.Reader((party,), (), None, frozenset(parties.SCOPES), ())):
            assert len(payments.questions_on(sale.order_no, sale.marketplace_id)) == seen
            told = on_record(sale.order_no, sale.marketplace_id)
            assert [one.sentence for one in told] == ["Payment data asked for: open"] * seen
