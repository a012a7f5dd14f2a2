"""Messages out: typed frames to bytes that the official schema accepts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import polars as pl

from entrepot.gateways.ceb.checks import reason, wrong
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.fields import DOCUMENTS_A_MESSAGE, LINES_A_DOCUMENT, NAMESPACE, Field, Kind, Message, Section
from entrepot.gateways.ceb.rules import sentence
from entrepot.gateways.ceb.signing import Signer, sign
from entrepot.gateways.ceb.tables import MESSAGES

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CHINA_IS_AHEAD = pl.duration(hours=8)
_TIMES = {"time": "%Y%m%d%H%M%S", "stamp": "%Y%m%d%H%M%S%3f", "date": "%Y%m%d"}
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_INFO_LENGTH = 1000
ADDRESS = ("message_no", "document_no")


class UnableToWrite(ValueError):
    """A document does not fit its field table; the sentence names the document, the element and what to do."""


@dataclass(frozen=True)
class Envelope:
    """The message around the documents: its guid and, in export messages, the sender (BaseTransfer).

    practice: the message carries the practice mark, in BaseTransfer/note or, in replies, in every returnInfo.
    """

    guid: str
    cop_code: str
    cop_name: str
    dxp_id: str
    practice: bool
    note: str | None = None


def write(
    kind: Kind,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    envelope: Envelope,
    *,
    on: Sequence[str] = ADDRESS,
    signer: Signer | None = None,
) -> bytes:
    """One message of 1 to 100 documents, one a row of heads, in their order.

    heads, lines: typed frames (as `validate` gives them; further columns do not matter). `on`: the columns that tie
    lines to heads; the lines of a document are written in the order in which they stand.
    Raises UnableToWrite when a value does not fit the field table.
    """
    message = MESSAGES[kind]
    if not 1 <= heads.height <= DOCUMENTS_A_MESSAGE:
        raise UnableToWrite(
            f"expected 1 to {DOCUMENTS_A_MESSAGE} documents, found {heads.height}; write several messages (write_all)"
        )
    body = "\n".join(_documents(message, heads, lines, envelope, on))
    return _framed(message, body, envelope, signer)


def write_all(
    kind: Kind,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    envelope: Envelope,
    guids: Iterable[str],
    *,
    on: Sequence[str] = ADDRESS,
    signer: Signer | None = None,
) -> Iterator[bytes]:
    """As many messages of up to 100 documents as heads need, each with the next of `guids` as its own."""
    message = MESSAGES[kind]
    documents = _documents(message, heads, lines, envelope, on)
    starts = range(0, len(documents), DOCUMENTS_A_MESSAGE)
    for start, guid in zip(starts, guids, strict=False):
        body = "\n".join(documents[start : start + DOCUMENTS_A_MESSAGE])
        yield _framed(message, body, replace(envelope, guid=guid), signer)


def _framed(message: Message, body: str, envelope: Envelope, signer: Signer | None) -> bytes:
    comment = f"<!-- {PRACTICE_MARK} -->\n" if envelope.practice else ""
    guid = escape(envelope.guid, {'"': "&quot;"})
    opening = f'<ceb:{message.root} guid="{guid}" version="1.0" xmlns:ceb="{NAMESPACE}">'
    transfer = _transfer(envelope) if message.export else ""
    data = f"{_DECLARATION}{comment}{opening}\n{body}\n{transfer}</ceb:{message.root}>\n".encode()
    return data if signer is None else sign(data, signer)


def _transfer(envelope: Envelope) -> str:
    note = " ".join(part for part in (PRACTICE_MARK if envelope.practice else "", envelope.note or "") if part)
    values = [
        ("copCode", envelope.cop_code),
        ("copName", envelope.cop_name),
        ("dxpMode", "DXP"),
        ("dxpId", envelope.dxp_id),
        *([("note", note)] if note else []),
    ]
    inner = "".join(f"<ceb:{name}>{escape(value)}</ceb:{name}>" for name, value in values)
    return f"<ceb:BaseTransfer>{inner}</ceb:BaseTransfer>\n"


def _documents(
    message: Message, heads: pl.DataFrame, lines: pl.DataFrame | None, envelope: Envelope, on: Sequence[str]
) -> list[str]:
    texts = _texts(message.head, heads)
    if not message.export and envelope.practice:
        texts = texts.with_columns(return_info=_marked(pl.col("return_info")))
    _check(message.head, texts)
    head_xml = texts.select(_xml(message.head)).to_series()
    if message.line is None or lines is None:
        return head_xml.to_list()
    bodies = _bodies(message.line, lines, on)
    documents = heads.select(*on, head=head_xml).join(bodies, on=on, how="left", maintain_order="left")
    _check_line_counts(message, documents)
    open_, close = f"<ceb:{message.document}>", f"</ceb:{message.document}>"
    whole = pl.concat_str(pl.lit(open_), "head", "body", pl.lit(close))
    return documents.select(whole).to_series().to_list()


def _marked(info: pl.Expr) -> pl.Expr:
    """The text of a reply after the practice mark; one that no longer fits ends in an ellipsis."""
    marked = (pl.lit(f"{PRACTICE_MARK} ") + info.fill_null("")).str.strip_chars_end()
    cut = marked.str.head(_INFO_LENGTH - 1) + "…"
    return pl.when(marked.str.len_chars() > _INFO_LENGTH).then(cut).otherwise(marked)


def _bodies(section: Section, lines: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    texts = _texts(section, lines)
    _check(section, texts)
    return (
        lines.select(*on, body=texts.select(_xml(section)).to_series())
        .group_by(on, maintain_order=True)
        .agg(pl.col("body").str.join(""), lines=pl.len())
    )


def _check_line_counts(message: Message, documents: pl.DataFrame) -> None:
    counts = documents["lines"].fill_null(0)
    for row, count in enumerate(counts, 1):
        if not 1 <= count <= LINES_A_DOCUMENT:
            raise UnableToWrite(f"{message.document}[{row}]: expected 1 to {LINES_A_DOCUMENT} lines, found {count}")


def _texts(section: Section, frame: pl.DataFrame) -> pl.DataFrame:
    missing = [
        field.column
        for field in section.fields
        if (field.required or field.empty) and field.column not in frame.columns
    ]
    if missing:
        raise UnableToWrite(f"{section.element}: expected the columns {', '.join(missing)}, found none; add them")
    return frame.select(
        _text(field) if field.column in frame.columns else pl.lit(None, pl.String).alias(field.column)
        for field in section.fields
    )


def _text(field: Field) -> pl.Expr:
    """The column as it stands in XML before escaping: numbers without exponent or needless zeros, China time."""
    column = pl.col(field.column)
    if field.sort == "decimal":
        plain = column.cast(pl.Decimal(38, 10)).cast(pl.String)
        return plain.str.strip_chars_end("0").str.strip_chars_end(".")
    if field.sort in ("time", "stamp"):
        return (column.dt.replace_time_zone(None) + _CHINA_IS_AHEAD).dt.strftime(_TIMES[field.sort])
    if field.sort == "date":
        return column.dt.strftime(_TIMES["date"])
    return column.cast(pl.String)


def _check(section: Section, texts: pl.DataFrame) -> None:
    for field in section.fields:
        mask = wrong(field).fill_null(value=False)
        if field.sort == "text":
            mask |= pl.col(field.column).str.contains(_FORBIDDEN).fill_null(value=False)
        offences = texts.select(mask).to_series()
        if offences.any():
            row = offences.arg_max() or 0
            raise UnableToWrite(_complaint(section, field, row, texts[field.column][row]))


def _complaint(section: Section, field: Field, row: int, value: str | None) -> str:
    why = reason(field, value)
    place = f"{section.element} {row + 1}, {field.element}"
    if why is None:
        return f"{place}: expected characters that XML 1.0 can carry, found {value!r}; remove the control characters"
    return f"{place}: {sentence(*why)}"


def _xml(section: Section) -> pl.Expr:
    parts = [pl.lit(f"<ceb:{section.element}>"), *(_element(field) for field in section.fields)]
    return pl.concat_str([*parts, pl.lit(f"</ceb:{section.element}>")])


def _element(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "text" and not field.among:
        column = column.str.replace_many(["&", "<", ">", "\r"], ["&amp;", "&lt;", "&gt;", "&#13;"])
    if field.empty:
        column = column.fill_null("")
    whole = pl.concat_str(pl.lit(f"<ceb:{field.element}>"), column, pl.lit(f"</ceb:{field.element}>"))
    return whole if field.required or field.empty else whole.fill_null("")
