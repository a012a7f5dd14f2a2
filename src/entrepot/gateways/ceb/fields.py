"""What a field table is made of: fields, sections, messages of the unified cross-border e-commerce system.

Type notation of the interface: ``C36`` exactly 36 characters, ``C..60`` up to 60, ``C3..4`` three or four,
``N19,5`` a number of up to 14 digits before and 5 after the point, ``N5`` a whole number of up to 5 digits.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal[
    "order", "slip", "waybill", "list", "order_reply", "slip_reply", "waybill_reply", "list_reply",
    "import_order", "payment", "import_waybill", "waybill_state", "import_list", "import_cancel", "import_return",
    "import_order_reply", "payment_reply", "import_waybill_reply", "waybill_state_reply", "import_list_reply",
    "import_cancel_reply", "import_return_reply", "tax_bill", "tax_bill_state",
]  # fmt: skip
Ends = Literal["export", "import", "nothing"]
Sort = Literal["text", "decimal", "whole", "time", "stamp", "date"]

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
DOCUMENTS_A_MESSAGE = 100
LINES_A_DOCUMENT = 100
LINES_OF_AN_IMPORT = 99
# The schema bounds tax bills by nothing; what a message may hold in elements ends them long before this.
DOCUMENTS_UNBOUNDED = 500_000
INTEGER_DIGITS, DECIMALS = 14, 5

_FORM_SORT: dict[str, Sort] = {"time": "time", "stamp": "stamp", "date": "date"}


@dataclass(frozen=True, eq=False)  # each is itself: there is one of each, and caches look them up often
class Field:
    """One element of a section: its name on paper, the column it fills, its type, and what else it must look like.

    ``form`` is empty or one of guid, time, stamp, date, key, digits, alnum, status; ``among`` the only values allowed;
    ``empty`` says that the element must stand there but may be empty.
    """

    element: str
    column: str
    type: str
    required: bool
    form: str = ""
    among: tuple[str, ...] = ()
    empty: bool = False

    @cached_property
    def sort(self) -> Sort:
        if self.type.startswith("N"):
            return "decimal" if "," in self.type else "whole"
        return _FORM_SORT.get(self.form, "text")

    @cached_property
    def length(self) -> tuple[int, int]:
        """Fewest and most characters."""
        if self.sort == "decimal":
            return 1, INTEGER_DIGITS + DECIMALS + len("-.")
        low, dots, high = self.type[1:].partition("..")
        if not dots:
            return (1, int(low)) if self.type.startswith("N") else (int(low), int(low))
        return int(low or 0), int(high)


@dataclass(frozen=True, eq=False)
class Section:
    """A run of fields in one element, in the order in which they must stand."""

    element: str
    fields: tuple[Field, ...]

    @cached_property
    def position(self) -> dict[str, int]:
        return {field.element: place for place, field in enumerate(self.fields)}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.column for field in self.fields)


@dataclass(frozen=True, eq=False)
class Message:
    """One message: the wrapper element of a document, its head and its lines (None: a document is its head)."""

    kind: Kind
    code: str
    document: str
    head: Section
    line: Section | None
    ends: Ends = "nothing"  # what follows the documents: BaseTransfer and the rest in one of two orders, or nothing
    most_documents: int = DOCUMENTS_A_MESSAGE
    most_lines: int = LINES_A_DOCUMENT

    @cached_property
    def root(self) -> str:
        return f"CEB{self.code}Message"

    @cached_property
    def wrapped(self) -> bool:
        """Whether the head stands in an element of its own inside the document."""
        return self.document != self.head.element

    @cached_property
    def is_reply(self) -> bool:
        """Whether it is customs' own word: nothing follows the documents, no sender is named."""
        return self.ends == "nothing"

    @cached_property
    def remark(self) -> str | None:
        """The column of customs' own text, which in practice carries the mark: return_info, a tax bill's note."""
        return next((name for name in ("return_info", "note") if self.is_reply and name in self.head.columns), None)

    def head_path(self, document_no: int) -> str:
        place = f"/{self.root}/{self.document}[{document_no}]"
        return f"{place}/{self.head.element}" if self.wrapped else place

    def line_path(self, document_no: int, line_no: int) -> str:
        assert self.line is not None
        return f"/{self.root}/{self.document}[{document_no}]/{self.line.element}[{line_no}]"


def section(element: str, table: str) -> Section:
    """A section from its table: a row a field: element, column, type, need, then form or ``a|b|c`` if any.

    Need: Y a value, E the element, N nothing.
    """
    rows = [row.split() for row in table.strip().splitlines()]
    return Section(element, tuple(_field(row) for row in rows))


def _field(row: list[str]) -> Field:
    element, column, type_, need, *form = row
    if not re.fullmatch(r"C\d+|C\d*\.\.\d+|N\d+|N19,5", type_) or need not in "YEN":
        raise ValueError(
            f"row of a field table: expected element, column, type, Y or E or N, form; found {' '.join(row)}"
        )
    required, empty = need == "Y", need == "E"
    if form and ("|" in form[0] or form[0].startswith("=")):
        return Field(element, column, type_, required, among=tuple(form[0].lstrip("=").split("|")), empty=empty)
    return Field(element, column, type_, required, form[0] if form else "", empty=empty)
