"""The enveloped transform on bytes: a Signature cut out of its message without building the tree of all documents.

Most software writes its documents as their canonical form has them, with start tag and end tag to each element. Then
what remains around the Signature is what was signed, and only the start tag of the root has to be put in order. Whether
it is says the digest: a message written otherwise does not fit it, and is looked at as a tree.
"""

import re
from typing import NamedTuple

from lxml import etree

from entrepot.gateways.ceb.faults import Ledger
from entrepot.gateways.ceb.raw import parsed

_BEFORE = rb"(?:\xef\xbb\xbf)?(?:<\?xml[^?<>]*\?>)?\s*(?:<!--(?:[^-]|-[^-])*-->\s*)*"
_ROOT = re.compile(
    _BEFORE + rb'(<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(?:\s+[A-Za-z_][\w.:-]*\s*=\s*"[^"<]*")*\s*>)'
)
_NAME = re.compile(rb"Signature[\s/>]")
_PREFIX = re.compile(rb"(?:[A-Za-z_][\w.-]*:)?")


class Cut(NamedTuple):
    """root: the message's own start tag around its Signature alone; text: the message without it, if it is canonical.

    The namespaces in scope within the Signature are those that it has in the message.
    """

    root: etree._Element
    text: bytes


def cut(data: bytes) -> Cut | None:
    """Take the one Signature out of a message that is known to be well-formed and to have one as a child of its root.

    None where it cannot be told without a tree. Between the two tags stands nothing else than the element: of each
    there is one, and no comment or CDATA section hides another.
    """
    opening, names = _ROOT.match(data), [found.start() for found in _NAME.finditer(data)]
    if opening is None or len(names) != 2:  # of its start tag and its end tag
        return None
    start, last = (data.rfind(b"<", 0, name) for name in names)
    prefix, end, closing = data[start + 1 : names[0]], data.find(b">", names[1]) + 1, b"</" + opening[2] + b">"
    signature, rest = data[start:end], data[end:].rstrip()
    of_one_element = _PREFIX.fullmatch(prefix) is not None and data[last : names[1]] == b"</" + prefix
    hides_nothing = b"<!" not in signature and b"<?" not in signature
    if not (opening.end() <= start and of_one_element and hides_nothing and rest.endswith(closing)):
        return None
    root = parsed(opening[1] + signature + closing, Ledger(0))
    alone = parsed(opening[1] + closing, Ledger(0))
    if root is None or alone is None:
        return None
    return Cut(root, canonical(alone).removesuffix(closing) + data[opening.end() : start] + rest)


def canonical(element: etree._Element) -> bytes:
    """Canonical XML 1.0 without comments, in UTF-8."""
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
