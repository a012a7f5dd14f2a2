"""`certificate`: put on file, ended, listed; and what a message that it signed says of it."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner, Sm2Signer
from entrepot.modules.parties import api as parties
from entrepot.project.cli.certificates import certificate
from entrepot.project.cli.messages import message
from entrepot.project.line.sender import certificate_in
from entrepot.project.wording import Refusal
from tests.factories.line import messages_of, some_sets
from tests.modules.cli.conftest import NOW, Station

CODE = "9999964001"
MIDNIGHT = datetime(2026, 5, 3, 16, tzinfo=UTC)  # 00:00 on 4 May in China
RSA = RsaSigner.generate("练习 PRACTICE", "01A2", MIDNIGHT)
SM2 = Sm2Signer.generate("练习 PRACTICE", "02B3", NOW)


def on_file(
    station: Station, file: Path | None, code: str = CODE, *, until: str | None = None, number: str = "",
    end: int | None = None,
) -> dict[str, object]:  # fmt: skip
    return station.run(certificate, code=code, file=file, until=until, number=number, end=end)


def written(folder: Path, signer: ceb.Signer, *, pem: bool = False) -> Path:
    path = folder / "signing.crt"
    path.write_bytes(certificate_in(signer.certificate).public_bytes(Encoding.PEM) if pem else signer.certificate)
    return path


@pytest.mark.parametrize(("signer", "pem", "last"), [
    (RSA, True, "2036-04-30"),  # ends at midnight: the day before is the last
    (RSA, False, "2036-04-30"), (SM2, False, "2036-05-01"),
])  # fmt: skip
def test_a_certificate_is_filed_with_the_days_it_says(
    filing: Station, tmp_path: Path, signer: ceb.Signer, last: str, *, pem: bool
) -> None:
    path = written(tmp_path, signer, pem=pem)
    filed, again = on_file(filing, path), on_file(filing, path)
    digest = sha256(signer.certificate).hexdigest()
    serial = f"{certificate_in(signer.certificate).serial_number:X}"
    assert filed == {
        "id": filed["id"], "code": CODE, "number": serial, "valid_from": "2026-05-04", "last": last, "new": True,
        "sha256": digest,
    }  # fmt: skip
    assert (again["id"], again["new"]) == (filed["id"], False)
    assert on_file(filing, None)["certificates"] == [
        {"id": filed["id"], "number": serial, "valid_from": "2026-05-04", "last": last, "sha256": digest,
         "in_force": True, "ended": False}
    ]  # fmt: skip


def test_another_last_day_and_number_may_be_said_and_an_entry_ended(
    filing: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    filed = on_file(filing, written(tmp_path, RSA), until="2026-05-31", number="01A2")
    assert (filed["number"], filed["last"]) == ("01A2", "2026-05-31")
    party = parties.resolve(owner, [(CODE, "", "")])[CODE]
    days = (date(2026, 5, 31), date(2026, 6, 1))
    assert [parties.certificates_on_file(owner, [party], day)[0].in_force for day in days] == [True, False]
    on_file(filing, None, end=int(str(filed["id"])))
    listed = filing.run(certificate, code=CODE, file=None, until=None, number="", end=None)["certificates"]
    assert [(entry["in_force"], entry["ended"]) for entry in listed] == [(False, True)]


def test_what_is_no_certificate_or_no_code_is_refused_and_nothing_filed(
    filing: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    path = tmp_path / "key.pem"
    path.write_text("-----BEGIN PRIVATE KEY-----\n")
    with pytest.raises(Refusal, match="Expected a certificate"):
        on_file(filing, path)
    with pytest.raises(parties.UnableToUseCode):
        on_file(filing, written(tmp_path, RSA), "12345")
    with pytest.raises(parties.UnableToUseCode):
        on_file(filing, None, "9999964009")
    assert owner.execute("SELECT count(*) FROM parties_certificate").fetchone() == (0,)


def test_message_counts_what_was_signed(practice: Station, tmp_path: Path) -> None:
    ((_, body),) = messages_of(some_sets(2), "list")
    (tmp_path / "signed.xml").write_bytes(ceb.sign(body, RSA))
    (tmp_path / "order.xml").write_bytes(messages_of(some_sets(2), "order")[0][1])
    done = practice.run(message, files=[tmp_path], out=None)
    assert (done["messages"], done["accepted"], done["signed"]) == (2, 4, 1)
