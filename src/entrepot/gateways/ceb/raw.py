"""What is refused before any parser sees a message, and the parser."""

import re
from collections.abc import Sequence

import polars as pl
from lxml import etree

from entrepot.gateways.ceb.faults import Ledger

BYTES_A_MESSAGE = 20_000_000
ELEMENTS_A_MESSAGE = 500_000  # 100 lists of 100 lines are 204,400 elements
ATTRIBUTES_A_MESSAGE = 200_000  # equals signs; those in texts count too
DEPTH = 256  # libxml2's own limit

# Below this size neither limit can be passed by so much that it matters for memory.
_WORTH_COUNTING = 2_000_000

_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"<\x00", "UTF-16"),
    (b"\x00<", "UTF-16"),
)
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_ALLOWED_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii"})


def suspects(messages: Sequence[bytes]) -> list[bool]:
    """Which messages need a closer look at their characters: not UTF-8, or with a noncharacter XML forbids.

    Many times as fast for all messages at once as `bytes.decode` and `in` for each.
    """
    readable = [data if len(data) <= BYTES_A_MESSAGE else b"" for data in messages]
    try:
        texts = pl.Series(readable, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:  # one of them is not UTF-8: look at each
        return [True] * len(readable)
    return texts.str.contains_any(["\ufffe", "\uffff"]).to_list()


def clean(data: bytes, ledger: Ledger, *, suspect: bool) -> bytes | None:
    """The message in UTF-8 without byte order mark, line ends as XML has them; None and a fault where refused."""
    if not _within_limits(data, ledger) or not _declared_in_utf8(data, ledger):
        return None
    if suspect and not _in_utf8(data, ledger):
        return None
    if (suspect or len(data.translate(None, _CONTROLS)) != len(data)) and not _allowed(data, ledger):
        return None
    data = data.removeprefix(_MARK)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _within_limits(data: bytes, ledger: Ledger) -> bool:
    limits = [("ceb.too_large", BYTES_A_MESSAGE, len(data))]
    if _WORTH_COUNTING < len(data) <= BYTES_A_MESSAGE:
        limits.append(("ceb.too_many_elements", ELEMENTS_A_MESSAGE, data.count(b"<") - data.count(b"</")))
        limits.append(("ceb.too_many_attributes", ATTRIBUTES_A_MESSAGE, data.count(b"=")))
    for rule, limit, found in limits:
        if found > limit:
            ledger.add(None, "/", "", rule, limit=limit, found=found)
            return False
    return True


def _declared_in_utf8(data: bytes, ledger: Ledger) -> bool:
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            ledger.add(None, "/", "", "ceb.encoding", found=name)
            return False
    declared = _DECLARED.match(data.removeprefix(_MARK)[:1000])
    if declared and declared[1].lower() not in _ALLOWED_ENCODINGS:
        ledger.add(None, "/", "", "ceb.encoding", found=declared[1][:40].decode(errors="replace"))
        return False
    return True


def _in_utf8(data: bytes, ledger: Ledger) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        ledger.add(None, "/", "", "ceb.not_utf8", found=f"0x{data[wrong.start]:02x}", position=wrong.start + 1)
        return False
    return True


def _allowed(data: bytes, ledger: Ledger) -> bool:
    found = _FORBIDDEN.search(data.decode())
    if found is not None:
        ledger.add(None, "/", "", "ceb.forbidden_character", found=f"U+{ord(found[0]):04X}", position=found.start() + 1)
    return found is None


def parsed(data: bytes, ledger: Ledger) -> etree._Element | None:
    """The root element: no entities, no network, no definitions loaded; None and a fault where not well-formed."""
    doctype = data.find(b"<!DOCTYPE")
    if doctype >= 0:
        found = data[doctype : doctype + 200].decode(errors="replace")
        ledger.add(None, "/", found, "ceb.doctype", position=doctype + 1)
        return None
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        detail = (wrong.msg or "").split(", line ")[0][:200]
        if "depth" in detail.lower():
            ledger.add(None, "/", "", "ceb.too_deep", limit=DEPTH, line=line)
        else:
            ledger.add(None, "/", "", "ceb.not_xml", line=line, column=column, detail=detail)
        return None
