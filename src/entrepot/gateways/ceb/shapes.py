"""Documents read without a tree: a document that looks like one seen before is taken apart by one pattern.

Software writes documents of few shapes: the same elements in the same order with the same white space between them.
The shape of a section is learned once from a sample, checked against its field table, and kept as a pattern whose only
free parts are the values, which hold no markup. So a section that fits its pattern is well-formed, complete and in
order; whatever fits none is read as a tree. One pattern call takes the place of about 250 parser events.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from entrepot.gateways.ceb.fields import Message, Section
from entrepot.gateways.ceb.tables import BY_ROOT

Values = tuple[bytes, ...]
Match = Callable[[bytes, int], "re.Match[bytes] | None"]

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]{0,30}):)?(CEB[0-9]{3}Message)[\s>]")
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)(\s*/|)>([^<]*)")
_NOTHING: Match = re.compile(rb"(?!)").match
_HEAD_OF_A_MESSAGE = 4096
_SHAPES_KEPT = 32
_NEW_SHAPES_A_MESSAGE = 4
_LONGEST_SAMPLE = 100_000
_ENTITIES = {
    b"&lt;": b"<",
    b"&gt;": b">",
    b"&quot;": b'"',
    b"&apos;": b"'",
    b"&#13;": b"\r",
    b"&#10;": b"\n",
    b"&#9;": b"\t",
}


@dataclass
class Documents:
    """The values of a message's documents in table order, and the message without them (for the parser)."""

    message: Message
    skeleton: bytes
    heads: list[Values]
    lines: list[Values]
    line_documents: list[int]  # the document_no of each line

    @property
    def head_documents(self) -> range:
        """The document_no of each head."""
        return range(1, len(self.heads) + 1)


class _Shapes:
    """The known shapes of one section, the latest that fitted first."""

    def __init__(self, section: Section, prefix: bytes, wrapper: bytes) -> None:
        self.section = section
        self.prefix = prefix
        self.wrapper = wrapper  # the name of the document, for heads that stand in one
        self.opening = b"<%s>" % (wrapper or prefix + section.element.encode())
        self.known: list[Match] = [_NOTHING]

    @property
    def latest(self) -> Match:
        """The pattern that fitted last."""
        return self.known[0]

    def other(self, data: bytes, start: int) -> "re.Match[bytes] | None":
        """The section at `start` by a shape that is not the latest; the one that fits becomes the latest."""
        for match in self.known[1:]:
            found = match(data, start)
            if found is not None:
                self._put_first(match)
                return found
        return None

    def _put_first(self, match: Match) -> None:
        # a new list each time: other threads may be reading the old one
        self.known = [match, *(other for other in self.known if other is not match)][:_SHAPES_KEPT]

    def learn(self, data: bytes, start: int) -> bool:
        """Add the shape of the section that begins at `start`; False if it is none that the field table allows."""
        closing = b"</" + self.prefix + self.section.element.encode() + b">"
        end = data.find(closing, start, start + _LONGEST_SAMPLE)
        pattern = self._pattern(data[start : end + len(closing)]) if end >= 0 else None
        if pattern is None:
            return False
        self._put_first(re.compile(pattern).match)
        return True

    def _pattern(self, sample: bytes) -> bytes | None:
        tags = [_Tag(*match.groups(default=b"")) for match in _TAG.finditer(sample)]
        if b"".join(tag.whole for tag in tags) != sample:
            return None
        names = [self.wrapper] if self.wrapper else []
        names.append(self.prefix + self.section.element.encode())
        first, inner, last = tags[: len(names)], tags[len(names) : -1], tags[-1]
        if not all(tag.opens(name) and tag.ends_blank for tag, name in zip(first, names, strict=False)):
            return None
        fields = self._fields(inner)
        before = b"".join(re.escape(tag.whole) for tag in first)
        return before + fields + re.escape(last.whole) + rb"\s*" if fields is not None else None

    def _fields(self, tags: list["_Tag"]) -> bytes | None:
        """The pattern of the fields: a group for each field of the table, empty where the shape lacks it."""
        parts: list[bytes] = []
        rest = tags[::-1]
        for known in self.section.fields:
            name = self.prefix + known.element.encode()
            tag = rest[-1] if rest else None
            if tag is None or tag.name != name:
                parts.append(b"()")
                continue
            closing = rest.pop() if tag.closed else _closing(rest, name)
            if closing is None or not closing.ends_blank:
                return None
            value = b"" if tag.closed else b"<%s>" % re.escape(name)
            group = b"()" if tag.closed else b"([^<]*+)"
            parts.append(value + group + re.escape(closing.whole))
        return None if rest else b"".join(parts)


class _Tag(NamedTuple):
    slash: bytes
    name: bytes
    closed: bytes
    text: bytes  # what follows it

    @property
    def whole(self) -> bytes:
        return b"<%s%s%s>%s" % self

    @property
    def ends_blank(self) -> bool:
        return not self.text.strip()

    def opens(self, name: bytes) -> bool:
        return self[:3] == (b"", name, b"")


def _closing(rest: list[_Tag], name: bytes) -> _Tag | None:
    """Take the opening and the closing tag of an element that holds text alone; None if they are not these."""
    opening, closing = rest.pop(), rest.pop() if rest else None
    return closing if opening.opens(name) and closing is not None and closing[:3] == (b"/", name, b"") else None


@dataclass(frozen=True)
class _Known:
    head: _Shapes
    line: _Shapes | None
    opening: bytes  # of a document
    closing: Match


@lru_cache(maxsize=64)
def _known(message: Message, prefix: bytes) -> _Known:
    document = prefix + message.document.encode()
    return _Known(
        head=_Shapes(message.head, prefix, document if message.wrapped else b""),
        line=_Shapes(message.line, prefix, b"") if message.line is not None else None,
        opening=b"<%s>" % document,
        closing=re.compile(rb"</%s>\s*" % re.escape(document)).match,
    )


def documents_of(data: bytes) -> Documents | None:
    """The documents of a message whose every document has a known shape; None where a tree must be built.

    `data` is UTF-8 without characters that XML forbids. The caller parses the skeleton, in which one empty document
    element stands for all documents, and takes the documents only if that element is the root's first child.
    """
    root = _ROOT.search(data, 0, _HEAD_OF_A_MESSAGE)
    message = BY_ROOT.get(root[2].decode()) if root else None
    if root is None or message is None:
        return None
    prefix = root[1] + b":" if root[1] else b""
    name = prefix + message.document.encode()
    start = data.find(b"<" + name + b">", root.end() - 1)
    reading = _Reading(message, _known(message, prefix), data)
    end = reading.read(start) if start >= 0 else None
    if end is None or not reading.unescape(start, end):
        return None
    skeleton = data[:start] + b"<" + name + b"/>" + data[end:]
    return Documents(message, skeleton, reading.heads, reading.lines, reading.line_documents)


class _Reading:
    def __init__(self, message: Message, known: _Known, data: bytes) -> None:
        self.message = message
        self.known = known
        self.data = data
        self.heads: list[Values] = []
        self.lines: list[Values] = []
        self.line_documents: list[int] = []
        self.to_learn = _NEW_SHAPES_A_MESSAGE

    def read(self, start: int) -> int | None:
        """Where the documents end; None if one has an unknown shape, or if there are more than a message may have."""
        data, line, closing = self.data, self.known.line, self.known.closing
        end, wrapped = start, self.message.wrapped
        match = self.known.head.latest
        while found := match(data, end) or self._by_another(self.known.head, end):
            match = self.known.head.latest
            self.heads.append(found.groups())
            end = found.end()
            if wrapped:
                inner_end = end if line is None else self._read_lines(line, end)
                closed = closing(data, inner_end) if inner_end else None
                if closed is None:
                    return None
                end = closed.end()
        complete = 1 <= len(self.heads) <= self.message.most_documents and not data.startswith(self.known.opening, end)
        return end if complete else None

    def _read_lines(self, shapes: _Shapes, start: int) -> int | None:
        """Where the lines of known shape end (whether the document does is for the caller); None if too few or many."""
        data, lines = self.data, self.lines
        first, end = len(lines), start
        match = shapes.latest
        while found := match(data, end) or self._by_another(shapes, end):
            match = shapes.latest
            lines.append(found.groups())
            end = found.end()
        count = len(lines) - first
        self.line_documents += [len(self.heads)] * count
        return end if 1 <= count <= self.message.most_lines else None

    def _by_another(self, shapes: _Shapes, start: int) -> "re.Match[bytes] | None":
        if not self.data.startswith(shapes.opening, start):
            return None
        found = shapes.other(self.data, start)
        if found is None and self.to_learn > 0:
            self.to_learn -= 1
            found = shapes.latest(self.data, start) if shapes.learn(self.data, start) else None
        return found

    def unescape(self, start: int, end: int) -> bool:
        """Put characters for the usual entities; False where there are others or markup ends without beginning."""
        data = self.data
        if data.find(b"]", start, end) >= 0 and data.find(b"]]>", start, end) >= 0:
            return False
        if data.find(b"&", start, end) < 0:
            return True
        usual = sum(data.count(entity, start, end) for entity in (*_ENTITIES, b"&amp;"))
        if usual != data.count(b"&", start, end):
            return False
        self.heads = [tuple(map(_plain, row)) for row in self.heads]
        self.lines = [tuple(map(_plain, row)) for row in self.lines]
        return True


def _plain(value: bytes) -> bytes:
    if b"&" not in value:
        return value
    for entity, character in _ENTITIES.items():
        value = value.replace(entity, character)
    return value.replace(b"&amp;", b"&")
