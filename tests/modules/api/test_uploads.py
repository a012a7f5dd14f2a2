"""A filing station uploads original payment data by itself, where its sender names an address and a key."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client

from entrepot.gateways.original_payment import Request, write_request
from entrepot.modules.payments import api as payments
from entrepot.project.api import destinations, uploads
from entrepot.store import gate
from tests.databases import Database
from tests.modules.api.test_original_payments import FORM, UPLOAD, asked, keep, key_on_file, sale

if TYPE_CHECKING:
    from tests.factories.finance import Lending

__all__ = ["sale"]  # a fixture
ADDRESS = "https://customs.example/179/realTimeDataUpload"


class Passes(threading.Event):
    """Stops after so many passes, without waiting."""

    def __init__(self, passes: int) -> None:
        super().__init__()
        self.left = passes

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - the signature of an event
        self.left -= 1
        return self.left < 0


@pytest.fixture
def folder(sale: "Lending", tmp_path: Path) -> Path:
    """Of a marketplace with a key that customs has on file."""
    signer = key_on_file(sale)
    key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "signing.pem").write_bytes(key)
    (tmp_path / "signing.crt").write_bytes(signer.certificate)
    (tmp_path / "sender.toml").write_text(
        f'dxp_id = "DXPENT0000012345"\npayments = "{ADDRESS}"\n'
        '[signature]\nkey = "signing.pem"\ncertificate = "signing.crt"\nkey_name = "01A2B3"\n'
    )
    return tmp_path


@pytest.fixture
def posted(django_client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses to which uploads went; each reaches the address of customs at this station."""
    found: list[str] = []

    def reach(address: str, body: bytes, headers: dict[str, str], *, most: int) -> tuple[int, bytes]:
        found.append(address)
        answer = django_client.post(UPLOAD, body, content_type=headers["Content-Type"])
        assert len(answer.content) <= most
        return answer.status_code, answer.content

    monkeypatch.setattr(destinations, "exchange", reach)
    return found


def ask(sale: "Lending", client: Client) -> str:
    """Customs opens a session and the marketplace's address takes the question."""
    session = asked(sale)
    body = write_request(Request(sale.order_no, session, datetime.now(UTC)))
    assert client.post(f"/179/{sale.marketplace_code}/openReq", body, content_type=FORM).json()["code"] == "10000"
    return session


def run(folder: Path, passes: int, *times: datetime) -> None:
    """So many passes at these times, the last of them from then on."""
    clock = iter(times)
    last = times[-1] if times else datetime.now(UTC)
    uploads.run_uploads(Passes(passes), lambda: next(clock, last), folder)


def test_what_customs_asked_for_is_uploaded_once(
    sale: "Lending", folder: Path, posted: list[str], django_client: Client
) -> None:
    keep(sale)
    session = ask(sale, django_client)
    run(folder, 3)
    assert posted == [ADDRESS]
    question = payments.question_of("customs", session, using="owner")
    assert question is not None
    assert (question.state, question.pay_transaction_no, question.cert_no) == ("done", "P-1", "01A2B3")
    assert payments.questions_due() == []


def test_customs_that_does_not_answer_is_asked_again_after_a_minute(
    sale: "Lending", folder: Path, posted: list[str], django_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(sale)
    ask(sale, django_client)
    calls: list[datetime] = []

    def nobody(*_given: object, **_named: object) -> tuple[int, bytes]:
        calls.append(datetime.now(UTC))
        raise destinations.NotTaken("nobody there")

    now = datetime.now(UTC)
    with monkeypatch.context() as silent:
        silent.setattr(destinations, "exchange", nobody)
        run(folder, 3, now, now + timedelta(seconds=59), now + timedelta(seconds=61))
    assert (len(calls), len(payments.questions_due())) == (2, 1)
    run(folder, 1)
    assert (posted, payments.questions_due()) == ([ADDRESS], [])


def test_without_a_key_nothing_is_sent_and_the_log_says_what_is_missing(
    sale: "Lending", tmp_path: Path, posted: list[str], django_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    keep(sale)
    ask(sale, django_client)
    with caplog.at_level(logging.WARNING):
        run(tmp_path, 2)
    assert (posted, len(payments.questions_due())) == ([], 1)
    assert "sender.toml" in caplog.text


def test_while_one_process_uploads_another_leaves_it_at_that(
    sale: "Lending", folder: Path, posted: list[str], django_client: Client, db: Database
) -> None:
    keep(sale)
    ask(sale, django_client)
    with psycopg.connect(db.owner, autocommit=True) as other, gate.alone_or_not(other, uploads.LOCK) as alone:
        assert alone
        run(folder, 1)
        assert posted == []
    run(folder, 1)
    assert posted == [ADDRESS]


def test_data_that_no_longer_opens_holds_up_no_other(
    sale: "Lending", folder: Path, posted: list[str], django_client: Client
) -> None:
    keep(sale)
    ask(sale, django_client)
    sale.line.setting.lookups.execute("UPDATE payments_original SET identity_block = NULL, identity_key = NULL")
    found = uploads.wires(folder)
    assert found is not None
    [gone] = uploads.upload_due(found, now=datetime.now(UTC), practice=True)
    assert (gone.answer, posted, len(payments.questions_due())) == (None, [], 1)
    assert gone.why
