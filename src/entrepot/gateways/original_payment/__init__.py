"""Original payment data on demand, announcements 165 and 179 of 2018: bytes in, values out, and back.

Customs asks the marketplace for the payment of an order (`openReq`); the marketplace answers at once and uploads what
it and the payment institution said to each other (`payExInfoStr`), signed; customs answers that.

    request, answer = answer_request(body, known=…, now=now)      # at the marketplace
    upload = write_upload(request.session_id, original, signer, now=now)
    outcome = receive(body, asked=…, certificate_of=…, now=now)   # at customs

Fields are data: `tables`; their sentences: `rules`. Source: the interface for real-time original payment data of the
unified import system (数据实时获取接口), as announcements 2018-165 and 2018-179 put it into force.
"""

from entrepot.gateways.original_payment.customs import Outcome, receive
from entrepot.gateways.original_payment.marketplace import answer_request
from entrepot.gateways.original_payment.reading import (
    BYTES_A_BODY,
    read_answer,
    read_original,
    read_request,
    read_upload,
)
from entrepot.gateways.original_payment.rules import sentence
from entrepot.gateways.original_payment.values import (
    BAD,
    GOOD,
    Answer,
    Fault,
    Goods,
    Original,
    Paid,
    Payment,
    Refused,
    Request,
    Upload,
)
from entrepot.gateways.original_payment.writing import (
    text_to_sign,
    write_answer,
    write_original,
    write_request,
    write_upload,
)

__all__ = [
    "BAD",
    "BYTES_A_BODY",
    "GOOD",
    "Answer",
    "Fault",
    "Goods",
    "Original",
    "Outcome",
    "Paid",
    "Payment",
    "Refused",
    "Request",
    "Upload",
    "answer_request",
    "read_answer",
    "read_original",
    "read_request",
    "read_upload",
    "receive",
    "sentence",
    "text_to_sign",
    "write_answer",
    "write_original",
    "write_request",
    "write_upload",
]
