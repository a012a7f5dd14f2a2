"""Frames of text against the field tables: typed frames of the good documents, faults of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from entrepot.gateways.ceb import faults
from entrepot.gateways.ceb.batch import text_schema
from entrepot.gateways.ceb.checks import reason, wrong
from entrepot.gateways.ceb.content import canonical, hashes_of
from entrepot.gateways.ceb.decode import Decoded
from entrepot.gateways.ceb.faults import Fault, Ledger
from entrepot.gateways.ceb.fields import DECIMALS, Field, Kind, Message, Section
from entrepot.gateways.ceb.tables import MESSAGES

EXACT = pl.Decimal(38, 10)
_AT_THE_EDGE = pl.Decimal(38, DECIMALS)
_ADDRESS = ["message_no", "document_no"]
_CHINA_IS_AHEAD = pl.duration(hours=8)  # China Standard Time: no summer time since 1991
_DAYS = "%Y%m%d"
_TIMES = {"time": "%Y%m%d%H%M%S", "stamp": "%Y%m%d%H%M%S%3f"}
# One number for the place of a document in the batch, and for a line of it (gnum: up to 99,999).
_DOCUMENT = (pl.col("message_no") * 1_000_000 + pl.col("document_no")).alias("document")
_LINE = (pl.col("document") * 100_000 + pl.col("gnum")).alias("line")

Addresses = set[tuple[int, int]]


@dataclass(frozen=True)
class Typed:
    """Good documents as typed frames, and every fault of the others.

    messages: as decoded. heads: per kind message_no, document_no, the columns of the field table (N19,5 as
    Decimal(38, 10), whole numbers Int64 and gnum Int32, times Datetime UTC, dates Date), line_count (kinds with
    lines) and content_hash. lines: likewise, in the order of heads, then of gnum. faults: those of decode and these.
    """

    messages: pl.DataFrame
    heads: Mapping[Kind, pl.DataFrame]
    lines: Mapping[Kind, pl.DataFrame]
    faults: pl.DataFrame


def validate(decoded: Decoded) -> Typed:
    """Check every value against its field table. A document with any fault is refused as a whole, lines too."""
    heads: dict[Kind, pl.DataFrame] = {}
    lines: dict[Kind, pl.DataFrame] = {}
    found: list[Fault] = []
    broken = _addresses(decoded.faults)
    for kind, message in MESSAGES.items():
        check = Check(message)
        check.found(decoded)
        heads[kind], kind_lines = check.typed(decoded, broken)
        if kind_lines is not None:
            lines[kind] = kind_lines
        found += check.faults
    return Typed(decoded.messages, heads, lines, _together(decoded.faults, found))


def _addresses(frame: pl.DataFrame) -> Addresses:
    return set() if frame.is_empty() else set(frame.select(_ADDRESS).drop_nulls().iter_rows())


def _together(decoded: pl.DataFrame, found: list[Fault]) -> pl.DataFrame:
    if not found:
        return decoded
    return pl.concat([decoded, faults.frame(found)]).sort(_ADDRESS, nulls_last=False, maintain_order=True)


@dataclass
class Check:
    """The checks of the documents of one kind."""

    message: Message
    ledgers: dict[int, Ledger] = field(default_factory=dict)

    @property
    def faults(self) -> list[Fault]:
        return [fault for ledger in self.ledgers.values() for fault in ledger.faults]

    def found(self, decoded: Decoded) -> list[Fault]:
        """The faults of every wrong value."""
        self._section(decoded.heads[self.message.kind], self.message.head, line=False)
        if self.message.line is not None:
            self._section(decoded.lines[self.message.kind], self.message.line, line=True)
        return self.faults

    def _section(self, frame: pl.DataFrame, section: Section, *, line: bool) -> None:
        if frame.is_empty():
            return
        totals = frame.select(_totals(section)).row(0)
        wrong_fields = [field for field, total in zip(section.fields, totals, strict=True) if total]
        if wrong_fields:
            frame = frame.with_columns(line_no=_line_no())
        for wrong_field in wrong_fields:
            rows = frame.filter(wrong(wrong_field)).select(*_ADDRESS, "line_no", wrong_field.column)
            for message_no, document_no, line_no, value in rows.iter_rows():
                why = reason(wrong_field, value)
                assert why is not None, f"{wrong_field.element}: column check and reason disagree on {value!r}"
                self._add(message_no, document_no, line_no if line else None, (wrong_field.element, value or ""), why)

    def _add(
        self,
        message_no: int,
        document_no: int,
        line_no: int | None,
        found: tuple[str, str],
        why: tuple[str, dict[str, object]],
    ) -> None:
        message = self.message
        place = message.head_path(document_no) if line_no is None else message.line_path(document_no, line_no)
        ledger = self.ledgers.setdefault(message_no, Ledger(message_no))
        ledger.add(document_no, f"{place}/{found[0]}", found[1], why[0], **why[1])

    def typed(self, decoded: Decoded, broken: Addresses) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """Heads and lines of the documents without fault."""
        refused = broken | {(fault.message_no, fault.document_no or 0) for fault in self.faults}
        heads = _typed_frame(self.message.head, _without(decoded.heads[self.message.kind], refused))
        if heads.is_empty():
            return _nothing_finished(self.message)
        if self.message.line is None:
            return _finished(heads, hashes_of(heads["canonical"])), None
        lines = _typed_frame(self.message.line, _without(decoded.lines[self.message.kind], refused))
        lines = lines.with_columns(_LINE)
        key = lines["line"]
        if not key.is_sorted() or key.n_unique() < key.len() or not heads["document"].is_sorted():
            repeating = self._repeats(lines)
            lines = _without(lines, repeating).sort("line")
            heads = _without(heads, repeating).sort("document")
        counts = lines["document"].rle().struct.field("len").cast(pl.Int32).alias("line_count")
        hashes = hashes_of(heads["canonical"], lines["canonical"], counts.to_list())
        return _finished(heads, counts, hashes), lines.drop("canonical", "document", "line")

    def _repeats(self, lines: pl.DataFrame) -> Addresses:
        """The documents in which a line number stands twice; each repeat is a fault."""
        repeats = lines.with_columns(line_no=_line_no()).filter(~pl.col("line").is_first_distinct())
        for message_no, document_no, gnum, line_no in repeats.select(*_ADDRESS, "gnum", "line_no").iter_rows():
            why: tuple[str, dict[str, object]] = ("ceb.repeated_line", {"found": gnum})
            self._add(message_no, document_no, line_no, ("gnum", str(gnum)), why)
        return _addresses(repeats)


def _finished(heads: pl.DataFrame, *further: pl.Series) -> pl.DataFrame:
    kept = heads[[column for column in heads.columns if column not in {"canonical", "document"}]]
    return kept.with_columns(*further)


@cache
def _nothing_finished(message: Message) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    heads, digests = _nothing(message.head), pl.Series("content_hash", [], pl.Binary)
    if message.line is None:
        return _finished(heads, digests), None
    counts = pl.Series("line_count", [], pl.Int32)
    return _finished(heads, counts, digests), _nothing(message.line).drop("canonical", "document")


def _line_no() -> pl.Expr:
    return pl.int_range(1, pl.len() + 1).over(_ADDRESS)


def _without(frame: pl.DataFrame, refused: Addresses) -> pl.DataFrame:
    if not refused or frame.is_empty():
        return frame
    schema = {name: frame.schema[name] for name in _ADDRESS}
    return frame.join(
        pl.DataFrame(list(refused), schema=schema, orient="row"), on=_ADDRESS, how="anti", maintain_order="left"
    )


def _typed_frame(section: Section, texts: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table with their types; `canonical` for the hash, `document` for the place."""
    return _nothing(section) if texts.is_empty() else _cast(section, texts)


def _cast(section: Section, texts: pl.DataFrame) -> pl.DataFrame:
    return texts.lazy().select(_types(section)).with_columns(_further(section)).collect()


# Expressions are made once: making them takes longer than checking a few documents.
@cache
def _totals(section: Section) -> list[pl.Expr]:
    return [wrong(field).sum() for field in section.fields]


@cache
def _types(section: Section) -> list[pl.Expr]:
    return [*(pl.col(name) for name in _ADDRESS), *(_typed(field) for field in section.fields)]


@cache
def _further(section: Section) -> list[pl.Expr]:
    return [canonical(section), _DOCUMENT]


@cache
def _nothing(section: Section) -> pl.DataFrame:
    return _cast(section, pl.DataFrame(schema=text_schema(section)))


def _typed(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "decimal":
        return column.cast(_AT_THE_EDGE).cast(EXACT)
    if field.sort == "whole":
        return column.cast(pl.Int32 if field.column == "gnum" else pl.Int64)
    if field.sort == "date":
        return column.str.to_date(_DAYS)
    if field.sort in _TIMES:
        in_china = column.str.to_datetime(_TIMES[field.sort], time_unit="us")
        return (in_china - _CHINA_IS_AHEAD).dt.replace_time_zone("UTC")
    return column
