"""The documents of many messages gathered into one frame a kind."""

from collections.abc import Sequence
from functools import cache
from itertools import chain

import polars as pl

from entrepot.gateways.ceb.fields import Message, Section
from entrepot.gateways.ceb.shapes import Documents, Values
from entrepot.gateways.ceb.tree import Reader

_BETWEEN = b"\x1f"  # no text of XML 1.0 can hold it
ADDRESS: dict[str, pl.DataType] = {"message_no": pl.Int64(), "document_no": pl.Int32()}


def text_schema(section: Section) -> dict[str, pl.DataType]:
    """The schema of a decoded frame of this section."""
    return ADDRESS | dict.fromkeys(section.columns, pl.String())


@cache
def _nothing(section: Section) -> pl.DataFrame:
    return pl.DataFrame(schema=text_schema(section))


class Columns:
    """The rows of one section, kept as text until all are there: values in table order, and where each comes from."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.message_nos: list[int] = []
        self.document_nos: list[int] = []
        self.joined: list[bytes] = []

    def add(self, message_no: int, document_nos: Sequence[int], rows: Sequence[Values]) -> None:
        """The rows of one message, joined at once: a few long texts are quicker to hand over than many short ones."""
        if rows:
            self.message_nos += [message_no] * len(rows)
            self.document_nos += document_nos
            self.joined.append(_BETWEEN.join(chain.from_iterable(rows)))

    def frame(self) -> pl.DataFrame:
        """Text columns, empty ones null, in the order in which rows were added."""
        if not self.joined:
            return _nothing(self.section)
        values = pl.Series("value", self.joined, pl.Binary).cast(pl.String).str.split(_BETWEEN.decode()).explode()
        return values.to_frame().select(
            pl.Series("message_no", self.message_nos, pl.Int64),
            pl.Series("document_no", self.document_nos, pl.Int32),
            *_columns(self.section),
        )


@cache
def _columns(section: Section) -> list[pl.Expr]:
    width = len(section.fields)
    texts = [pl.col("value").gather_every(width, place).alias(name) for place, name in enumerate(section.columns)]
    return [pl.when(text != "").then(text) for text in texts]


class Gathered:
    """The rows of all messages of one kind."""

    def __init__(self, message: Message) -> None:
        self.heads = Columns(message.head)
        self.lines = Columns(message.line) if message.line is not None else None

    def add(self, message_no: int, documents: Documents | Reader) -> None:
        """Take the documents of one message, however they were read."""
        self.heads.add(message_no, documents.head_documents, documents.heads)
        if self.lines is not None:
            self.lines.add(message_no, documents.line_documents, documents.lines)
