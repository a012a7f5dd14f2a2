"""Signatures of messages: enveloped W3C signatures with the algorithms of the interface, behind a port.

Whoever holds a key signs (a software key for practice, the customs key client for real); whoever verifies says whether
value, text and certificate belong together. Whether the certificate belongs to the sender is asked elsewhere.
"""

import base64
import binascii
import copy
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from lxml import etree

from entrepot.gateways.ceb.envelope import SIGNATURE_TAG
from entrepot.gateways.ceb.enveloped import canonical, cut
from entrepot.gateways.ceb.faults import Fault, Ledger
from entrepot.gateways.ceb.fields import SIGNATURE_NAMESPACE
from entrepot.gateways.ceb.raw import parsed
from entrepot.gateways.ceb.tables import BY_ROOT

SM2_SM3 = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
SM3 = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3"
RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

_HASHES = {SM3: "sm3", SHA1: "sha1"}
_DIGEST_OF = {SM2_SM3: SM3, RSA_SHA1: SHA1}
_DS = f"{{{SIGNATURE_NAMESPACE}}}"
_LAST_PART = {
    "export": re.compile(rb"</(?:([A-Za-z_][\w.-]*):)?(?:BaseTransfer|BaseSubscribe)\s*>"),
    "import": re.compile(rb"</(?:([A-Za-z_][\w.-]*):)?(?:BaseTransfer|BaseSubscribe|ExtendMessage)\s*>"),
}

State = Literal["absent", "valid", "invalid", "unknown_algorithm"]


class Signer(Protocol):
    """Holds a private key."""

    @property
    def algorithm(self) -> str:
        """SM2_SM3 or RSA_SHA1."""

    @property
    def key_name(self) -> str:
        """The number of the certificate."""

    @property
    def certificate(self) -> bytes:
        """The X.509 certificate, DER."""

    def sign(self, canonical: bytes) -> bytes:
        """The signature value over the canonical SignedInfo: SM2 as r and s of 32 bytes each, RSA by PKCS 1 v1.5."""


class Verifier(Protocol):
    """Decides whether a signature value belongs to a text and a certificate."""

    def verify(self, algorithm: str, canonical: bytes, signature: bytes, certificate: bytes) -> bool:
        """Whether it does. Raises UnknownAlgorithm for one that this verifier does not have."""


class UnknownAlgorithm(ValueError):
    """The algorithm of a signature or digest is none of the interface's."""


class MissingSoftware(UnknownAlgorithm):
    """The algorithm is one of the interface's; its software is not installed here."""


class UnableToSign(ValueError):
    """The message is none that carries a signature."""


@dataclass(frozen=True)
class SignatureFacts:
    """What the signature of a message is: its state and, unless absent, algorithm, key name and certificate (DER).

    rule: the fault's rule where the state is neither absent nor valid.
    """

    state: State
    algorithm: str | None = None
    key_name: str | None = None
    certificate: bytes | None = None
    rule: str | None = None

    def faults(self, message_no: int) -> list[Fault]:
        """The fault of a message with this signature; none where it is absent or valid."""
        ledger = Ledger(message_no)
        if self.rule is not None:
            ledger.add(None, "/Signature", "", self.rule, found=(self.algorithm or "-")[:200])
        return ledger.faults


def sign(data: bytes, signer: Signer) -> bytes:
    """The message with a Signature after BaseTransfer and BaseSubscribe, in import messages after ExtendMessage too.

    Not one byte else changes.

    The digest is taken over the message as it stands, which is also what remains when a reader takes the Signature
    out (the enveloped transform), since nothing stands between it and its neighbours.
    Raises UnableToSign for a message without BaseTransfer or with a signature.
    """
    root = parsed(data, Ledger(0))
    ends = [] if root is None else _ends_of_parts(root, data)
    if root is None or not ends or root.find(SIGNATURE_TAG) is not None:
        raise UnableToSign("expected a message with BaseTransfer and without Signature; write it anew")
    digest = _digest(_DIGEST_OF[signer.algorithm], canonical(root))
    info = _signed_info(signer.algorithm, digest)
    value = signer.sign(canonical(etree.fromstring(_in_scope(info, root))))
    return data[: ends[-1]] + _signature(info, value, signer).encode() + data[ends[-1] :]


def _ends_of_parts(root: etree._Element, data: bytes) -> list[int]:
    """Where the parts end that a Signature must follow."""
    message = BY_ROOT.get(etree.QName(root).localname)
    pattern = _LAST_PART["import" if message is not None and message.ends == "import" else "export"]
    return [match.end() for match in pattern.finditer(data)]


def read_signature(data: bytes, verifier: Verifier) -> SignatureFacts:
    """Verify the signature of a message that `decode` has read without fault of the whole."""
    apart = cut(data)
    if apart is not None:
        facts = _read(apart.root, verifier, [apart.text])
        if facts.state == "valid":
            return facts
    root = parsed(data, Ledger(0))
    return SignatureFacts("absent") if root is None else _read(root, verifier, None)


def _read(root: etree._Element, verifier: Verifier, texts: Iterable[bytes] | None) -> SignatureFacts:
    """texts: what the message may have been when it was signed; None to take it from the tree."""
    element = root.find(SIGNATURE_TAG)
    if element is None:
        return SignatureFacts("absent")
    algorithm = _attribute(element, "SignedInfo/SignatureMethod")
    certificate = _base64(element, "KeyInfo/X509Data/X509Certificate")
    facts = SignatureFacts("valid", algorithm, _text(element, "KeyInfo/KeyName"), certificate)
    try:
        broken = _broken_rule(element, facts, verifier, _without_signature(root, element) if texts is None else texts)
    except MissingSoftware:
        return _with(facts, "unknown_algorithm", "ceb.signature_software")
    except UnknownAlgorithm:
        return _with(facts, "unknown_algorithm", "ceb.signature_algorithm")
    return facts if broken is None else _with(facts, "invalid", broken)


def _broken_rule(
    element: etree._Element, facts: SignatureFacts, verifier: Verifier, texts: Iterable[bytes]
) -> str | None:
    """What is wrong with a signature; None where it fits. Raises UnknownAlgorithm."""
    digest_algorithm = _attribute(element, "SignedInfo/Reference/DigestMethod")
    if facts.algorithm not in _DIGEST_OF or digest_algorithm not in _HASHES:
        raise UnknownAlgorithm(f"expected the algorithms of the interface, found {facts.algorithm}, {digest_algorithm}")
    if not _names_the_message(element) or facts.certificate is None:
        return "ceb.signature_form"
    if not _digest_fits(element, digest_algorithm, texts):
        return "ceb.signature_digest"
    value = _base64(element, "SignatureValue") or b""
    for info in _canonical_infos(element):
        if verifier.verify(facts.algorithm, info, value, facts.certificate):
            return None
    return "ceb.signature_value"


def _with(facts: SignatureFacts, state: State, rule: str) -> SignatureFacts:
    return SignatureFacts(state, facts.algorithm, facts.key_name, facts.certificate, rule)


def _digest(algorithm: str, text: bytes) -> bytes:
    try:
        return hashlib.new(_HASHES[algorithm], text, usedforsecurity=False).digest()
    except ValueError as missing:  # an OpenSSL built without SM3
        raise MissingSoftware(
            f"expected the hash {_HASHES[algorithm]} in OpenSSL, found none; sign with RSA"
        ) from missing


def _signed_info(algorithm: str, digest: bytes) -> str:
    return (
        "<ds:SignedInfo>"
        f'<ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{algorithm}"></ds:SignatureMethod>'
        '<ds:Reference URI="">'
        f'<ds:Transforms><ds:Transform Algorithm="{ENVELOPED}"></ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{_DIGEST_OF[algorithm]}"></ds:DigestMethod>'
        f"<ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue>"
        "</ds:Reference>"
        "</ds:SignedInfo>"
    )


def _in_scope(info: str, root: etree._Element) -> bytes:
    """SignedInfo with the namespaces that it inherits where it will stand: canonical form writes them out."""
    inherited = {prefix: uri for prefix, uri in root.nsmap.items() if prefix != "ds"} | {"ds": SIGNATURE_NAMESPACE}
    declarations = "".join(f' xmlns{f":{prefix}" if prefix else ""}="{uri}"' for prefix, uri in inherited.items())
    return info.replace("<ds:SignedInfo>", f"<ds:SignedInfo{declarations}>", 1).encode()


def _signature(info: str, value: bytes, signer: Signer) -> str:
    return (
        f'<ds:Signature xmlns:ds="{SIGNATURE_NAMESPACE}">{info}'
        f"<ds:SignatureValue>{base64.b64encode(value).decode()}</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:KeyName>{signer.key_name}</ds:KeyName><ds:X509Data>"
        f"<ds:X509Certificate>{base64.b64encode(signer.certificate).decode()}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo></ds:Signature>"
    )


def _names_the_message(element: etree._Element) -> bool:
    """Whether the one reference is to the whole message, by the transform and the canonical form of the interface."""
    references = element.findall(f"{_DS}SignedInfo/{_DS}Reference")
    method = _attribute(element, "SignedInfo/CanonicalizationMethod")
    transforms = [transform.get("Algorithm") for transform in element.iter(f"{_DS}Transform")]
    whole = len(references) == 1 and references[0].get("URI", "") == ""
    return whole and method == C14N and transforms in ([ENVELOPED], [ENVELOPED, C14N])


def _digest_fits(element: etree._Element, algorithm: str, texts: Iterable[bytes]) -> bool:
    expected = _base64(element, "SignedInfo/Reference/DigestValue")
    return any(_digest(algorithm, text) == expected for text in texts)


def _without_signature(root: etree._Element, element: etree._Element) -> Iterator[bytes]:
    """The canonical message without its Signature: by the standard, then as it may have stood before.

    Software that indents puts white space around the Signature with it, which the digest does not know.
    """
    place = root.index(element)
    tails = [element.tail or ""]
    before = root[place - 1].tail or "" if place else root.text or ""
    for text in dict.fromkeys((before + tails[0], before, tails[0], "")):
        if text.strip() and text != before + tails[0]:
            continue
        remaining = copy.deepcopy(root)
        remaining.remove(remaining[place])
        if place:
            remaining[place - 1].tail = text
        else:
            remaining.text = text
        yield canonical(remaining)


def _canonical_infos(element: etree._Element) -> Iterator[bytes]:
    """SignedInfo with all namespaces in scope, as the standard has it; with its own alone, as some software does."""
    info = element.find(f"{_DS}SignedInfo")
    if info is None:
        return
    for scope in (info.nsmap, {info.prefix: SIGNATURE_NAMESPACE}):
        alone = etree.Element(info.tag, nsmap=scope)  # type: ignore[arg-type]  # None: the default namespace
        for name, value in info.attrib.items():
            alone.set(name, value)
        alone.text = info.text
        alone.extend(copy.deepcopy(child) for child in info)
        yield canonical(alone)


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find("/".join(f"{_DS}{name}" for name in path.split("/")))


def _text(element: etree._Element, path: str) -> str | None:
    found = _find(element, path)
    return None if found is None else (found.text or "").strip()


def _attribute(element: etree._Element, path: str) -> str | None:
    found = _find(element, path)
    return None if found is None else found.get("Algorithm")


def _base64(element: etree._Element, path: str) -> bytes | None:
    try:
        return base64.b64decode("".join((_text(element, path) or "").split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None
