"""Original payment data: kept by a marketplace, asked for by customs, uploaded, taken. Texts lie sealed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import polars as pl
from django.db import IntegrityError, transaction

from entrepot.modules.payments.errors import UnableToAsk
from entrepot.modules.payments.models import OriginalPayment, PaymentQuestion
from entrepot.store import identity
from entrepot.store.connection import under_django

KIND = "original_payment"
_MESSAGE_MOST = 1000


@dataclass(frozen=True)
class KeptPayment:
    """A payment to be kept. text: everything, as JSON; the other fields are what of it may be seen."""

    order_no: str
    marketplace_id: int
    pay_transaction_no: str
    total_amount: Decimal
    currency: str
    text: str


@dataclass(frozen=True)
class Taken:
    """An upload that customs took, in what of it may be seen, and its text."""

    pay_transaction_no: str
    total_amount: Decimal
    cert_no: str
    text: str


def keep_original(payment: KeptPayment, *, now: datetime, practice: bool, using: str = "owner") -> bool:
    """Keep what was said about a payment; False where the same text is kept already."""
    digest = hashlib.sha256(payment.text.encode()).digest()
    own = OriginalPayment.objects.using(using).filter(
        order_no=payment.order_no, marketplace_id=payment.marketplace_id, sha256=digest
    )
    if own.exists():
        return False
    with transaction.atomic(using=using):
        block, key = _sealed(payment.text, now=now, using=using)
        OriginalPayment.objects.using(using).create(
            order_no=payment.order_no,
            marketplace_id=payment.marketplace_id,
            pay_transaction_no=payment.pay_transaction_no,
            total_amount=payment.total_amount,
            currency=payment.currency,
            sha256=digest,
            identity_block=block,
            identity_key=key,
            kept_at=now,
            practice=practice,
        )
    return True


def has_original(order_no: str, marketplace_id: int, *, using: str = "default") -> bool:
    """Whether the payment of an order is kept here, for the reader of the connection."""
    rows = OriginalPayment.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id)
    return bool(rows.exists())


def original_text(order_no: str, marketplace_id: int, *, using: str = "owner") -> str:
    """The newest text kept of an order's payment. Raises UnableToAsk, identity.UnableToOpen."""
    rows = OriginalPayment.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id)
    row = rows.exclude(identity_block=None).order_by("-id").first()
    if row is None:
        raise UnableToAsk("nothing_kept", order_no=order_no)
    return _opened(row, using)


def uploaded_text(question: PaymentQuestion, *, using: str = "owner") -> str:
    """What was uploaded to a question that was taken. Raises UnableToAsk, identity.UnableToOpen."""
    if question.identity_block is None:
        raise UnableToAsk("nothing_kept", order_no=question.order_no)
    return _opened(question, using)


def note_question(
    *,
    side: str,
    session_id: str,
    order_no: str,
    marketplace_id: int,
    authority_id: int | None,
    asked_at: datetime,
    now: datetime,
    practice: bool,
    using: str = "default",
) -> PaymentQuestion:
    """A question that was asked (customs) or came (marketplace). Raises UnableToAsk where its session is known."""
    try:
        with transaction.atomic(using=using):
            return PaymentQuestion.objects.using(using).create(
                side=side,
                session_id=session_id,
                order_no=order_no,
                marketplace_id=marketplace_id,
                authority_id=authority_id,
                asked_at=asked_at,
                state="open",
                code="",
                message="",
                pay_transaction_no="",
                cert_no="",
                changed_at=now,
                practice=practice,
            )
    except IntegrityError as known:
        raise UnableToAsk("session_known", order_no=order_no, session_id=session_id) from known


def question_of(side: str, session_id: str, *, using: str = "default") -> PaymentQuestion | None:
    """The question of a session, for the reader of the connection."""
    return PaymentQuestion.objects.using(using).filter(side=side, session_id=session_id).first()


def questions_on(order_no: str, marketplace_id: int, *, using: str = "default") -> list[PaymentQuestion]:
    """Every question on an order, the oldest first."""
    rows = PaymentQuestion.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id)
    return list(rows.order_by("id"))


def questions_due(marketplace_id: int | None = None, *, using: str = "owner") -> list[PaymentQuestion]:
    """What marketplaces here have still to upload, the oldest first."""
    rows = PaymentQuestion.objects.using(using).filter(side="marketplace", state="open")
    if marketplace_id is not None:
        rows = rows.filter(marketplace_id=marketplace_id)
    return list(rows.order_by("id"))


def take_upload(question: PaymentQuestion, taken: Taken, *, now: datetime, using: str = "default") -> bool:
    """An upload that fits; False where the question was answered before, and then nothing changes."""
    block, key = _sealed(taken.text, now=now, using=using)
    rows = PaymentQuestion.objects.using(using).filter(pk=question.pk, state="open")
    changed = rows.update(
        state="done",
        pay_transaction_no=taken.pay_transaction_no,
        total_amount=taken.total_amount,
        cert_no=taken.cert_no,
        identity_block=block,
        identity_key=key,
        changed_at=now,
    )
    return bool(changed)


def note_answer(
    question: PaymentQuestion, code: str, message: str, *, state: str, now: datetime, using: str = "owner"
) -> None:
    """What customs answered to an upload, or why none could be made."""
    rows = PaymentQuestion.objects.using(using).filter(pk=question.pk, state="open")
    rows.update(state=state, code=code, message=message[:_MESSAGE_MOST], changed_at=now)


def _sealed(text: str, *, now: datetime, using: str) -> tuple[bytes, int]:
    sealed = identity.seal(under_django(using), pl.DataFrame({"text": [text]}), KIND, ["text"], now=now)
    block, key = sealed.select(identity.BLOCK, identity.KEY).row(0)
    return bytes(block), int(key)


def _opened(row: OriginalPayment | PaymentQuestion, using: str) -> str:
    frame = pl.DataFrame({identity.BLOCK: [bytes(row.identity_block or b"")], identity.KEY: [row.identity_key]})
    return str(identity.opened(under_django(using), frame, ["text"])["text"][0])
