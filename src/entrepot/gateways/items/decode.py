"""Items to frames of text, beside customs messages: one reading for whatever a batch holds."""

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.ceb.faults import Fault, Ledger, frame
from entrepot.gateways.ceb.fields import Field, Kind, Section
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.items.envelope import (
    KINDS,
    Number,
    Repeating,
    Unreadable,
    items_of,
    name_of,
    shown,
)

_ADDRESS: dict[str, pl.DataType] = {"message_no": pl.Int64(), "document_no": pl.Int32()}
# What XML 1.0 cannot carry, and halves of surrogate pairs, which only JSON can.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_Row = list[str | int | None]


def decode(messages: Sequence[tuple[str, bytes]]) -> ceb.Decoded:
    """Read (kind as exchange keeps it, body) of a batch: bodies of KINDS as items, all others as customs messages.

    As `ceb.decode`: message_no is the place in `messages`; nothing a body holds raises.
    """
    in_json = [number for number, (kind, _) in enumerate(messages) if kind in KINDS]
    others = [number for number, (kind, _) in enumerate(messages) if kind not in KINDS]
    read = ceb.decode([messages[number][1] for number in others])
    if not in_json:
        return read
    batch = _Batch()
    for number in in_json:
        batch.add(number, KINDS[messages[number][0]], messages[number][1])
    return _joined(_renumbered(read, others), batch)


class _Batch:
    def __init__(self) -> None:
        self.messages: list[dict[str, object]] = []
        self.heads: dict[Kind, list[_Row]] = {kind: [] for kind in KINDS.values()}
        self.lines: dict[Kind, list[_Row]] = {kind: [] for kind in KINDS.values()}
        self.faults: list[Fault] = []

    def add(self, message_no: int, kind: Kind, body: bytes) -> None:
        ledger = Ledger(message_no)
        count = 0
        try:
            for document_no, item in enumerate(items_of(body), 1):
                count = document_no
                self._read(_Item(kind, document_no, ledger), item, message_no)
        except Unreadable as wrong:
            ledger.add(None, "/", "", wrong.rule, **wrong.facts)
        self.faults += ledger.faults
        self.messages.append(
            {"message_no": message_no, "kind": kind, "code": MESSAGES[kind].code, "practice": False, "signed": False,
             "documents": count, "refused": ledger.whole}
        )  # fmt: skip

    def _read(self, item: "_Item", value: object, message_no: int) -> None:
        head, lines = item.read(value)
        address: _Row = [message_no, item.document_no]
        if head is not None:
            self.heads[item.kind].append(address + head)
        self.lines[item.kind] += [address + line for line in lines]

    def sections(self) -> tuple[dict[Kind, pl.DataFrame], dict[Kind, pl.DataFrame]]:
        heads = {kind: _frame(MESSAGES[kind].head, rows) for kind, rows in self.heads.items()}
        sections = {kind: section for kind in self.lines if (section := MESSAGES[kind].line) is not None}
        return heads, {kind: _frame(section, self.lines[kind]) for kind, section in sections.items()}


def _frame(section: Section, rows: list[_Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_ADDRESS | dict.fromkeys(section.columns, pl.String()), orient="row")


class _Item:
    """One item being read: what is wrong with it goes into the ledger, the rest into rows of text."""

    def __init__(self, kind: Kind, document_no: int, ledger: Ledger) -> None:
        self.kind = kind
        self.document_no = document_no
        self.ledger = ledger
        self.place = f"/items/{document_no - 1}"

    def read(self, item: object) -> tuple[_Row | None, list[_Row]]:
        """Head and lines as text; what cannot be one is left empty."""
        message = MESSAGES[self.kind]
        if not isinstance(item, dict):
            self._wrong(self.place, "items.not_an_object", found=name_of(item))
            return None, []
        head = self._section(item, message.head, self.place, {"lines"} if message.line else set())
        if message.line is None:
            return head, []
        return head, self._lines(item.get("lines"), message.line, message.most_lines)

    def _lines(self, lines: object, section: Section, most: int) -> list[_Row]:
        place = f"{self.place}/lines"
        if not isinstance(lines, list) or not lines:
            self._wrong(place, "items.no_lines", limit=most, found=name_of(lines))
            return []
        if len(lines) > most:
            self._wrong(place, "items.too_many_lines", limit=most, found=len(lines))
            return []
        rows: list[_Row] = []
        for number, line in enumerate(lines):
            if isinstance(line, dict):
                rows.append(self._section(line, section, f"{place}/{number}", set()))
            else:
                self._wrong(f"{place}/{number}", "items.not_an_object", found=name_of(line))
        return rows

    def _section(self, found: dict[str, Any], section: Section, place: str, besides: set[str]) -> _Row:
        if isinstance(found, Repeating):
            self._wrong(place, "items.repeated_field", found=shown(found.member))
        for name in found.keys() - set(section.columns) - besides:
            self._wrong(f"{place}/{_escaped(name)}", "items.unknown_field", found=shown(name))
        return [self._text(found.get(field.column), field, f"{place}/{field.column}") for field in section.fields]

    def _text(self, value: object, field: Field, place: str) -> str | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self._wrong(place, "items.not_text", found=name_of(value))
            return None
        if bad := _FORBIDDEN.search(value):
            self._wrong(place, "items.forbidden_character", found=f"U+{ord(bad[0]):04X}", position=bad.start() + 1)
            return None
        if isinstance(value, Number) and field.sort != "whole":
            rule = "items.number" if field.sort == "decimal" else "items.not_text"
            self._wrong(place, rule, value, found=shown(value))
        return str(value)

    def _wrong(self, place: str, rule: str, value: str = "", **facts: object) -> None:
        self.ledger.add(self.document_no, place, shown(value), rule, **facts)


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer."""
    return shown(name).replace("~", "~0").replace("/", "~1")


def _renumbered(read: ceb.Decoded, numbers: Sequence[int]) -> ceb.Decoded:
    """The same with message numbers of the whole batch."""
    mapping = pl.Series(numbers, dtype=pl.Int64)

    def moved(found: pl.DataFrame) -> pl.DataFrame:
        return found.with_columns(message_no=mapping.gather(found["message_no"])) if found.height else found

    return ceb.Decoded(
        moved(read.messages),
        {kind: moved(heads) for kind, heads in read.heads.items()},
        {kind: moved(lines) for kind, lines in read.lines.items()},
        moved(read.faults),
    )


def _joined(read: ceb.Decoded, batch: _Batch) -> ceb.Decoded:
    heads, lines = batch.sections()
    messages = pl.DataFrame(batch.messages, schema=read.messages.schema)
    return ceb.Decoded(
        pl.concat([read.messages, messages]).sort("message_no"),
        {kind: pl.concat([rows, heads[kind]]) if kind in heads else rows for kind, rows in read.heads.items()},
        {kind: pl.concat([rows, lines[kind]]) if kind in lines else rows for kind, rows in read.lines.items()},
        pl.concat([read.faults, frame(batch.faults)]),
    )
