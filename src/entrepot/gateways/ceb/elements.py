"""Typed frames to the elements of documents: text of each value, checked, escaped and put between its tags."""

from collections.abc import Sequence
from functools import cache

import polars as pl

from entrepot.gateways.ceb.checks import reason, wrong
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.fields import Field, Message, Section
from entrepot.gateways.ceb.rules import sentence

_CHINA_IS_AHEAD = pl.duration(hours=8)
_TIMES = {"time": "%Y%m%d%H%M%S", "stamp": "%Y%m%d%H%M%S%3f", "date": "%Y%m%d"}
FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # what XML 1.0 cannot carry, not even as a reference
_INFO_LENGTH = 1000


class UnableToWrite(ValueError):
    """A document does not fit its field table; the sentence names the document, the element and what to do."""


def documents_of(
    message: Message, heads: pl.DataFrame, lines: pl.DataFrame | None, *, on: Sequence[str], practice: bool
) -> list[str]:
    """The document element of each head, in their order. Raises UnableToWrite."""
    texts = _texts(message.head, heads)
    if practice and message.remark is not None:
        texts = texts.with_columns(_marked(pl.col(message.remark)).alias(message.remark))
    _check(message.head, texts)
    head_xml = texts.select(_xml(message.head)).to_series()
    if message.line is None:
        return (_wrapped(message, head_xml) if message.wrapped else head_xml).to_list()
    if lines is None:
        raise UnableToWrite(f"{message.document}: expected a frame of lines, found none; hand over the lines")
    bodies = _bodies(message.line, lines, on)
    documents = heads.select(*on, head=head_xml).join(bodies, on=on, how="left", maintain_order="left")
    _check_lines(message, documents, bodies)
    return _wrapped(message, documents["head"] + documents["body"]).to_list()


def _wrapped(message: Message, inner: pl.Series) -> pl.Series:
    return f"<ceb:{message.document}>" + inner + f"</ceb:{message.document}>"


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


def _check_lines(message: Message, documents: pl.DataFrame, bodies: pl.DataFrame) -> None:
    counts = documents["lines"].fill_null(0)
    most = message.most_lines
    for row, count in enumerate(counts if not counts.is_between(1, most).all() else (), 1):
        if not 1 <= count <= most:
            found = f"expected 1 to {most} lines, found {count}; split the document or leave it out"
            raise UnableToWrite(f"{message.document}[{row}]: {found}")
    if documents.height < bodies.height:
        strays = bodies.height - documents.height
        raise UnableToWrite(
            f"{message.document}: expected lines of these heads alone, found lines of {strays} other documents; leave "
            "them out"
        )


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


@cache
def _text(field: Field) -> pl.Expr:
    """The column as it stands in XML before escaping: numbers without exponent or needless zeros, China time."""
    column = pl.col(field.column)
    if field.sort == "decimal":
        plain = column.cast(pl.Decimal(38, 10)).cast(pl.String)
        return plain.str.strip_chars_end("0").str.strip_chars_end(".")
    if field.sort in ("time", "stamp"):
        in_utc = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return (in_utc + _CHINA_IS_AHEAD).dt.strftime(_TIMES[field.sort])
    if field.sort == "date":
        return column.dt.strftime(_TIMES["date"])
    return column.cast(pl.String)


def _check(section: Section, texts: pl.DataFrame) -> None:
    totals = texts.select(_offence(field).sum() for field in section.fields).row(0)
    for field, total in zip(section.fields, totals, strict=True):
        if total:
            row = texts.select(_offence(field)).to_series().arg_max() or 0
            raise UnableToWrite(_complaint(section, field, row, texts[field.column][row]))


@cache
def _offence(field: Field) -> pl.Expr:
    mask = wrong(field).fill_null(value=False)
    if field.sort == "text" and not field.among:
        mask |= pl.col(field.column).str.contains(FORBIDDEN).fill_null(value=False)
    return mask


def _complaint(section: Section, field: Field, row: int, value: str | None) -> str:
    why = reason(field, value)
    place = f"{section.element} {row + 1}, {field.element}"
    if why is None:
        return f"{place}: expected characters that XML 1.0 can carry, found {value!r}; remove the control characters"
    return f"{place}: {sentence(*why)}"


@cache
def _xml(section: Section) -> pl.Expr:
    parts = [pl.lit(f"<ceb:{section.element}>"), *(_element(field) for field in section.fields)]
    return pl.concat_str([*parts, pl.lit(f"</ceb:{section.element}>")])


def _element(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "text" and not field.among:
        # \r as a reference, because a bare one is read as \n
        column = column.str.replace_many(["&", "<", ">", "\r"], ["&amp;", "&lt;", "&gt;", "&#13;"])
    if field.empty:
        column = column.fill_null("")
    whole = pl.concat_str(pl.lit(f"<ceb:{field.element}>"), column, pl.lit(f"</ceb:{field.element}>"))
    return whole if field.required or field.empty else whole.fill_null("")
