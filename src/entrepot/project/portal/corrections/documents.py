"""The documents that a refused list was compared with, as filed, and who of the reader's firms may send them again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection

from entrepot.gateways.ceb.fields import Field, Kind, Section
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.modules.trade import api as trade

Row = Mapping[str, Any]
KINDS: tuple[Kind, ...] = ("order", "slip", "waybill", "list")  # in the order in which intake reads them
_CODES = {
    "agent_id": ("agent_code", "agent_name"),
    "seller_id": ("seller_code", "seller_name"),
    "marketplace_id": ("marketplace_code", "marketplace_name"),
    "carrier_id": ("carrier_code", "carrier_name"),
    "payer_id": ("pay_code", "pay_name"),
}


@dataclass(frozen=True)
class Sender:
    """One of the reader's firms, and how a message names it."""

    party_id: int
    code: str
    name: str


@dataclass(frozen=True)
class Document:
    """One current document. sender: the reader's firm that may send it; None: it is somebody else's to correct."""

    kind: Kind
    head: Row
    lines: tuple[Row, ...]
    sender: Sender | None

    @property
    def id(self) -> int:
        """The number of this version."""
        return int(self.head["id"])

    @property
    def key(self) -> tuple[str, int]:
        """Kind and number: documents of two kinds may have the same number."""
        return self.kind, self.id

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees it; else it is only what the list says of it."""
        return self.id != 0

    @property
    def number(self) -> str:
        """By which number its sender knows it."""
        column = {"list": "cop_no", "waybill": "waybill_no"}.get(self.kind, "order_no")
        return str(self.head[column])

    @property
    def whose(self) -> str:
        """Who corrects it: the name of whoever sends such a document."""
        column = {"list": "agent_name", "order": "marketplace_name", "slip": "pay_name"}.get(self.kind, "carrier_name")
        return str(self.head[column])

    def row(self, line: int | None) -> Row:
        """The head, or the line at that place."""
        return self.head if line is None else self.lines[line]


@dataclass(frozen=True)
class Case:
    """A refused list with all that the reader may see around it; documents by kind, each current."""

    version: declarations.Version
    filed: Document
    others: tuple[Document, ...]

    @property
    def is_import(self) -> bool:
        """Whether it is a list of retail import: signed by whoever sends it, and naming persons."""
        return str(self.filed.head["ie_flag"]) == "I"

    def of(self, kind: str) -> list[Document]:
        """The documents of one kind."""
        return [each for each in (*self.others, self.filed) if each.kind == kind]


def field_of(kind: Kind, column: str, *, of_line: bool) -> Field | None:
    """The field of a message that fills this column."""
    section = section_of(kind, of_line=of_line)
    return next((field for field in section.fields if field.column == column), None) if section else None


def section_of(kind: Kind, *, of_line: bool) -> Section | None:
    """The field table of a document's head or lines."""
    return MESSAGES[kind].line if of_line else MESSAGES[kind].head


def read_case(reader: Reader, order_no: str, list_id: int, *, now: datetime) -> Case | None:
    """The list with its order, slips and waybill; None where the reader does not see the list.

    Documents of import have no sender here: the pages know the messages of export alone, and a list is signed.
    """
    found = declarations.list_as_filed(order_no, list_id)
    if found is None:
        return None
    head, lines = found
    signs = _Signs(reader if head["ie_flag"] != "I" else replace(reader, party_ids=()), now)
    version = declarations.Version(order_no, list_id, int(str(head["filer_id"])), str(head["cop_no"]))
    documents: list[Document] = []
    order = trade.order_as_filed(order_no, int(str(head["marketplace_id"])))
    if order:
        documents.append(signs.document("order", order[0], order[1]))
    else:
        documents.append(_unseen("order", head))
    slips = trade.slips_as_filed(order_no, int(str(head["marketplace_id"])))
    documents += [signs.document("slip", slip, ()) for slip in slips]
    waybill = trade.waybill_as_filed(str(head["waybill_no"]), str(head["carrier_code"]))
    documents.append(signs.document("waybill", waybill, ()) if waybill else _unseen("waybill", head))
    return Case(version, signs.document("list", head, lines), tuple(documents))


def _unseen(kind: Kind, head: Row) -> Document:
    """What the list says of a document that has not come or is not the reader's to see."""
    columns = ("order_no", "marketplace_name", "waybill_no", "carrier_code", "carrier_name")
    return Document(kind, {"id": 0, **{column: head[column] for column in columns}}, (), None)


class _Signs:
    """Finds the firm that may send a document: named in it, or with a power of attorney of one that is."""

    def __init__(self, reader: Reader, now: datetime) -> None:
        self.own, self.day = reader.party_ids, parties.china_day(now)
        person = reader.person_id
        self.hands = [
            party
            for party in self.own
            if person is not None and parties.places_of(person, party, now=now) & set(parties.STAFF)
        ]
        self.principals: dict[tuple[int, str], frozenset[int]] = {}

    def document(self, kind: Kind, head: Row, lines: Iterable[Row]) -> Document:
        """The document with its sender."""
        return Document(kind, head, tuple(lines), self._sender(kind, head))

    def _sender(self, kind: Kind, head: Row) -> Sender | None:
        columns = [column for column in parties.ALLOWED_SENDERS[kind] if head.get(column) is not None]
        for column in columns:
            if head[column] in self.own and self.hands:
                code, name = (str(head[name]) for name in _CODES[column])
                return self._as(code, name, int(head[column]))
        for party in self.hands:
            if any(head[column] in self._principals(party, kind) for column in columns):
                firm = parties.firms([party]).get(party)
                codes = dict(firm.codes) if firm else {}
                if firm and codes:
                    return Sender(party, codes.get("customs10") or next(iter(codes.values())), firm.name_zh)
        return None

    def _as(self, code: str, name: str, party: int) -> Sender | None:
        """The firm under the code by which a document names it; a party that was joined to a firm sends as that."""
        known = parties.known_code(code)
        sender = known if known is not None else party
        return Sender(sender, code, name) if sender in self.hands else None

    def _principals(self, party: int, kind: str) -> frozenset[int]:
        key = (party, kind)
        if key not in self.principals:
            self.principals[key] = parties.allowed_principals(connection.connection, party, self.day, kind)
        return self.principals[key]


_TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "decimal": pl.Decimal(38, 10),
    "whole": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "stamp": pl.Datetime("us", "UTC"),
    "date": pl.Date(),
}


def frame_of(section: Section, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as a frame that a message is written of; all are of document 1."""
    columns = {
        field.column: pl.Series([row.get(field.column) for row in rows], dtype=_TYPES[field.sort])
        for field in section.fields
    }
    place = {"message_no": pl.lit(0, pl.Int64), "document_no": pl.lit(1, pl.Int32)}
    return pl.DataFrame(columns).with_columns(**place)
