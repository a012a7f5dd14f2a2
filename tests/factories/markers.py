"""A person that cannot be mistaken, planted in import documents, and everything in which it could be found again."""

import base64
import re
from collections.abc import Iterator

import polars as pl

from entrepot.kernel.person_numbers import last_character
from entrepot.project.practice.import_sets import ImportSets
from tests.factories.import_line import KINDS, import_messages, some_imports

_FIRST_17 = "99999919050101777"
NUMBER = _FIRST_17 + str(pl.select(last_character(pl.lit(_FIRST_17))).item())
NAME, CONSIGNEE = "标记买家丙寅", "标记收件人丁卯"
TELEPHONE, OTHER_TELEPHONE = "000077712345", "000088812345"
ADDRESS, REGISTERED = "练习省练习市练习区标记路七七七号", "MARKED-777-ACCOUNT"
MARKERS = (NUMBER, NAME, CONSIGNEE, TELEPHONE, OTHER_TELEPHONE, ADDRESS, REGISTERED)

_BUYER = {"buyer_name": NAME, "buyer_id_number": NUMBER, "buyer_telephone": TELEPHONE}
_CONSIGNEE = {"consignee": CONSIGNEE, "consignee_telephone": OTHER_TELEPHONE, "consignee_address": ADDRESS}
PLANTED: dict[str, dict[str, str]] = {
    "import_order": {**_BUYER, **_CONSIGNEE, "buyer_reg_no": REGISTERED},
    "payment": {"payer_name": NAME, "payer_id_number": NUMBER, "payer_telephone": TELEPHONE},
    "import_waybill": _CONSIGNEE,
    "import_list": {**_BUYER, "consignee_address": ADDRESS},
}


# free text in which people write of the person whom the document names
REMARKS: dict[str, dict[str, str]] = {
    "import_order": {"note": f"送前请电 {TELEPHONE}（{NAME}）"},
    "payment": {"note": f"{NAME}本人支付，证件 {NUMBER}"},
    "import_waybill": {"goods_info": f"{CONSIGNEE}的礼物", "note": f"放门口：{ADDRESS}"},
    "import_list": {"note": f"订购人 {NAME} {NUMBER}"},
}


def planted(sets: ImportSets, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, bytes]]:
    """(sender's code, message) of these kinds, the person in every place that names one, and in remarks."""
    return [message for kind in kinds for message in import_messages(sets, kind, **PLANTED[kind], **REMARKS[kind])]


def spoilt(first_no: int) -> Iterator[tuple[str, bytes]]:
    """Orders with something wrong exactly where they name the person: each is refused with its faults."""
    changes = {  # what is wrong → what stands there, what comes in its place
        "too long": (TELEPHONE, TELEPHONE * 5),
        "a remark too long": (f"（{NAME}）", f"（{NAME}）" * 150),
        "an element that is none": ("buyerName>", "buyerNmae>"),
        "twice": ("<ceb:buyerName>", f"<ceb:buyerName>{NAME}</ceb:buyerName><ceb:buyerName>"),
        "text between": ("</ceb:buyerName>", f"</ceb:buyerName>{NUMBER}"),
        "an attribute": ("<ceb:buyerName>", f'<ceb:buyerName other="{NAME}">'),
        "an element inside": ("<ceb:consignee>", f"<ceb:consignee><b>{NAME}</b>"),
        "a blank at its end": (f"{NUMBER}<", f"{NUMBER} <"),
        "the wrong type": ("<ceb:buyerIdType>1<", f"<ceb:buyerIdType>{NUMBER}<"),
        "text around": ("<ceb:BaseTransfer>", f"{NAME}<ceb:BaseTransfer>"),
        "no end": (f"{ADDRESS}</ceb:consigneeAddress>", f"{ADDRESS}"),
        "a declaration": ("<ceb:CEB311Message", f'<!DOCTYPE x [<!ENTITY who "{NAME}">]><ceb:CEB311Message'),
    }
    for number, (old, new) in enumerate(changes.values(), first_no):
        ((sender, body),) = planted(some_imports(1, first_no=number), ("import_order",))
        text = body.decode()
        if old not in text:
            raise AssertionError(f"expected {old} in an order, found none: {text}")
        yield sender, text.replace(old, new, -1 if old == "buyerName>" else 1).encode()


def hidden_in(content: bytes) -> list[str]:
    """The markers that stand in `content`: as text, escaped, in UTF-16, hexadecimal, base64."""
    low = content.lower()
    found = []
    for marker in MARKERS:
        spelled = _spellings(marker)
        if any(one in content for one in spelled) or any(one.lower() in low for one in spelled[1:3]):
            found.append(marker)
    return found


def _spellings(marker: str) -> list[bytes]:
    """The plain bytes, their hexadecimal digits in both encodings, UTF-16, escapes, and what base64 makes of them."""
    plain, wide = marker.encode(), marker.encode("utf-16-le")
    escaped = re.sub(rb"\\u(....)", rb"\\u\1", marker.encode("ascii", "backslashreplace"))
    in_base64 = [_inside(part, offset) for part in (plain, wide) for offset in range(3)]
    return [plain, plain.hex().encode(), wide.hex().encode(), wide, marker.encode("utf-16-be"), escaped, *in_base64]


def _inside(part: bytes, offset: int) -> bytes:
    """What base64 makes of `part` wherever it begins `offset` bytes after a group of three, without what is beside."""
    whole = base64.b64encode(b"\0" * offset + part + b"\0" * (-(offset + len(part)) % 3))
    first = -(-offset * 8 // 6) if offset else 0
    last = (offset + len(part)) * 8 // 6
    return whole[first:last]
