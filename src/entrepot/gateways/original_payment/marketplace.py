"""The marketplace's answer to customs' question, given at once; the data itself is uploaded afterwards."""

from collections.abc import Callable
from datetime import datetime

from entrepot.gateways.original_payment.reading import read_request
from entrepot.gateways.original_payment.rules import sentence
from entrepot.gateways.original_payment.values import BAD, GOOD, Answer, Fault, Refused, Request
from entrepot.gateways.original_payment.writing import write_answer


def answer_request(
    body: bytes, *, known: Callable[[str], bool], now: datetime
) -> tuple[Request | None, tuple[Fault, ...], bytes]:
    """The request to be served, or its faults; and the answer, at once, to be sent back.

    known: whether this marketplace has an order of this number with its payment.
    """
    try:
        request = read_request(body)
    except Refused as refused:
        return None, refused.faults, refusal(refused.faults, now)
    if not known(request.order_no):
        faults = (Fault("/orderNo", request.order_no, "original.unknown_order", {"found": request.order_no}),)
        return None, faults, refusal(faults, now)
    return request, (), write_answer(Answer(GOOD, "", now))


def refusal(faults: tuple[Fault, ...], now: datetime, *, total: int | None = None) -> bytes:
    """The answer that names the first fault, in Chinese, for the other side's log."""
    said = sentence(faults[0].rule, faults[0].facts, "zh")
    place = f"{faults[0].path} " if faults[0].path else ""
    return write_answer(Answer(BAD, f"{place}{said}", now), total=total)
