"""Values to bytes: what is written is read again first, so that nothing leaves that the other side would refuse."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import urlencode

from entrepot.gateways.ceb import Signer
from entrepot.gateways.items.envelope import Number
from entrepot.gateways.original_payment.reading import read_request, read_upload
from entrepot.gateways.original_payment.signed import Node, json_of, text_of
from entrepot.gateways.original_payment.tables import HEAD
from entrepot.gateways.original_payment.values import Answer, Original, Paid, Payment, Request

_CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_request(request: Request) -> bytes:
    """The form by which customs asks. Raises Refused."""
    node = {"orderNo": request.order_no, "sessionID": request.session_id, "serviceTime": _millis(request.asked_at)}
    body = urlencode({"openReq": json.dumps(node, ensure_ascii=False)}).encode()
    read_request(body)
    return body


def text_to_sign(session_id: str, original: Original, now: datetime) -> bytes:
    """The text over which an upload is signed."""
    return text_of(_nodes(session_id, original, now))


def write_upload(session_id: str, original: Original, signer: Signer, *, now: datetime) -> bytes:
    """The signed form by which a marketplace uploads a payment. Raises Refused with every field that does not fit."""
    nodes = _nodes(session_id, original, now)
    signature = base64.b64encode(signer.sign(text_of(nodes))).decode()
    seal = {"certNo": signer.key_name, "signValue": signature}
    # first-level names have no table of their own, so they are put together here
    members = [f'"{name}":{json_of(value)}' for name, value in (nodes | seal).items()]
    body = urlencode({"payExInfoStr": "{" + ",".join(members) + "}"}).encode()
    read_upload(body)
    return body


def write_original(original: Original) -> str:
    """A payment as `read_original` reads it."""
    lists = [_order(order) for order in original.orders]
    return f'{{"payExchangeInfoHead":{json_of(_head(original.payment))},"payExchangeInfoLists":{json_of(lists)}}}'


def write_answer(answer: Answer, *, total: int | None = None) -> bytes:
    """The JSON text of an answer. total: in customs' answer to an upload; what it counts is not known to us."""
    node: Node = {"code": answer.code, "message": answer.message}
    if total is not None:
        node["total"] = total
    return json.dumps(node | {"serviceTime": _millis(answer.answered_at)}, ensure_ascii=False).encode()


def _nodes(session_id: str, original: Original, now: datetime) -> Node:
    """The four nodes that are signed, in their order."""
    return {
        "sessionID": session_id,
        "payExchangeInfoHead": _head(original.payment),
        "payExchangeInfoLists": [_order(order) for order in original.orders],
        "serviceTime": Number(_millis(now)),
    }


def _head(payment: Payment) -> Node:
    texts = {field.element: getattr(payment, field.column) for field in HEAD.fields}
    texts["totalAmount"] = Number(_plain(payment.total_amount))
    texts["tradingTime"] = payment.paid_at.astimezone(_CHINA).strftime("%Y%m%d%H%M%S")
    return {name: text for name, text in texts.items() if text is not None}


def _order(order: Paid) -> Node:
    goods = [{"gname": each.name, "itemLink": each.link} for each in order.goods]
    return {
        "orderNo": order.order_no,
        "goodsInfo": goods,
        "recpAccount": order.recp_account,
        "recpCode": order.recp_code or "",
        "recpName": order.recp_name,
    }


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _millis(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)
