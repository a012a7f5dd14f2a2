"""Messages out: typed frames to bytes that the official schema accepts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack
from xml.sax.saxutils import escape

import polars as pl

from entrepot.gateways.ceb.checks import reason
from entrepot.gateways.ceb.elements import FORBIDDEN, UnableToWrite, documents_of
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.fields import DOCUMENTS_A_MESSAGE, NAMESPACE, Field, Kind, Message
from entrepot.gateways.ceb.rules import sentence
from entrepot.gateways.ceb.signing import Signer, sign
from entrepot.gateways.ceb.tables import MESSAGE_GUID, MESSAGES, TRANSFER

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_IN_A_TEXT = {"\r": "&#13;"}
ADDRESS = ("message_no", "document_no")


@dataclass(frozen=True)
class Envelope:
    """The message around the documents: its guid and, in all but customs' own messages, the sender (BaseTransfer).

    practice: the message carries the practice mark, in BaseTransfer/note or, in replies, in every returnInfo, in tax
    bills in every note. 818 has no text for it: there the comment before the root, which all have, stands alone.
    """

    guid: str
    cop_code: str
    cop_name: str
    dxp_id: str
    practice: bool
    note: str | None = None


class How(TypedDict, total=False):
    """How messages are written.

    on: the columns that tie lines to heads (message_no and document_no unless said otherwise). signer: signs each.
    """

    on: Sequence[str]
    signer: Signer | None


def write(kind: Kind, heads: pl.DataFrame, lines: pl.DataFrame | None, envelope: Envelope, **how: Unpack[How]) -> bytes:
    """One message of 1 to 100 documents, one a row of heads, in their order.

    heads, lines: typed frames (as `validate` gives them; further columns do not matter); the lines of a document are
    written in the order in which they stand. Raises UnableToWrite when a value does not fit the field table.
    """
    if not 1 <= heads.height <= DOCUMENTS_A_MESSAGE:
        raise UnableToWrite(
            f"expected 1 to {DOCUMENTS_A_MESSAGE} documents, found {heads.height}; write several messages (write_all)"
        )
    return next(write_all(kind, heads, lines, envelope, [envelope.guid], **how))


def write_all(
    kind: Kind,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    envelope: Envelope,
    guids: Iterable[str],
    **how: Unpack[How],
) -> Iterator[bytes]:
    """As many messages of up to 100 documents as heads need, each with the next of `guids` as its own."""
    message = MESSAGES[kind]
    documents = documents_of(message, heads, lines, on=how.get("on", ADDRESS), practice=envelope.practice)
    for _, data in _messages(message, documents, envelope, iter(guids), how.get("signer")):
        yield data


def write_each(
    kind: Kind,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    envelope: Envelope,
    guids: Iterable[str],
    *,
    by: str,
    **how: Unpack[How],
) -> Iterator[tuple[object, int, bytes]]:
    """Messages of up to 100 documents that share the value of the column `by`: that value, documents, bytes.

    For replies to many addressees: far quicker than writing for one after the other.
    """
    message = MESSAGES[kind]
    documents = documents_of(message, heads, lines, on=how.get("on", ADDRESS), practice=envelope.practice)
    shares = heads.select(pl.col(by).alias("value"), pl.Series("document", documents, pl.String))
    numbers = iter(guids)
    for value, share in shares.group_by("value", maintain_order=True).agg("document").iter_rows():
        for count, data in _messages(message, share, envelope, numbers, how.get("signer")):
            yield value, count, data


def _messages(
    message: Message, documents: list[str], envelope: Envelope, guids: Iterator[str], signer: Signer | None
) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(documents), DOCUMENTS_A_MESSAGE):
        part = documents[start : start + DOCUMENTS_A_MESSAGE]
        guid = next(guids, None)
        if guid is None:
            raise UnableToWrite("expected a guid for each message, found too few; hand over more")
        data = _framed(message, part, replace(envelope, guid=guid))
        yield len(part), data if signer is None else sign(data, signer)


def _framed(message: Message, documents: Sequence[str], envelope: Envelope) -> bytes:
    _refuse_wrong(MESSAGE_GUID, envelope.guid, message.root)
    comment = f"<!-- {PRACTICE_MARK} -->\n" if envelope.practice else ""
    guid = escape(envelope.guid, {'"': "&quot;"})
    opening = f'<ceb:{message.root} guid="{guid}" version="1.0" xmlns:ceb="{NAMESPACE}">'
    transfer = "" if message.is_reply else _transfer(envelope)
    body = "\n".join(documents)
    return f"{_DECLARATION}{comment}{opening}\n{body}\n{transfer}</ceb:{message.root}>\n".encode()


def _transfer(envelope: Envelope) -> str:
    mark = PRACTICE_MARK if envelope.practice else ""
    values = {
        "cop_code": envelope.cop_code,
        "cop_name": envelope.cop_name,
        "dxp_mode": "DXP",
        "dxp_id": envelope.dxp_id,
        "transfer_note": " ".join(part for part in (mark, envelope.note) if part) or None,
    }
    parts = []
    for field in TRANSFER.fields:
        value = values[field.column]
        _refuse_wrong(field, value, TRANSFER.element)
        if value is not None:
            parts.append(f"<ceb:{field.element}>{escape(value, _IN_A_TEXT)}</ceb:{field.element}>")
    return f"<ceb:{TRANSFER.element}>{''.join(parts)}</ceb:{TRANSFER.element}>\n"


def _refuse_wrong(field: Field, value: str | None, place: str) -> None:
    why = reason(field, value or None)
    if why is not None:
        raise UnableToWrite(f"{place}, {field.element}: {sentence(*why)}")
    if value and re.search(FORBIDDEN, value):
        raise UnableToWrite(f"{place}, {field.element}: expected characters that XML 1.0 can carry, found {value!r}")
