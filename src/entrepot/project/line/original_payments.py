"""Original payment data of announcement 179 at both stations: kept, asked for, answered at once, uploaded, taken."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from entrepot.gateways import ceb, original_payment
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.software_keys import SoftwareVerifier
from entrepot.gateways.original_payment import Original, Outcome, Refused, Request
from entrepot.modules.parties import api as parties
from entrepot.modules.payments import api as payments
from entrepot.modules.payments.api import KeptPayment, PaymentQuestion, Taken, UnableToAsk
from entrepot.store.identity import UnableToOpen

Post = Callable[[bytes], bytes]
"""How an upload reaches customs: the form in, the answer out. Raises OSError where nobody answers."""


@dataclass(frozen=True)
class Sent:
    """What became of one upload. answer: customs' code and sentence; None where nobody answered, and it stays due."""

    session_id: str
    order_no: str
    answer: original_payment.Answer | None
    why: str = ""


def keep(body: bytes, *, marketplace_code: str, now: datetime, practice: bool, using: str = "owner") -> list[str]:
    """Keep a payment (JSON with payExchangeInfoHead and payExchangeInfoLists) for every order that it names.

    Returns the numbers of the orders for which it is new. Raises Refused, UnableToAsk.
    """
    original = original_payment.read_original(body)
    if original.payment.marketplace_code != marketplace_code:
        facts = {"expected": marketplace_code, "found": original.payment.marketplace_code}
        raise UnableToAsk("another_marketplace", **facts)
    marketplace_id = parties.party_of_code(marketplace_code, using=using)
    payment, text = original.payment, original_payment.write_original(original)
    return [
        order.order_no
        for order in original.orders
        if payments.keep_original(
            KeptPayment(
                order.order_no, marketplace_id, payment.pay_transaction_no, payment.total_amount, payment.currency, text
            ),
            now=now,
            practice=practice,
            using=using,
        )
    ]


def ask(
    order_no: str, marketplace_id: int, *, authority_id: int, now: datetime, practice: bool, using: str = "owner"
) -> bytes:
    """Customs opens a session for an order; the form that is sent to the marketplace's address."""
    request = Request(order_no, str(uuid.uuid4()), now)
    body = original_payment.write_request(request)
    payments.note_question(
        side="customs",
        session_id=request.session_id,
        order_no=order_no,
        marketplace_id=marketplace_id,
        authority_id=authority_id,
        asked_at=now,
        now=now,
        practice=practice,
        using=using,
    )
    return body


def take_question(body: bytes, *, marketplace_id: int, now: datetime, practice: bool, using: str = "default") -> bytes:
    """The marketplace's answer, at once; a question that is good waits for `send_due`. Nothing a body holds raises.

    On a connection of the marketplace's reader, or as owner. The same question again is answered alike, once queued.
    """
    request, _, answer = original_payment.answer_request(
        body, known=lambda order_no: payments.has_original(order_no, marketplace_id, using=using), now=now
    )
    if request is None or payments.question_of("marketplace", request.session_id, using=using) is not None:
        return answer
    payments.note_question(
        side="marketplace",
        session_id=request.session_id,
        order_no=request.order_no,
        marketplace_id=marketplace_id,
        authority_id=None,
        asked_at=request.asked_at,
        now=now,
        practice=practice,
        using=using,
    )
    return answer


def send_due(
    post: Post, signer: ceb.Signer, *, marketplace_id: int | None, now: datetime, practice: bool, using: str = "owner"
) -> list[Sent]:
    """Upload every payment that was asked for and has not been answered. What nobody answered stays due."""
    return [
        _sent(question, post, signer, now=now, practice=practice, using=using)
        for question in payments.questions_due(marketplace_id, using=using)
    ]


def _sent(
    question: PaymentQuestion, post: Post, signer: ceb.Signer, *, now: datetime, practice: bool, using: str
) -> Sent:
    try:
        text = payments.original_text(question.order_no, question.marketplace_id, using=using)
    except (UnableToAsk, UnableToOpen) as gone:  # kept no longer: the others are uploaded all the same
        return Sent(question.session_id, question.order_no, None, str(gone))
    original = original_payment.read_original(text.encode())
    body = original_payment.write_upload(
        question.session_id, _marked(original) if practice else original, signer, now=now
    )
    try:
        answer = original_payment.read_answer(post(body))
    except (OSError, Refused) as error:  # nobody there, or an answer that says nothing: asked again the next time
        return Sent(question.session_id, question.order_no, None, str(error))
    state = "done" if answer.is_good else "refused"
    payments.note_answer(question, answer.code, answer.message, state=state, now=now, using=using)
    return Sent(question.session_id, question.order_no, answer)


def _marked(original: Original) -> Original:
    note = " ".join(part for part in (PRACTICE_MARK, original.payment.note) if part)
    return replace(original, payment=replace(original.payment, note=note[:1000]))


def take_upload(
    body: bytes, *, authority_id: int, now: datetime, verifier: ceb.Verifier | None = None, using: str = "default"
) -> bytes:
    """Customs' answer to an upload; one that fits is kept with its session. Nothing a body holds raises.

    Opens a transaction as reader of the authority and of the marketplace that was asked.
    """
    try:
        session_id = original_payment.read_upload(body).session_id
    except Refused:
        session_id = ""  # judged below, with every fault
    with parties.reading(_reader(authority_id), using=using):
        question = payments.question_of("customs", session_id, using=using)
        asked = (authority_id,) if question is None else (authority_id, question.marketplace_id)
    with parties.reading(_reader(*asked), using=using):
        outcome = _judged(body, question, now=now, verifier=verifier or SoftwareVerifier(), using=using)
        if outcome.upload is not None and question is not None:
            payment = outcome.upload.original.payment
            text = original_payment.write_original(outcome.upload.original)
            taken = Taken(payment.pay_transaction_no, payment.total_amount, outcome.upload.cert_no, text)
            payments.take_upload(question, taken, now=now, using=using)
        return outcome.answer


def _reader(*party_ids: int) -> parties.Reader:
    return parties.Reader(party_ids, (), None, frozenset(parties.SCOPES), ())


def _judged(
    body: bytes, question: PaymentQuestion | None, *, now: datetime, verifier: ceb.Verifier, using: str
) -> Outcome:
    day = parties.china_day(now)

    def certificate_of(code: str, number: str) -> bytes | None:
        # the upload must name the marketplace that was asked and be signed by a certificate of it
        if question is None or parties.known_code(code, using=using) != question.marketplace_id:
            return None
        return parties.certificate_numbered(question.marketplace_id, number, day, using=using)

    return original_payment.receive(
        body,
        asked=lambda _: None if question is None else question.order_no,
        certificate_of=certificate_of,
        verifier=verifier,
        now=now,
    )


def shown(text: str) -> dict[str, object]:
    """What was kept or uploaded, for whoever may read it."""
    found: dict[str, object] = json.loads(text)
    return found
