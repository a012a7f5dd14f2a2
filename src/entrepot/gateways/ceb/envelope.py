"""The message around the documents: root, BaseTransfer, BaseSubscribe, Signature, ExtendMessage.

The schema asks for the signature of 621, 623 and 625, paper for that of 603 too. A message without is read all the
same: whether it may stand so is decided where signatures are held against the certificates on file.
"""

from typing import NamedTuple

from lxml import etree

from entrepot.gateways.ceb.faults import Ledger
from entrepot.gateways.ceb.fields import NAMESPACE, SIGNATURE_NAMESPACE, Message
from entrepot.gateways.ceb.tables import BY_ROOT, TRANSFER

PRACTICE_MARK = "PRACTICE · 练习"
SIGNATURE_TAG = f"{{{SIGNATURE_NAMESPACE}}}Signature"
_ROOT_ATTRIBUTES = {"guid": (36, 36), "version": (1, 10)}
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_SUBSCRIPTIONS = 5


class Facts(NamedTuple):
    """What a message says of itself; None where it does not say."""

    message_no: int
    kind: str | None = None
    code: str | None = None
    guid: str | None = None
    version: str | None = None
    cop_code: str | None = None
    cop_name: str | None = None
    dxp_mode: str | None = None
    dxp_id: str | None = None
    transfer_note: str | None = None
    practice: bool = False
    signed: bool = False
    documents: int = 0
    refused: bool = False


def message_of(root: etree._Element, ledger: Ledger) -> Message | None:
    """Which message a root element begins; None and a fault for a kind or namespace that is not read here."""
    name = etree.QName(root)
    if name.namespace != NAMESPACE:
        ledger.add(None, f"/{name.localname}", "", "ceb.namespace", expected=NAMESPACE, found=name.namespace or "-")
        return None
    message = BY_ROOT.get(name.localname)
    if message is None:
        expected = ", ".join(BY_ROOT)
        ledger.add(None, f"/{name.localname}", "", "ceb.unknown_message", expected=expected, found=name.localname[:80])
    return message


def check_attributes(root: etree._Element, message: Message, ledger: Ledger) -> None:
    """guid and version stand on the root, nothing else of ours."""
    for name, (low, high) in _ROOT_ATTRIBUTES.items():
        value = root.get(name, "")
        if not low <= len(value) <= high:
            expected = str(high) if low == high else f"{low}–{high}"
            path = f"/{message.root}/@{name}"
            ledger.add(None, path, value, "ceb.message_attribute", attribute=name, expected=expected, found=len(value))
    for key in map(str, root.keys()):
        if key not in _ROOT_ATTRIBUTES and not key.startswith(_XSI):
            found = etree.QName(key).localname[:80]
            ledger.add(None, f"/{message.root}/@{found}", root.get(key, ""), "ceb.unknown_attribute", found=found)


def check_text(root: etree._Element, message: Message, ledger: Ledger) -> None:
    """Between the children of the root stands white space alone."""
    for text in (root.text, *(child.tail for child in root)):
        found = (text or "").strip()
        if found:
            ledger.add(None, f"/{message.root}", found, "ceb.unexpected_text", found=found[:40])


def parts_allowed(message: Message) -> list[tuple[str, int, int]]:
    """What follows the documents: tag, fewest, most."""
    if message.ends == "nothing":
        return []
    last = [(SIGNATURE_TAG, 0, 1), (f"{{{NAMESPACE}}}ExtendMessage", 0, 1)]
    return [
        (f"{{{NAMESPACE}}}BaseTransfer", 1, 1),
        (f"{{{NAMESPACE}}}BaseSubscribe", 0, _SUBSCRIPTIONS),
        *(last if message.ends == "export" else reversed(last)),
    ]


def read_parts(parts: list[etree._Element], message: Message, ledger: Ledger) -> dict[str, str | None]:
    """The facts of BaseTransfer; faults for parts that are missing, repeated, unknown or out of order."""
    allowed = parts_allowed(message)
    found = [str(part.tag) for part in parts]
    place = 0
    for part, tag in zip(parts, found, strict=True):
        at = next((n for n in range(place, len(allowed)) if allowed[n][0] == tag), None)
        if at is None or found.count(tag) > allowed[at][2]:
            expected = ", ".join(etree.QName(name).localname for name, _, _ in allowed) or "-"
            name = etree.QName(part).localname[:80]
            ledger.add(None, f"/{message.root}/{name}", "", "ceb.unknown_part", expected=expected, found=name)
            continue
        place = at
    for tag, fewest, _ in allowed:
        if found.count(tag) < fewest:
            expected = etree.QName(tag).localname
            ledger.add(None, f"/{message.root}/{expected}", "", "ceb.missing_part", expected=expected)
    transfer = next((part for part in parts if part.tag == f"{{{NAMESPACE}}}BaseTransfer"), None)
    return _transfer(transfer, message, ledger) if transfer is not None else {}


def _transfer(element: etree._Element, message: Message, ledger: Ledger) -> dict[str, str | None]:
    texts = {etree.QName(child).localname: child.text for child in element}
    values: dict[str, str | None] = {}
    for field in TRANSFER.fields:
        value = texts.get(field.element) or None
        low, high = field.length
        if (value is None and field.required) or (value is not None and not low <= len(value) <= high):
            path = f"/{message.root}/{TRANSFER.element}/{field.element}"
            facts = {"field": field.element, "expected": field.type, "found": (value or "-")[:80]}
            ledger.add(None, path, value or "", "ceb.part_value", **facts)
        values[field.column] = value
    return values
