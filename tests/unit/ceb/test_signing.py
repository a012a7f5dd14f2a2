"""Signatures written and verified, with both pairs of algorithms, and everything that can be wrong with one."""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from lxml import etree

from entrepot.gateways.ceb import Signer, UnableToSign, decode, read_signature, sentence, sign, validate, write
from entrepot.gateways.ceb.signing import SHA1, SM3
from entrepot.gateways.ceb.software_keys import RsaSigner, Sm2Signer, SoftwareVerifier
from tests.unit.ceb.making import ENVELOPE, NO_SCHEMA, document, element, message, official_schema, transfer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIGNERS: dict[str, Signer] = {
    "RSA": RsaSigner.generate("练习 PRACTICE", "0001", NOW),
    "SM2": Sm2Signer.generate("练习 PRACTICE", "0002", NOW),
}
EXTENSION = element("ExtendMessage", element("name", "x") + element("version", "1") + element("Message", ""))
SUBSCRIPTION = element(
    "BaseSubscribe", element("status", "ALL") + element("dxpMode", "DXP") + element("dxpAddress", "DXPENT0000000001")
)
UNSIGNED = message("list", [document("list")])

each_signer = pytest.mark.parametrize("signer", SIGNERS.values(), ids=SIGNERS)


@each_signer
def test_a_signed_message_verifies_and_is_read_like_the_unsigned_one(signer: Signer) -> None:
    signed = sign(UNSIGNED, signer)
    facts = read_signature(signed, SoftwareVerifier())
    assert (facts.state, facts.algorithm, facts.key_name) == ("valid", signer.algorithm, signer.key_name)
    assert facts.certificate == signer.certificate
    assert facts.faults(0) == []
    typed = validate(decode([signed]))
    assert typed.faults.is_empty()
    assert typed.messages["signed"].to_list() == [True]
    assert (
        typed.heads["list"]["content_hash"].to_list()
        == validate(decode([UNSIGNED])).heads["list"]["content_hash"].to_list()
    )


@each_signer
def test_the_digest_is_that_of_the_message_as_it_stood_before(signer: Signer) -> None:
    signed = sign(UNSIGNED, signer)
    method = SM3 if signer is SIGNERS["SM2"] else SHA1
    name = "sm3" if method == SM3 else "sha1"
    before = etree.tostring(etree.fromstring(UNSIGNED), method="c14n", with_comments=False)
    digest = base64.b64encode(hashlib.new(name, before, usedforsecurity=False).digest())
    assert f'<ds:DigestMethod Algorithm="{method}">'.encode() in signed
    assert b"<ds:DigestValue>" + digest + b"</ds:DigestValue>" in signed
    assert re.sub(rb"<ds:Signature .*</ds:Signature>", b"", signed) == UNSIGNED


@each_signer
@pytest.mark.parametrize("after", [transfer(), transfer() + SUBSCRIPTION, transfer() + SUBSCRIPTION * 2 + EXTENSION])
def test_the_signature_stands_where_export_messages_have_it(signer: Signer, after: str) -> None:
    signed = sign(message("list", after=after), signer)
    assert decode([signed]).faults.is_empty()
    assert read_signature(signed, SoftwareVerifier()).state == "valid"


@pytest.mark.real_data
@pytest.mark.skipif(official_schema() is None, reason=NO_SCHEMA)
@each_signer
def test_the_official_schema_accepts_a_signed_message(signer: Signer) -> None:
    schema = official_schema()
    assert schema is not None
    schema.assertValid(etree.fromstring(sign(message("list", after=transfer() + SUBSCRIPTION + EXTENSION), signer)))


@each_signer
def test_writing_signs_what_it_writes(signer: Signer) -> None:
    typed = validate(decode([UNSIGNED]))
    written = write("list", typed.heads["list"], typed.lines["list"], ENVELOPE, signer=signer)
    assert read_signature(written, SoftwareVerifier()).state == "valid"


@each_signer
def test_white_space_put_around_the_signature_with_it_is_not_held_against_it(signer: Signer) -> None:
    signed = sign(UNSIGNED, signer)
    indented = signed.replace(b"<ds:Signature ", b"\n\t<ds:Signature ").replace(
        b"</ds:Signature>", b"</ds:Signature>\n"
    )
    assert read_signature(indented, SoftwareVerifier()).state == "valid"


def test_signed_info_without_the_namespaces_around_it_is_taken_too() -> None:
    signer = SIGNERS["SM2"]
    signed = sign(UNSIGNED, signer)
    info = re.search(rb"<ds:SignedInfo>.*</ds:SignedInfo>", signed)
    assert info is not None
    alone = info[0].replace(b"<ds:SignedInfo>", b'<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')
    value = b"<ds:SignatureValue>" + base64.b64encode(signer.sign(alone)) + b"</ds:SignatureValue>"
    other = re.sub(rb"<ds:SignatureValue>.*</ds:SignatureValue>", value, signed)
    assert read_signature(other, SoftwareVerifier()).state == "valid"


def _written() -> bytes:
    typed = validate(decode([UNSIGNED]))
    return write("list", typed.heads["list"], typed.lines["list"], ENVELOPE)


@each_signer
def test_what_is_written_in_canonical_form_needs_no_tree(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    def tree(*_: object) -> None:
        raise AssertionError("expected no tree of the whole message")

    signed = sign(_written(), signer)
    monkeypatch.setattr("entrepot.gateways.ceb.signing.parsed", tree)
    assert read_signature(signed, SoftwareVerifier()).state == "valid"


BESIDE = element("ExtendMessage", element("name", "x") + element("version", "1") + element("Message", "forged"))


@pytest.mark.parametrize(
    "forged",
    [
        lambda m: m.replace(b"<ds:Signature ", b"<ds:Signature/>%s<ds:Signature " % BESIDE.encode()),
        lambda m: m.replace(b"</ds:Signature>", b"</ds:Signature>%s<ds:Signature></ds:Signature>" % BESIDE.encode()),
        lambda m: m.replace(b"<ds:Signature ", b"<!--<ds:Signature >-->%s<ds:Signature " % BESIDE.encode()),
        lambda m: m.replace(b"<ds:Signature ", b"<ds:Signature ><![CDATA[</ds:Signature>]]>%s" % BESIDE.encode()),
        lambda m: m.replace(b'guid="', b'guid="0', 1),
        lambda m: m.replace(b"12.5<", b"12.5<!-- -->1<", 1),
    ],
)
def test_nothing_can_be_hidden_in_what_is_cut_out(forged: Callable[[bytes], bytes]) -> None:
    signed = sign(_written(), SIGNERS["RSA"])
    assert forged(signed) != signed
    assert read_signature(forged(signed), SoftwareVerifier()).state != "valid"


def test_a_message_without_signature_says_so() -> None:
    facts = read_signature(UNSIGNED, SoftwareVerifier())
    assert (facts.state, facts.rule, facts.faults(3)) == ("absent", None, [])


def swapped_certificate(signed: bytes, signer: Signer) -> bytes:
    other = (
        RsaSigner.generate("other", "9", NOW)
        if isinstance(signer, RsaSigner)
        else Sm2Signer.generate("other", "9", NOW)
    )
    return signed.replace(base64.b64encode(signer.certificate), base64.b64encode(other.certificate))


def other_kind_of_certificate(signed: bytes, signer: Signer) -> bytes:
    other = SIGNERS["SM2" if isinstance(signer, RsaSigner) else "RSA"]
    return signed.replace(base64.b64encode(signer.certificate), base64.b64encode(other.certificate))


Damage = Callable[[bytes, Signer], bytes]


@each_signer
@pytest.mark.parametrize(
    ("damage", "state", "rule"),
    [
        (lambda m, _: m.replace(b">12.5<", b">12.6<", 1), "invalid", "ceb.signature_digest"),
        (lambda m, _: m.replace(b"<ceb:note>", b"<ceb:note> ", 1), "invalid", "ceb.signature_digest"),
        (lambda m, _: m.replace(b"<ds:DigestValue>", b"<ds:DigestValue>AAAA"), "invalid", "ceb.signature_digest"),
        (lambda m, _: m.replace(b"<ds:DigestValue>", b"<ds:DigestValue>*"), "invalid", "ceb.signature_digest"),
        (lambda m, _: re.sub(rb"(<ds:SignatureValue>)....", rb"\1AAAA", m), "invalid", "ceb.signature_value"),
        (lambda m, _: m.replace(b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"), "invalid", "ceb.signature_value"),
        (lambda m, _: re.sub(rb"(<ds:SignatureValue>)[^<]*", rb"\1", m), "invalid", "ceb.signature_value"),
        (swapped_certificate, "invalid", "ceb.signature_value"),
        (other_kind_of_certificate, "invalid", "ceb.signature_value"),
        (lambda m, _: re.sub(rb"(<ds:X509Certificate>)[^<]*", rb"\1AAAA", m), "invalid", "ceb.signature_value"),
        (lambda m, _: re.sub(rb"<ds:X509Data>.*</ds:X509Data>", b"", m), "invalid", "ceb.signature_form"),
        (lambda m, _: m.replace(b'URI=""', b'URI="#x"'), "invalid", "ceb.signature_form"),
        (lambda m, _: m.replace(b"enveloped-signature", b"base64"), "invalid", "ceb.signature_form"),
        (
            lambda m, _: re.sub(rb'(SignatureMethod Algorithm="[^"]*)', rb"\1-x", m),
            "unknown_algorithm",
            "ceb.signature_algorithm",
        ),
        (
            lambda m, _: re.sub(rb'(DigestMethod Algorithm=")[^"]*', rb"\1urn:md5", m),
            "unknown_algorithm",
            "ceb.signature_algorithm",
        ),
    ],
)
def test_says_what_is_wrong_with_a_signature(signer: Signer, damage: Damage, state: str, rule: str) -> None:
    signed = sign(UNSIGNED, signer)
    damaged = damage(signed, signer)
    assert damaged != signed
    facts = read_signature(damaged, SoftwareVerifier())
    assert (facts.state, facts.rule) == (state, rule)
    [fault] = facts.faults(7)
    assert (fault.message_no, fault.document_no, fault.rule) == (7, None, rule)
    assert sentence(fault.rule, fault.facts, "zh") != sentence(fault.rule, fault.facts)


def test_an_algorithm_without_its_software_is_unknown_not_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    signed = sign(UNSIGNED, SIGNERS["SM2"])
    monkeypatch.setattr("entrepot.gateways.ceb.software_keys.import_module", absent)
    facts = read_signature(signed, SoftwareVerifier())
    assert (facts.state, facts.rule) == ("unknown_algorithm", "ceb.signature_software")
    [fault] = facts.faults(0)
    assert 'pip install "entrepot[sm2]"' in sentence(fault.rule, fault.facts)
    assert read_signature(sign(UNSIGNED, SIGNERS["RSA"]), SoftwareVerifier()).state == "valid"


@pytest.mark.parametrize("data", [message("list_reply"), sign(UNSIGNED, SIGNERS["RSA"]), b"<broken", b""])
def test_refuses_to_sign_what_carries_no_signature_or_has_one(data: bytes) -> None:
    with pytest.raises(UnableToSign, match="expected a message with BaseTransfer and without Signature"):
        sign(data, SIGNERS["RSA"])


def test_certificates_of_both_kinds_are_certificates() -> None:
    names = [x509.load_der_x509_certificate(signer.certificate).subject.rfc4514_string() for signer in SIGNERS.values()]
    assert names == ["CN=练习 PRACTICE", "CN=练习 PRACTICE"]


def test_an_sm2_signature_is_r_and_s_of_32_bytes_each() -> None:
    assert {len(SIGNERS["SM2"].sign(b"text")) for _ in range(20)} == {64}
