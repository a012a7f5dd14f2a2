"""The customs side of an upload: whether it answers a question that was asked, signed by whom it should be.

Practice stations and tests play customs by it; a deciding station receives by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from entrepot.gateways.ceb.signing import RSA_SHA1, SM2_SM3, UnknownAlgorithm, Verifier
from entrepot.gateways.original_payment.marketplace import refusal
from entrepot.gateways.original_payment.reading import read_upload
from entrepot.gateways.original_payment.values import GOOD, Answer, Fault, Refused, Upload
from entrepot.gateways.original_payment.writing import write_answer

# An upload names its certificate, not its algorithm: the key of the certificate says which of the two it is.
_ALGORITHMS = (RSA_SHA1, SM2_SM3)


@dataclass(frozen=True)
class Outcome:
    """upload: what was taken, None where it is refused for `faults`. answer: to be sent back."""

    upload: Upload | None
    faults: tuple[Fault, ...]
    answer: bytes


def receive(
    body: bytes,
    *,
    asked: Callable[[str], str | None],
    certificate_of: Callable[[str, str], bytes | None],
    verifier: Verifier,
    now: datetime,
) -> Outcome:
    """Judge an upload. Nothing a body holds raises.

    asked: the order for which a session was opened, None for a session that nobody opened. certificate_of: the
    certificate (DER) of that number on file for a marketplace code, None where there is none in force.
    """
    try:
        upload = read_upload(body)
        _check(upload, asked(upload.session_id))
        _verify(upload, certificate_of(upload.original.payment.marketplace_code, upload.cert_no), verifier)
    except Refused as refused:
        return Outcome(None, refused.faults, refusal(refused.faults, now, total=0))
    return Outcome(upload, (), write_answer(Answer(GOOD, "", now), total=0))


def _check(upload: Upload, order_no: str | None) -> None:
    if order_no is None:
        found = upload.session_id
        raise Refused(Fault("/sessionID", found, "original.unknown_session", {"found": found}))
    numbers = [order.order_no for order in upload.original.orders]
    if order_no not in numbers:
        found = ", ".join(numbers)[:200]
        facts = {"expected": order_no, "found": found}
        raise Refused(Fault("/payExchangeInfoLists", found, "original.other_order", facts))


def _verify(upload: Upload, certificate: bytes | None, verifier: Verifier) -> None:
    facts = {"found": upload.cert_no}
    if certificate is None:
        raise Refused(Fault("/certNo", upload.cert_no, "original.certificate", facts))
    if not any(_fits(verifier, algorithm, upload, certificate) for algorithm in _ALGORITHMS):
        raise Refused(Fault("/signValue", "", "original.signature", facts))


def _fits(verifier: Verifier, algorithm: str, upload: Upload, certificate: bytes) -> bool:
    try:
        return verifier.verify(algorithm, upload.text, upload.signature, certificate)
    except UnknownAlgorithm as missing:  # the software for SM2 is not installed at this station
        raise Refused(Fault("/signValue", "", "ceb.signature_software", {"found": algorithm})) from missing
