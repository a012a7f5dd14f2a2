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
_NAME = rb"(?:[A-Za-z_][\w.-]*:)?Signature"
_BEGINS, _ENDS = re.compile(rb"<" + _NAME + rb"[\s/>]"), re.compile(rb"</" + _NAME + rb"\s*>")


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
    opening = _ROOT.match(data)
    begins, ends = _BEGINS.findall(data), _ENDS.findall(data)
    if opening is None or len(begins) != 1 or len(ends) != 1:
        return None
    start, last = data.find(begins[0]), data.find(ends[0])
    end, closing = last + len(ends[0]), b"</" + opening[2] + b">"
    rest = data[end:].rstrip()
    signature = data[start:end]
    if not opening.end() <= start < last or not rest.endswith(closing) or b"<!" in signature or b"<?" in signature:
        return None
    root = parsed(opening[1] + signature + closing, Ledger(0))
    alone = parsed(opening[1] + closing, Ledger(0))
    if root is None or alone is None:
        return None
    return Cut(root, canonical(alone).removesuffix(closing) + data[opening.end() : start] + rest)


def canonical(element: etree._Element) -> bytes:
    """Canonical XML 1.0 without comments, in UTF-8."""
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
