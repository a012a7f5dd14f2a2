"""From bytes to text: what is refused before any parser sees a message."""

import re

from lxml import etree

from entrepot.gateways.ceb.faults import Ledger

BYTES_A_MESSAGE = 20_000_000
ELEMENTS_A_MESSAGE = 500_000  # 100 lists of 100 lines are 204,400 elements
ATTRIBUTES_A_MESSAGE = 200_000  # equals signs; those in texts count too
DEPTH = 256  # libxml2's own limit

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"<\x00", "UTF-16"),
    (b"\x00<", "UTF-16"),
)
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ALLOWED_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii"})


def text_of(data: bytes, ledger: Ledger) -> str | None:
    """The message as text without byte order mark, line ends as XML has them; None and a fault where refused."""
    if not _within_limits(data, ledger):
        return None
    text = _decoded(data, ledger)
    if text is None or not _allowed(data, text, ledger):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _within_limits(data: bytes, ledger: Ledger) -> bool:
    limits = (
        ("ceb.too_large", BYTES_A_MESSAGE, len(data)),
        ("ceb.too_many_elements", ELEMENTS_A_MESSAGE, data.count(b"<") - data.count(b"</")),
        ("ceb.too_many_attributes", ATTRIBUTES_A_MESSAGE, data.count(b"=")),
    )
    for rule, limit, found in limits:
        if found > limit:
            ledger.add(None, "/", "", rule, limit=limit, found=found)
            return False
    return True


def _decoded(data: bytes, ledger: Ledger) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            ledger.add(None, "/", "", "ceb.encoding", found=name)
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        ledger.add(None, "/", "", "ceb.not_utf8", found=f"0x{data[wrong.start]:02x}", position=wrong.start + 1)
        return None
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ALLOWED_ENCODINGS:
        ledger.add(None, "/", declared[0], "ceb.encoding", found=declared[1][:40])
        return None
    return text


def _allowed(data: bytes, text: str, ledger: Ledger) -> bool:
    if len(data.translate(None, _CONTROLS)) != len(data) or "\ufffe" in text or "\uffff" in text:
        found = _FORBIDDEN.search(text)
        assert found is not None
        ledger.add(None, "/", "", "ceb.forbidden_character", found=f"U+{ord(found[0]):04X}", position=found.start() + 1)
        return False
    doctype = text.find("<!DOCTYPE")
    if doctype >= 0:
        ledger.add(None, "/", text[doctype:], "ceb.doctype", position=doctype + 1)
        return False
    return True


def parsed(text: str, ledger: Ledger) -> etree._Element | None:
    """The root element: no entities, no network, no definitions loaded; None and a fault where not well-formed."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        detail = (wrong.msg or "").split(", line ")[0][:200]
        if "depth" in detail.lower():
            ledger.add(None, "/", "", "ceb.too_deep", limit=DEPTH, line=line)
        else:
            ledger.add(None, "/", "", "ceb.not_xml", line=line, column=column, detail=detail)
        return None
