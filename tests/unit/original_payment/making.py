"""A question of customs and a payment to answer it with, both invented."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from entrepot.gateways.ceb import Signer
from entrepot.gateways.ceb.software_keys import RsaSigner, Sm2Signer, SoftwareVerifier
from entrepot.gateways.original_payment import Goods, Original, Outcome, Paid, Payment, Request, receive

NOW = datetime(2026, 11, 23, 4, 0, 0, 123000, tzinfo=UTC)
MARKETPLACE = "9999960001"
SESSION = "ad2254-8hewyf32-55616249"
REQUEST = Request("W-1001", SESSION, NOW)
RSA = RsaSigner.generate("练习 PRACTICE", "01A2B3", NOW)
SM2 = Sm2Signer.generate("练习 PRACTICE", "04C5D6", NOW)
SIGNERS: dict[str, Signer] = {"RSA": RSA, "SM2": SM2}
PAYMENT = Payment(
    guid="9D55BA71-22DE-41F4-8B50-C36C83B3B530",
    request='{"payer":"练习人","amount":"112.30"}',
    answer="ok",
    marketplace_code=MARKETPLACE,
    pay_code="9999960009",
    pay_transaction_no="P-1",
    total_amount=Decimal("112.30"),
    currency="142",
    clearing_body="2",
    paid_at=datetime(2026, 11, 22, 16, 30, tzinfo=UTC),
    pay_type="1",
)
PAID = Paid("W-1001", (Goods("杯子", "https://wangtang.example/a?x=1&y=2"),), "6222000000000000", "望塘", None)
ORIGINAL = Original(PAYMENT, (PAID, replace(PAID, order_no="W-1002")))


def received(body: bytes, *, order_no: str | None = "W-1001", on_file: tuple[Signer, ...] = (RSA, SM2)) -> Outcome:
    """What customs makes of a body: the session was opened for `order_no`, these keys are on file."""
    certificates = {(MARKETPLACE, signer.key_name): signer.certificate for signer in on_file}
    return receive(
        body,
        asked=lambda session: order_no if session == SESSION else None,
        certificate_of=lambda code, number: certificates.get((code, number)),
        verifier=SoftwareVerifier(),
        now=NOW,
    )
