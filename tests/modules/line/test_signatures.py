"""Signatures at intake: verified, and held against the certificates on file for the sender."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

import pytest

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner, Sm2Signer
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import Took
from tests.databases import Database
from tests.factories.filing import bring, real_messages
from tests.factories.line import NOW, Line, messages_of, some_sets

FIRST, LAST = date(2026, 5, 4), date(2026, 5, 31)
RSA = RsaSigner.generate("练习 PRACTICE", "01A2", NOW)
OTHER = RsaSigner.generate("练习 PRACTICE", "01A3", NOW)
SM2 = Sm2Signer.generate("练习 PRACTICE", "02B3", NOW)
Message = tuple[str, bytes]
each_signer = pytest.mark.parametrize("signer", [RSA, SM2], ids=["RSA", "SM2"])


@pytest.fixture
def deciding(db: Database) -> Iterator[Line]:
    """A deciding station: nothing is practice."""
    opened = Line.opened(db.owner, some_sets(20), station="deciding")
    yield opened
    opened.close()


@pytest.fixture
def filing(db: Database) -> Iterator[Line]:
    opened = Line.opened(db.owner, some_sets(20), station="filing")
    yield opened
    opened.close()


def signed(messages: list[Message], signer: ceb.Signer) -> list[Message]:
    return [(code, ceb.sign(body, signer)) for code, body in messages]


def file_certificate(line: Line, code: str, signer: ceb.Signer, *, last: date = LAST) -> int:
    """The certificate is on file for the firm with this code from NOW until the end of `last`."""
    party = parties.resolve(line.setting.lookups, [(code, code, "")])[code]
    number, _ = parties.file_certificate(
        party_id=party, number=signer.key_name, sha256=sha256(signer.certificate).digest(), valid_from=FIRST,
        valid_until=last + timedelta(days=1), now=NOW,
    )  # fmt: skip
    return number


def became(took: Took) -> list[tuple[object, ...]]:
    return took.messages.select("state", "accepted", "refused", "key_name").rows()


def rules(took: Took) -> list[tuple[object, ...]]:
    return took.faults.select("document_no", "rule", "path").rows()


def lists_stored(line: Line) -> int:
    found = line.setting.lookups.execute("SELECT count(*) FROM declarations_list").fetchone()
    assert found is not None
    return int(found[0])


@each_signer
def test_a_valid_signature_is_taken_and_its_certificate_kept(line: Line, signer: ceb.Signer) -> None:
    took = line.send(signed(messages_of(some_sets(2), "list"), signer) + messages_of(some_sets(2), "order"))
    assert became(took) == [("read", 2, 0, signer.key_name), ("read", 2, 0, "")]
    kept = line.setting.lookups.execute("SELECT key_name FROM exchange_message WHERE direction = 'in' ORDER BY id")
    assert kept.fetchall() == [(signer.key_name,), ("",)]
    assert lists_stored(line) == 2


@each_signer
def test_one_changed_byte_refuses_that_message_as_a_whole_and_no_other(line: Line, signer: ceb.Signer) -> None:
    ((code, body),) = signed(messages_of(some_sets(2), "list"), signer)
    changed = body.replace(b"<ceb:packNo>1<", b"<ceb:packNo>2<", 1)
    assert changed != body
    others = signed(messages_of(some_sets(3, first_no=5), "list"), signer)
    took = line.send([(code, changed), *others])
    assert became(took) == [("refused", 0, 2, ""), ("read", 3, 0, signer.key_name)]
    assert rules(took) == [(None, "ceb.signature_digest", "/Signature")]
    assert lists_stored(line) == 3


def test_a_signature_whose_software_is_missing_says_what_to_install(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    messages = signed(messages_of(some_sets(1), "list"), SM2)
    monkeypatch.setattr("entrepot.gateways.ceb.software_keys.import_module", absent)
    took = line.send(messages)
    assert (became(took), rules(took)) == (
        [("refused", 0, 1, "")], [(None, "ceb.signature_software", "/Signature")],
    )  # fmt: skip
    assert lists_stored(line) == 0


def test_where_a_certificate_is_on_file_no_other_signs_for_its_party(line: Line) -> None:
    messages = messages_of(some_sets(1), "list")
    file_certificate(line, messages[0][0], RSA)
    took = line.send(signed(messages, OTHER) + signed(messages_of(some_sets(1, first_no=5), "list"), RSA))
    assert became(took) == [("refused", 0, 1, ""), ("read", 1, 0, "01A2")]
    assert took.faults.select("rule", "path", "value", "facts").rows() == [
        ("line.certificate", "/Signature/KeyInfo/KeyName", "01A3", '{"number": "01A3"}')
    ]
    assert lists_stored(line) == 1
    orders = messages_of(some_sets(1), "order")  # of another party, which has none on file
    assert became(line.send(signed(orders, OTHER))) == [("read", 1, 0, "01A3")]


def test_the_number_kept_is_the_one_on_file_whatever_the_message_calls_it(line: Line) -> None:
    ((code, body),) = signed(messages_of(some_sets(1), "list"), RSA)
    file_certificate(line, code, RSA)
    renamed = body.replace(b"<ds:KeyName>01A2<", b"<ds:KeyName>FFFF<")
    assert renamed != body
    assert became(line.send([(code, renamed)])) == [("read", 1, 0, "01A2")]


@pytest.mark.parametrize(("day", "state"), [(LAST, "read"), (LAST + timedelta(days=1), "refused")])
def test_a_certificate_signs_on_its_last_day_and_not_on_the_day_after(line: Line, day: date, state: str) -> None:
    messages = messages_of(some_sets(1), "list")
    file_certificate(line, messages[0][0], RSA)
    line.now = NOW + (day - FIRST)
    took = line.send(signed(messages, RSA))
    assert took.messages["state"].to_list() == [state]
    assert took.faults["rule"].to_list() == ([] if state == "read" else ["line.certificate"])


def test_an_ended_certificate_signs_no_more(line: Line) -> None:
    messages = messages_of(some_sets(1), "list")
    number = file_certificate(line, messages[0][0], RSA)
    party = parties.resolve(line.setting.lookups, [(messages[0][0], "", "")])[messages[0][0]]
    parties.end_certificate(party_id=party, certificate_id=number, now=NOW)
    assert line.send(signed(messages, RSA)).faults["rule"].to_list() == ["line.certificate"]


def test_a_deciding_station_refuses_declared_lists_without_signature(deciding: Line) -> None:
    declared, parked = real_messages(some_sets(2), "list"), real_messages(some_sets(1), "list", app_status="1")
    took = deciding.send(declared + parked + real_messages(some_sets(2), "order"))
    assert became(took) == [("refused", 0, 2, ""), ("read", 1, 0, ""), ("read", 2, 0, "")]
    assert rules(took) == [(None, "line.unsigned", "/Signature")]
    assert lists_stored(deciding) == 1


@each_signer
def test_a_deciding_station_takes_and_decides_what_is_signed_with_a_certificate_on_file(
    deciding: Line, signer: ceb.Signer
) -> None:
    sets = some_sets(3)
    messages = real_messages(sets, "list")
    file_certificate(deciding, messages[0][0], signer)
    took = deciding.send(signed(messages, signer))
    assert became(took) == [("read", 3, 0, signer.key_name)]
    for kind in ("order", "slip", "waybill"):
        deciding.send(real_messages(sets, kind))
    deciding.judge()
    assert deciding.states() == {"released": 3}


def test_a_deciding_station_takes_no_certificate_that_is_not_on_file(deciding: Line) -> None:
    messages = signed(real_messages(some_sets(2), "list") + real_messages(some_sets(2), "order"), RSA)
    took = deciding.send(messages)
    assert became(took) == [("refused", 0, 2, ""), ("refused", 0, 2, "")]
    assert took.faults["rule"].to_list() == ["line.certificate", "line.certificate"]
    assert lists_stored(deciding) == 0


def test_a_copy_in_a_filing_station_is_verified_and_needs_no_certificate_on_file(filing: Line) -> None:
    ((code, body),) = signed(real_messages(some_sets(1), "list"), OTHER)
    file_certificate(filing, code, RSA)
    bring(filing.setting, [(code, body)])
    assert lists_stored(filing) == 1
    bring(filing.setting, [(code, body.replace(b"<ceb:packNo>1<", b"<ceb:packNo>2<", 1))])
    found = filing.setting.lookups.execute("SELECT state, key_name FROM exchange_message ORDER BY id").fetchall()
    assert found == [("read", "01A3"), ("refused", "")]
    faults = filing.setting.lookups.execute("SELECT rule FROM exchange_fault").fetchall()
    assert faults == [("ceb.signature_digest",)]


def test_a_filing_station_takes_unsigned_lists(filing: Line) -> None:
    bring(filing.setting, real_messages(some_sets(1), "list"))
    assert lists_stored(filing) == 1


def test_unsigned_messages_ask_for_no_certificates(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parties, "certificates_on_file", lambda *_: pytest.fail("asked"))
    assert line.send_sets(some_sets(2)).messages["state"].to_list() == ["read"] * 5


def test_certificates_are_asked_for_once_a_batch(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = parties.certificates_on_file, []

    def counted(*arguments: object) -> list[parties.OnFile]:
        asked.append(arguments)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(parties, "certificates_on_file", counted)
    messages = [one for number in (1, 5, 9) for one in messages_of(some_sets(1, first_no=number), "list")]
    line.send(signed(messages, RSA))
    assert len(asked) == 1


class Broken:
    """A verifier with a fault of its own."""

    def verify(self, algorithm: str, canonical: bytes, signature: bytes, certificate: bytes) -> bool:
        raise ZeroDivisionError(algorithm, canonical, signature, certificate)


def test_a_verifier_that_fails_costs_the_signed_message_alone(line: Line) -> None:
    line.setting.verifier = Broken()
    messages = signed(messages_of(some_sets(1), "list"), RSA)
    took = line.send(messages)
    assert became(took) == [("refused", 0, 0, "")]
    assert took.faults["rule"].to_list() == ["line.unreadable"]
    assert line.send(messages_of(some_sets(1), "order")).messages["state"].to_list() == ["read"]
