"""A document between its facts and its bytes: sections of labelled values, tables and findings, nothing else.

Each kind of document lays its facts out as a Paper; `typesetting` prints it with the template of that kind, `workbook`
writes it as sheets. So both say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from entrepot.gateways.documents.values import Value
from entrepot.gateways.documents.words import Language, Words

Align: TypeAlias = Literal["text", "number", "code"]


@dataclass(frozen=True)
class Head:
    """What stands on every page. made_at: when it was asked for; as_of: of the latest fact in it, both aware.

    language: "both" only where the kind has it.
    """

    record_no: str
    made_at: datetime
    as_of: datetime
    practice: bool
    language: Language


@dataclass(frozen=True)
class Facts:
    """Labels with values; a value that is None or empty is printed as not on record when it is `asked` for."""

    pairs: Sequence[tuple[Words | str, Value]]
    caption: Words | str = ""
    asked: bool = False  # False: what is not on record is left out


@dataclass(frozen=True)
class Column:
    """One column of a table. label: one line or several; share: of the width of the page."""

    label: Words | str
    align: Align = "text"
    share: int = 1


@dataclass(frozen=True)
class Grid:
    """A table. sums: below the last row, one value a column."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    caption: Words | str = ""
    sums: Sequence[Value] = ()


@dataclass(frozen=True)
class Figure:
    """A figure of the law that a rule used."""

    name: str
    value: str
    since: str
    source: str


@dataclass(frozen=True)
class Finding:
    """Why a list stands where it stands: texts in the language of the document.

    refused: False where it could not be checked; times: how often the rule speaks against the list.
    """

    rule: str
    title: str
    line: int | None
    expected: str
    found: str
    do: str
    figures: Sequence[Figure]
    source: str
    refused: bool = True
    times: int = 1


@dataclass(frozen=True)
class Case:
    """One declaration list with its findings."""

    cop_no: str
    order_no: str
    state: str
    facts: Facts
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Cases:
    """Lists with their findings, one after the other."""

    cases: Sequence[Case]


Section: TypeAlias = Facts | Grid | Cases
Sections: TypeAlias = Mapping[str, Section | Sequence[Section]]  # by the names that the template uses


@dataclass(frozen=True)
class Paper:
    """A document ready to be printed. kind: the name of its template; subject: beside the title."""

    kind: str
    title: Words
    head: Head
    sections: Sections
    subject: str = ""
    notes: Sequence[Words | str] = ()
