"""Messages in: bytes to frames of text, and the faults of their shape."""

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl
from lxml import etree

from entrepot.gateways.ceb import faults, raw
from entrepot.gateways.ceb.batch import Gathered
from entrepot.gateways.ceb.envelope import (
    PRACTICE_MARK,
    SIGNATURE_TAG,
    Facts,
    check_attributes,
    check_text,
    message_of,
    read_parts,
)
from entrepot.gateways.ceb.faults import Fault, Ledger
from entrepot.gateways.ceb.fields import NAMESPACE, Kind, Message
from entrepot.gateways.ceb.shapes import Values, documents_of
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.ceb.tree import Reader

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
_MARKED_BEFORE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<!--\s*" + re.escape(PRACTICE_MARK.encode()))


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


def decode(messages: Sequence[bytes]) -> Decoded:
    """Read messages of any kind. Nothing a message holds raises: what is wrong with it is a fault.

    A document with a fault stays in the frames as far as it could be read, so that `validate` finds its other faults
    and then refuses it; a message refused as a whole has no documents in them.
    """
    batch = _Batch()
    with _collector_at_rest():
        for message_no, (data, suspect) in enumerate(zip(messages, raw.suspects(messages), strict=True)):
            batch.add(message_no, data, suspect=suspect)
        return batch.decoded()


def is_practice(data: bytes) -> bool:
    """Whether a message carries the practice mark: in BaseTransfer/note; in what customs writes, in its text."""
    return bool(decode([data]).messages["practice"][0])


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Rows are many tuples of bytes, which form no cycles: walking them for garbage takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Batch:
    def __init__(self) -> None:
        self.facts: list[Facts] = []
        self.faults: list[Fault] = []
        self.gathered = {kind: Gathered(message) for kind, message in MESSAGES.items()}

    def add(self, message_no: int, data: bytes, *, suspect: bool) -> None:
        ledger = Ledger(message_no)
        cleaned = raw.clean(data, ledger, suspect=suspect)
        facts = Facts(message_no) if cleaned is None else self._read(message_no, cleaned, ledger)
        self.faults += ledger.faults
        self.facts.append(facts._replace(refused=ledger.whole))

    def _read(self, message_no: int, data: bytes, ledger: Ledger) -> Facts:
        return self._read_by_shape(message_no, data) or self._read_as_tree(message_no, data, ledger)

    def _read_by_shape(self, message_no: int, data: bytes) -> Facts | None:
        """None, and nothing kept, unless the message is without fault and of known shapes."""
        documents = documents_of(data)
        if documents is None:
            return None
        ledger = Ledger(message_no)
        around = _read_around(message_no, documents.skeleton, ledger)
        stands_for_all = around is not None and len(around.documents) == 1 and not len(around.documents[0])
        if around is None or ledger.faults or not stands_for_all:
            return None
        if around.documents[0].tag != f"{{{NAMESPACE}}}{documents.message.document}":
            return None
        self.gathered[documents.message.kind].add(message_no, documents)
        practice = around.facts.practice or _marked(documents.message, documents.heads)
        return around.facts._replace(documents=len(documents.heads), practice=practice)

    def _read_as_tree(self, message_no: int, data: bytes, ledger: Ledger) -> Facts:
        around = _read_around(message_no, data, ledger)
        if around is None:
            return Facts(message_no)
        if _countable(len(around.documents), around.message, ledger):
            reader = Reader(around.message, ledger)
            reader.read(around.documents)
            if not ledger.whole:
                self.gathered[around.message.kind].add(message_no, reader)
            practice = around.facts.practice or _marked(around.message, reader.heads)
            return around.facts._replace(practice=practice)
        return around.facts

    def decoded(self) -> Decoded:
        heads = {kind: rows.heads.frame() for kind, rows in self.gathered.items()}
        lines = {kind: rows.lines.frame() for kind, rows in self.gathered.items() if rows.lines is not None}
        messages = pl.DataFrame(self.facts, schema=_MESSAGES, orient="row")
        return Decoded(messages, heads, lines, faults.frame(self.faults))


@dataclass(frozen=True)
class _Around:
    """A parsed message, its documents not yet read."""

    message: Message
    documents: list[etree._Element]
    facts: Facts


def _read_around(message_no: int, data: bytes, ledger: Ledger) -> _Around | None:
    root = raw.parsed(data, ledger)
    message = None if root is None else message_of(root, ledger)
    if root is None or message is None:
        return None
    check_attributes(root, message, ledger)
    check_text(root, message, ledger)
    children = list(root)
    first_part = next((n for n, child in enumerate(children) if child.tag in _PARTS), len(children))
    documents, parts = children[:first_part], children[first_part:]
    transfer = read_parts(parts, message, ledger)
    facts = _facts_of(message_no, root, message, transfer, documents=len(documents), parts=parts)
    if message.is_reply and message.remark is None:  # 818 has no text to carry the mark
        facts = facts._replace(practice=_MARKED_BEFORE.match(data) is not None)
    return _Around(message, documents, facts)


def _marked(message: Message, heads: Sequence[Values]) -> bool:
    """Whether a message of customs carries the practice mark: without BaseTransfer it stands in customs' own text."""
    if message.remark is None:
        return False
    place = message.head.columns.index(message.remark)
    return any(values[place].startswith(PRACTICE_MARK.encode()) for values in heads)


def _countable(documents: int, message: Message, ledger: Ledger) -> bool:
    path, most = f"/{message.root}", message.most_documents
    if documents == 0:
        ledger.add(None, path, "", "ceb.no_documents", limit=most, expected=message.document)
    elif documents > most:
        ledger.add(None, path, "", "ceb.too_many_documents", limit=most, found=documents)
    return 0 < documents <= most


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
