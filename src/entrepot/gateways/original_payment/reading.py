"""Bytes to values: every fault with its place, nothing taken from a text that has one."""

import base64
import binascii
import re
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from entrepot.gateways import items
from entrepot.gateways.ceb.checks import reason
from entrepot.gateways.ceb.fields import Field, Section
from entrepot.gateways.items.envelope import Number, Repeating, name_of, parsed, shown
from entrepot.gateways.original_payment.signed import Node, text_of
from entrepot.gateways.original_payment.tables import (
    ANSWER,
    GOODS,
    GOODS_AN_ORDER,
    HEAD,
    KEPT,
    NESTED,
    ORDER,
    ORDERS_AN_UPLOAD,
    RAW,
    REQUEST,
    SEAL,
    SIGNED,
)
from entrepot.gateways.original_payment.values import (
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

BYTES_A_BODY = 2_000_000
_CHINA = timezone(timedelta(hours=8))
_SHOWN = 80
_NONE: Node = {}  # where an object should stand and none does: said once, not for each of its fields
_A_NAME = re.compile("[A-Za-z]{1,40}")


def read_request(body: bytes) -> Request:
    """What customs asks: the form field openReq, or its JSON text alone. Raises Refused."""
    reading = _Reading()
    node = reading.node(_node(body, "openReq"), "", REQUEST)
    texts = reading.texts(node, REQUEST, "")
    asked_at = reading.moment(texts["serviceTime"], "/serviceTime")
    reading.finish()
    return Request(texts["orderNo"], texts["sessionID"], asked_at)


def read_upload(body: bytes) -> Upload:
    """What a marketplace uploads: the form field payExInfoStr, or its JSON text alone. Raises Refused.

    The signature is not verified here (`receive` does).
    """
    reading = _Reading()
    others = {"payExchangeInfoHead", "payExchangeInfoLists"}
    node = reading.node(_node(body, "payExInfoStr"), "", SEAL, others)
    if node is _NONE:
        reading.finish()
    texts = reading.texts(node, SEAL, "")
    original = _original(reading, node)
    sent_at = reading.moment(texts["serviceTime"], "/serviceTime")
    signature = reading.signature(texts["signValue"])
    reading.finish()
    assert original is not None  # else there were faults
    text = text_of({name: node[name] for name in SIGNED})
    return Upload(texts["sessionID"], original, sent_at, texts["certNo"], signature, text)


def read_original(body: bytes) -> Original:
    """A payment without session and signature: payExchangeInfoHead and payExchangeInfoLists alone. Raises Refused."""
    reading = _Reading()
    if len(body) > BYTES_A_BODY:
        raise Refused(Fault("", "", "original.too_large", {"limit": BYTES_A_BODY, "found": len(body)}))
    node = reading.node(_json(body), "", KEPT)
    original = None if node is _NONE else _original(reading, node)
    reading.finish()
    assert original is not None  # else there were faults
    return original


def read_answer(body: bytes) -> Answer:
    """What the other side answered. Raises Refused."""
    reading = _Reading()
    node = reading.node(_json(body), "", ANSWER, {"total"})
    texts = reading.texts(node, ANSWER, "")
    answered_at = reading.moment(texts["serviceTime"], "/serviceTime")
    reading.finish()
    return Answer(texts["code"], texts["message"], answered_at)


def _node(body: bytes, name: str) -> object:
    if len(body) > BYTES_A_BODY:
        raise Refused(Fault("", "", "original.too_large", {"limit": BYTES_A_BODY, "found": len(body)}))
    if body.lstrip()[:1] == b"{":
        return _json(body)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=10, errors="strict")
    except ValueError as wrong:
        raise _no_form(name, []) from wrong
    found = [value for key, value in pairs if key == name]
    if len(found) != 1:
        raise _no_form(name, [key for key, _ in pairs])
    return _json(found[0].encode())


def _no_form(name: str, fields: Sequence[str]) -> Refused:
    # of what came, only what looks like a name is repeated: the rest may say who paid
    found = ", ".join(field for field in fields if _A_NAME.fullmatch(field)) or "–"
    return Refused(Fault("", "", "original.no_form", {"expected": name, "found": found[:_SHOWN]}))


def _json(text: bytes) -> object:
    if len(text) > BYTES_A_BODY:
        raise Refused(Fault("", "", "original.too_large", {"limit": BYTES_A_BODY, "found": len(text)}))
    try:
        return parsed(text)
    except items.Unreadable as wrong:
        # likewise the characters at which JSON ends to be JSON
        facts = wrong.facts | ({"found": "–"} if wrong.rule == "items.not_json" else {})
        raise Refused(Fault("", "", wrong.rule, facts)) from wrong


def _original(reading: "_Reading", node: Mapping[str, object]) -> Original | None:
    """Head and lists of an upload; None, and the faults kept, where something is wrong."""
    head = reading.node(node.get("payExchangeInfoHead"), "/payExchangeInfoHead", HEAD)
    texts = reading.texts(head, HEAD, "/payExchangeInfoHead")
    orders = [
        _paid(reading, each, f"/payExchangeInfoLists/{number}")
        for number, each in enumerate(
            reading.elements(node.get("payExchangeInfoLists"), "/payExchangeInfoLists", ORDERS_AN_UPLOAD)
        )
    ]
    if reading.faults:
        return None
    payment = Payment(
        **{field.column: texts[field.element] or None for field in HEAD.fields if field.sort == "text"},  # type: ignore[arg-type]
        total_amount=Decimal(texts["totalAmount"]),
        paid_at=datetime.strptime(texts["tradingTime"], "%Y%m%d%H%M%S").replace(tzinfo=_CHINA).astimezone(UTC),
    )
    return Original(payment, tuple(orders))


def _paid(reading: "_Reading", node: object, path: str) -> Paid:
    found = reading.node(node, path, ORDER)
    texts = reading.texts(found, ORDER, path)
    listed = [] if found is _NONE else reading.elements(found.get(NESTED), f"{path}/{NESTED}", GOODS_AN_ORDER)
    goods = []
    for number, each in enumerate(listed):
        place = f"{path}/{NESTED}/{number}"
        said = reading.texts(reading.node(each, place, GOODS), GOODS, place)
        goods.append(Goods(said["gname"], said["itemLink"]))
    return Paid(texts["orderNo"], tuple(goods), texts["recpAccount"], texts["recpName"], texts["recpCode"] or None)


class _Reading:
    """Collects faults; what cannot be read is empty, so that reading goes on to the next fault."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def finish(self) -> None:
        """Raises Refused with everything that was found."""
        if self.faults:
            raise Refused(*self.faults)

    def wrong(self, path: str, rule: str, value: str = "", **facts: object) -> None:
        self.faults.append(Fault(path, shown(value), rule, facts))

    def node(self, value: object, path: str, section: Section, others: Container[str] = ()) -> Node:
        if not isinstance(value, dict):
            self.wrong(path, "original.no_object", expected="object", found=name_of(value)[:_SHOWN])
            return _NONE
        if isinstance(value, Repeating):
            self.wrong(path, "original.repeated", found=shown(value.member))
        for name in value.keys() - section.position.keys():
            if name in others:
                continue
            self.wrong(path, "original.unknown_field", expected=section.element, found=shown(name))
        return value

    def elements(self, value: object, path: str, most: int) -> Sequence[Any]:
        name = path.rsplit("/", 1)[1]
        if not isinstance(value, list):
            self.wrong(path, "original.no_object", expected="array", found=name_of(value)[:_SHOWN])
            return []
        if not 1 <= len(value) <= most:
            self.wrong(path, "original.how_many", limit=most, expected=name, found=len(value))
            return []
        return value

    def texts(self, node: Node, section: Section, path: str) -> dict[str, str]:
        """The fields as text, '' where one is absent, empty or wrong."""
        if node is _NONE:
            return dict.fromkeys(section.position, "")
        return {
            field.element: self._text(node.get(field.element), field, f"{path}/{field.element}")
            for field in section.fields
            if field.element != NESTED
        }

    def _text(self, value: object, field: Field, path: str) -> str:
        if value is not None and not isinstance(value, str):
            self.wrong(path, "items.not_text", found=name_of(value)[:_SHOWN])
            return ""
        # A number may stand where digits are asked for, never a text's place.
        if isinstance(value, Number) and not (field.sort == "decimal" or field.form == "digits"):
            self.wrong(path, "items.not_text", found="number")
            return ""
        why = reason(field, value or None)
        if why is not None:
            self.wrong(path, why[0], "" if field.element in RAW else value or "", **why[1])
            return ""
        return str(value or "")

    def moment(self, text: str, path: str) -> datetime:
        """Milliseconds since 1970."""
        try:
            return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(text or "0"))
        except OverflowError:
            self.wrong(path, "ceb.wrong_length", text, expected="13", found=len(text))
            return datetime.fromtimestamp(0, UTC)

    def signature(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            self.wrong("/signValue", "original.no_base64")
            return b""
