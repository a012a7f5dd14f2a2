"""Documents read from a parsed tree: every shape a message can have, each oddity a fault with its place."""

from collections.abc import Iterable

from lxml import etree

from entrepot.gateways.ceb.faults import Ledger
from entrepot.gateways.ceb.fields import NAMESPACE, Message, Section

Values = tuple[bytes, ...]
_PREFIX = f"{{{NAMESPACE}}}"


def name_of(element: etree._Element) -> str:
    """The name as a person writes it, cut at 80 characters; elements of other namespaces with their namespace."""
    tag = str(element.tag)
    return tag.removeprefix(_PREFIX)[:80]


class Reader:
    """Reads the documents of one message into rows of values (UTF-8) in table order, each with its document_no."""

    def __init__(self, message: Message, ledger: Ledger) -> None:
        self.message = message
        self.ledger = ledger
        self.heads: list[Values] = []
        self.head_documents: list[int] = []
        self.lines: list[Values] = []
        self.line_documents: list[int] = []

    def read(self, documents: Iterable[etree._Element]) -> None:
        """All documents, numbered from 1; one that is no document of this message is a fault at its number."""
        expected = self.message.document
        for document_no, element in enumerate(documents, 1):
            if element.tag != _PREFIX + expected:
                path = f"/{self.message.root}/{name_of(element)}"
                self._odd(document_no, path, element, "ceb.unknown_element", expected=expected, found=name_of(element))
            elif self.message.wrapped:
                self._read_wrapped(element, document_no)
            else:
                self._check_opening(element, document_no, self.message.head_path(document_no))
                self._read_head(element, document_no)

    def _read_wrapped(self, element: etree._Element, document_no: int) -> None:
        place = f"/{self.message.root}/{self.message.document}[{document_no}]"
        self._check_opening(element, document_no, place)
        children = list(element)
        head = self.message.head
        if not children or children[0].tag != _PREFIX + head.element:
            self.ledger.add(document_no, place, "", "ceb.missing_head", expected=head.element)
        else:
            path = self.message.head_path(document_no)
            self._check_wrapper(children[0], document_no, path)
            self._read_head(children.pop(0), document_no)
        if self.message.line is not None:
            self._read_lines(children, self.message.line, document_no)
        else:
            for child in children:
                facts = {"expected": head.element, "found": name_of(child)}
                self._odd(document_no, f"{place}/{name_of(child)}", child, "ceb.unknown_element", **facts)

    def _read_head(self, element: etree._Element, document_no: int) -> None:
        path = self.message.head_path(document_no)
        self.heads.append(self._section(element, self.message.head, document_no, path))
        self.head_documents.append(document_no)

    def _read_lines(self, children: list[etree._Element], line: Section, document_no: int) -> None:
        place = f"/{self.message.root}/{self.message.document}[{document_no}]"
        line_no, most = 0, self.message.most_lines
        for child in children:
            if child.tag != _PREFIX + line.element:
                facts = {"expected": line.element, "found": name_of(child)}
                self._odd(document_no, f"{place}/{name_of(child)}", child, "ceb.unknown_element", **facts)
                continue
            line_no += 1
            path = self.message.line_path(document_no, line_no)
            self._check_wrapper(child, document_no, path)
            self.lines.append(self._section(child, line, document_no, path))
            self.line_documents.append(document_no)
        if line_no == 0:
            self.ledger.add(document_no, place, "", "ceb.no_lines", limit=most, expected=line.element)
        elif line_no > most:
            self.ledger.add(document_no, place, "", "ceb.too_many_lines", limit=most, found=line_no)

    def _section(self, parent: etree._Element, section: Section, document_no: int, path: str) -> Values:
        values = [b""] * len(section.fields)
        position = section.position
        seen: set[int] = set()
        last = -1
        for child in parent:
            found = name_of(child)
            place = position.get(found)
            if place is None:
                expected = section.element
                self._odd(document_no, f"{path}/{found}", child, "ceb.unknown_element", expected=expected, found=found)
                continue
            self._check_leaf(child, document_no, f"{path}/{found}")
            if place in seen:
                self._odd(document_no, f"{path}/{found}", child, "ceb.repeated_element", found=found)
            elif place < last:
                expected = section.fields[last].element
                self._odd(document_no, f"{path}/{found}", child, "ceb.wrong_order", expected=expected, found=found)
            seen.add(place)
            last = max(last, place)
            values[place] = (child.text or "").encode()
        return tuple(values)

    def _check_leaf(self, element: etree._Element, document_no: int, path: str) -> None:
        if len(element):
            self._odd(document_no, path, element, "ceb.unexpected_content", found=name_of(element[0]))
        if element.attrib:
            self._odd(document_no, path, element, "ceb.unexpected_attribute", found=str(element.attrib.keys()[0])[:80])
        self._check_tail(element, document_no, path)

    def _check_wrapper(self, element: etree._Element, document_no: int, path: str) -> None:
        self._check_opening(element, document_no, path)
        self._check_tail(element, document_no, path)

    def _check_opening(self, element: etree._Element, document_no: int, path: str) -> None:
        if element.attrib:
            self._odd(document_no, path, element, "ceb.unexpected_attribute", found=str(element.attrib.keys()[0])[:80])
        text = (element.text or "").strip()
        if text:
            self.ledger.add(document_no, path, text, "ceb.unexpected_text", found=text[:40])

    def _check_tail(self, element: etree._Element, document_no: int, path: str) -> None:
        text = (element.tail or "").strip()
        if text:
            self.ledger.add(document_no, path, text, "ceb.unexpected_text", found=text[:40])

    def _odd(self, document_no: int, path: str, element: etree._Element, rule: str, **facts: object) -> None:
        self.ledger.add(document_no, path, element.text or "", rule, **facts)
