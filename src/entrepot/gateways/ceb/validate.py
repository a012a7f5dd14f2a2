"""Frames of text against the field tables: typed frames of the good documents, faults of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from entrepot.gateways.ceb import faults
from entrepot.gateways.ceb.checks import reason, wrong
from entrepot.gateways.ceb.content import content_hashes
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
    """Check every value against its field table. A document with any fault is refused as a whole."""
    heads: dict[Kind, pl.DataFrame] = {}
    lines: dict[Kind, pl.DataFrame] = {}
    found: list[Fault] = []
    for kind, message in MESSAGES.items():
        checked = _Checked(message, decoded)
        found += checked.faults
        heads[kind], kind_lines = checked.typed()
        if kind_lines is not None:
            lines[kind] = kind_lines
    every = pl.concat([decoded.faults, faults.frame(found)]).sort(_ADDRESS, nulls_last=False, maintain_order=True)
    return Typed(decoded.messages, heads, lines, every)


class _Checked:
    """The documents of one kind, checked."""

    def __init__(self, message: Message, decoded: Decoded) -> None:
        self.message = message
        self.heads = decoded.heads[message.kind]
        self.lines = decoded.lines.get(message.kind)
        self.ledgers: dict[int, Ledger] = {}
        self._check(self.heads, message.head, line=False)
        if self.lines is not None and message.line is not None:
            self._check(self.lines, message.line, line=True)
        self.refused = _addresses(decoded.faults)
        own = _addresses(faults.frame(self.faults))
        self.refused = pl.concat([self.refused, own]).unique()
        if self.lines is not None:
            self._check_line_numbers()

    @property
    def faults(self) -> list[Fault]:
        return [fault for ledger in self.ledgers.values() for fault in ledger.faults]

    def _check(self, frame: pl.DataFrame, section: Section, *, line: bool) -> None:
        if frame.is_empty():
            return
        masks = frame.select(wrong(field).fill_null(value=False).alias(field.column) for field in section.fields)
        totals = masks.sum().row(0)
        wrong_fields = [field for field, total in zip(section.fields, totals, strict=True) if total]
        if not wrong_fields:
            return
        frame = frame.with_columns(line_no=pl.int_range(1, pl.len() + 1).over(_ADDRESS))
        for field in wrong_fields:
            rows = frame.filter(masks[field.column]).select(*_ADDRESS, "line_no", field.column)
            for message_no, document_no, line_no, value in rows.iter_rows():
                self._add(field, message_no, document_no, line_no if line else None, value)

    def _add(self, field: Field, message_no: int, document_no: int, line_no: int | None, value: str | None) -> None:
        why = reason(field, value)
        assert why is not None, f"{field.element}: the column check and the reason disagree on {value!r}"
        message = self.message
        place = message.head_path(document_no) if line_no is None else message.line_path(document_no, line_no)
        ledger = self.ledgers.setdefault(message_no, Ledger(message_no))
        ledger.add(document_no, f"{place}/{field.element}", value or "", why[0], **why[1])

    def _check_line_numbers(self) -> None:
        assert self.lines is not None
        good = self.lines.join(self.refused, on=_ADDRESS, how="anti", maintain_order="left")
        keys = good.select(*_ADDRESS, gnum=pl.col("gnum").cast(pl.Int32))
        keys = keys.with_columns(line_no=pl.int_range(1, pl.len() + 1).over(_ADDRESS))
        repeats = keys.filter(~pl.struct(*_ADDRESS, "gnum").is_first_distinct())
        for message_no, document_no, gnum, line_no in repeats.iter_rows():
            path = f"{self.message.line_path(document_no, line_no)}/gnum"
            ledger = self.ledgers.setdefault(message_no, Ledger(message_no))
            ledger.add(document_no, path, str(gnum), "ceb.repeated_line", found=gnum)
        self.refused = pl.concat([self.refused, repeats.select(_ADDRESS)]).unique()

    def typed(self) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        heads = self._good(self.heads).select(*_ADDRESS, *(_typed(field) for field in self.message.head.fields))
        if self.lines is None or self.message.line is None:
            return heads.with_columns(content_hashes(self.message, heads, None)), None
        lines = self._good(self.lines).select(*_ADDRESS, *(_typed(field) for field in self.message.line.fields))
        lines = lines.sort(*_ADDRESS, "gnum")
        counts = lines.group_by(_ADDRESS).agg(line_count=pl.len().cast(pl.Int32))
        heads = heads.join(counts, on=_ADDRESS, how="left", maintain_order="left").sort(_ADDRESS)
        return heads.with_columns(content_hashes(self.message, heads, lines)), lines

    def _good(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.join(self.refused, on=_ADDRESS, how="anti", maintain_order="left")


def _addresses(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("document_no").is_not_null()).select(_ADDRESS)


def _typed(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.sort == "decimal":
        return column.cast(_AT_THE_EDGE).cast(EXACT)
    if field.sort == "whole":
        return column.cast(pl.Int32 if field.column == "gnum" else pl.Int64)
    if field.sort == "date":
        return column.str.to_date(_DAYS)
    if field.sort in _TIMES:
        return (column.str.to_datetime(_TIMES[field.sort], time_unit="us") - _CHINA_IS_AHEAD).dt.replace_time_zone("UTC")
    return column
