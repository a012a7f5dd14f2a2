"""The documents of many messages gathered into one frame a kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from entrepot.gateways.ceb.fields import Message, Section
from entrepot.gateways.ceb.shapes import Documents, Values
from entrepot.gateways.ceb.tree import Reader

ADDRESS: dict[str, pl.DataType] = {"message_no": pl.Int64(), "document_no": pl.Int32()}


def text_schema(section: Section) -> dict[str, pl.DataType]:
    """The schema of a decoded frame of this section."""
    return ADDRESS | dict.fromkeys(section.columns, pl.String())


@dataclass
class Rows:
    """The rows of one section: values as bytes in table order, and where each comes from."""

    section: Section
    values: list[Values] = field(default_factory=list)
    message_nos: list[int] = field(default_factory=list)
    document_nos: list[int] = field(default_factory=list)

    def add(self, message_no: int, document_nos: Sequence[int], values: Sequence[Values]) -> None:
        self.values += values
        self.document_nos += document_nos
        self.message_nos += [message_no] * len(values)

    def frame(self) -> pl.DataFrame:
        """Text columns, empty ones null, in the order in which rows were added."""
        columns = zip(*self.values, strict=True) if self.values else [()] * len(self.section.fields)
        return pl.DataFrame(
            [
                pl.Series("message_no", self.message_nos, pl.Int64),
                pl.Series("document_no", self.document_nos, pl.Int32),
                *(_text(name, column) for name, column in zip(self.section.columns, columns, strict=True)),
            ]
        )


def _text(name: str, values: Sequence[bytes]) -> pl.Series:
    if b"" in values:
        if not any(values):
            return pl.Series(name, [None], pl.String).new_from_index(0, len(values))
        return pl.Series(name, [value or None for value in values], pl.Binary).cast(pl.String)
    return pl.Series(name, values, pl.Binary).cast(pl.String)


class Gathered:
    """The rows of all messages of one kind."""

    def __init__(self, message: Message) -> None:
        self.heads = Rows(message.head)
        self.lines = Rows(message.line) if message.line is not None else None

    def add(self, message_no: int, documents: Documents | Reader) -> None:
        """Take the documents of one message, however they were read."""
        self.heads.add(message_no, documents.head_documents, documents.heads)
        if self.lines is not None:
            self.lines.add(message_no, documents.line_documents, documents.lines)
