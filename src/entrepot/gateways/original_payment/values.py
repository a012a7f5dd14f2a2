"""What is asked, uploaded and answered, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

GOOD = "10000"
# The interface has 20001 to 21000 for reasons; which number says what is not known to us, so the reason is in words.
BAD = "20000"


@dataclass(frozen=True)
class Request:
    """What customs asks for: the payment of one order. asked_at: customs' clock, aware."""

    order_no: str
    session_id: str
    asked_at: datetime


@dataclass(frozen=True)
class Payment:
    """One payment as it went to the payment institution and came back.

    request, answer: the raw texts, which may name the payer. clearing_body: 1 UnionPay, 2 NetsUnion, 3 another.
    pay_type: 1 app, 2 browser, 3 code, 4 other. currency: three digits of customs. paid_at: aware, to the second.
    """

    guid: str
    request: str
    answer: str
    marketplace_code: str
    pay_code: str
    pay_transaction_no: str
    total_amount: Decimal
    currency: str
    clearing_body: str
    paid_at: datetime
    pay_type: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Goods:
    """One kind of goods and where the shop shows it; several addresses are joined by a semicolon."""

    name: str
    link: str


@dataclass(frozen=True)
class Paid:
    """An order that the payment was for, its goods, and who received the money."""

    order_no: str
    goods: tuple[Goods, ...]
    recp_account: str
    recp_name: str
    recp_code: str | None = None


@dataclass(frozen=True)
class Original:
    """A payment and every order that its raw request names."""

    payment: Payment
    orders: tuple[Paid, ...]


@dataclass(frozen=True)
class Upload:
    """What a marketplace sent. text: the text that it signed; signature: the value over it; cert_no: by which key."""

    session_id: str
    original: Original
    sent_at: datetime
    cert_no: str
    signature: bytes
    text: bytes


@dataclass(frozen=True)
class Answer:
    """What either side answers: GOOD, BAD or a reason's number, a sentence, and its clock."""

    code: str
    message: str
    answered_at: datetime

    @property
    def is_good(self) -> bool:
        return self.code == GOOD


@dataclass(frozen=True)
class Fault:
    """One fault. path: a JSON pointer into the text; value: cut, and empty where it may name a person."""

    path: str
    value: str
    rule: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Refused(ValueError):
    """The text is refused as a whole; `faults` names everything that was found, in the order of its places."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{fault.path} {fault.rule}" for fault in faults))
