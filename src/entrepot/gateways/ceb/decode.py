"""Messages in: bytes to frames of text, and the faults of their shape."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import polars as pl
from lxml import etree

from entrepot.gateways.ceb import faults, raw
from entrepot.gateways.ceb.envelope import (
    PRACTICE_MARK,
    SIGNATURE_TAG,
    Facts,
    check_attributes,
    message_of,
    read_parts,
)
from entrepot.gateways.ceb.faults import Fault, Ledger
from entrepot.gateways.ceb.fields import DOCUMENTS_A_MESSAGE, NAMESPACE, Kind, Message, Section
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.ceb.tree import Reader

_ADDRESS: dict[str, pl.DataType] = {"message_no": pl.Int64(), "document_no": pl.Int32()}
_MESSAGES: dict[str, pl.DataType] = {
    "message_no": pl.Int64(),
    **dict.fromkeys(("kind", "code", "guid", "version", "cop_code", "cop_name", "dxp_mode", "dxp_id"), pl.String()),
    "transfer_note": pl.String(),
    "practice": pl.Boolean(),
    "signed": pl.Boolean(),
    "documents": pl.Int32(),
    "refused": pl.Boolean(),
}
_PARTS = frozenset(
    {SIGNATURE_TAG, *(f"{{{NAMESPACE}}}{name}" for name in ("BaseTransfer", "BaseSubscribe", "ExtendMessage"))}
)


@dataclass(frozen=True)
class Decoded:
    """Messages as frames.

    messages: a row a message: message_no (index in the batch), kind, code, guid, version, cop_code, cop_name,
        dxp_mode, dxp_id, transfer_note, practice, signed, documents, refused (as a whole: none of its documents is in).
    heads: per kind a row a document: message_no, document_no (from 1), then the text columns of the field table.
    lines: per kind that has lines a row a line: message_no, document_no, then the text columns.
    faults: message_no, document_no (null: the message as a whole), path, value, rule, facts (JSON text).
    """

    messages: pl.DataFrame
    heads: Mapping[Kind, pl.DataFrame]
    lines: Mapping[Kind, pl.DataFrame]
    faults: pl.DataFrame


def text_schema(section: Section) -> dict[str, pl.DataType]:
    """The schema of a decoded frame of this section."""
    return _ADDRESS | dict.fromkeys(section.columns, pl.String())


def decode(messages: Sequence[bytes]) -> Decoded:
    """Read messages of any kind. Nothing a message holds raises: what is wrong with it is a fault.

    A document with a fault stays in the frames as far as it could be read, so that `validate` finds its other faults
    and then refuses it; a message refused as a whole has no documents in them.
    """
    batch = _Batch()
    for message_no, data in enumerate(messages):
        batch.add(message_no, data)
    return batch.decoded()


class _Batch:
    def __init__(self) -> None:
        self.facts: list[Facts] = []
        self.faults: list[Fault] = []
        self.heads: dict[Kind, list[pl.DataFrame]] = {kind: [] for kind in MESSAGES}
        self.lines: dict[Kind, list[pl.DataFrame]] = {kind: [] for kind in MESSAGES}

    def add(self, message_no: int, data: bytes) -> None:
        ledger = Ledger(message_no)
        facts = self._read(Facts(message_no), data, ledger)
        self.faults += ledger.faults
        self.facts.append(replace(facts, refused=ledger.whole))

    def _read(self, facts: Facts, data: bytes, ledger: Ledger) -> Facts:
        text = raw.text_of(data, ledger)
        root = None if text is None else raw.parsed(text, ledger)
        message = None if root is None else message_of(root, ledger)
        if root is None or message is None:
            return facts
        check_attributes(root, message, ledger)
        children = list(root)
        first_part = next((n for n, child in enumerate(children) if child.tag in _PARTS), len(children))
        documents, parts = children[:first_part], children[first_part:]
        transfer = read_parts(parts, message, ledger)
        facts = _facts_of(facts.message_no, root, message, transfer, documents=len(documents), parts=parts)
        if _countable(facts.documents, message, ledger):
            reader = Reader(message, ledger)
            reader.read(documents)
            if not ledger.whole:
                self._keep(message, facts.message_no, reader)
        return facts

    def _keep(self, message: Message, message_no: int, reader: Reader) -> None:
        self.heads[message.kind].append(_frame(message.head, message_no, reader.heads))
        if message.line is not None:
            self.lines[message.kind].append(_frame(message.line, message_no, reader.lines))

    def decoded(self) -> Decoded:
        heads = {
            kind: pl.concat([pl.DataFrame(schema=text_schema(message.head)), *self.heads[kind]])
            for kind, message in MESSAGES.items()
        }
        lines = {
            kind: pl.concat([pl.DataFrame(schema=text_schema(message.line)), *self.lines[kind]])
            for kind, message in MESSAGES.items()
            if message.line is not None
        }
        messages = pl.DataFrame([asdict(facts) for facts in self.facts], schema=_MESSAGES)
        return Decoded(messages, heads, lines, faults.frame(self.faults))


def _frame(section: Section, message_no: int, rows: list[tuple[str | int | None, ...]]) -> pl.DataFrame:
    schema = text_schema(section)
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(schema) - 1)
    data = [pl.Series("message_no", [message_no] * len(rows), pl.Int64)]
    data += [pl.Series(name, column, dtype) for (name, dtype), column in zip(list(schema.items())[1:], columns, strict=True)]
    return pl.DataFrame(data)


def _countable(documents: int, message: Message, ledger: Ledger) -> bool:
    path = f"/{message.root}"
    if documents == 0:
        ledger.add(None, path, "", "ceb.no_documents", limit=DOCUMENTS_A_MESSAGE, expected=message.document)
    elif documents > DOCUMENTS_A_MESSAGE:
        ledger.add(None, path, "", "ceb.too_many_documents", limit=DOCUMENTS_A_MESSAGE, found=documents)
    return 0 < documents <= DOCUMENTS_A_MESSAGE


def _facts_of(
    message_no: int,
    root: etree._Element,
    message: Message,
    transfer: Mapping[str, str | None],
    *,
    documents: int,
    parts: Sequence[etree._Element],
) -> Facts:
    note = transfer.get("transfer_note") or ""
    return Facts(
        message_no=message_no,
        kind=message.kind,
        code=message.code,
        guid=root.get("guid"),
        version=root.get("version"),
        **transfer,  # type: ignore[arg-type]  # the columns of TRANSFER are the text fields of Facts
        practice=note.startswith(PRACTICE_MARK),
        signed=any(part.tag == SIGNATURE_TAG for part in parts),
        documents=documents,
    )
