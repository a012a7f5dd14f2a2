"""What was agreed on for a sheet, and the sheet read in that way."""

from collections.abc import Mapping as Table_
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from entrepot.gateways.sheets.mapping import AUTO, Mapping, as_json, from_json
from entrepot.gateways.sheets.problems import write_problems
from entrepot.gateways.sheets.reading import is_separated, read_sheet
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Wish
from entrepot.gateways.sheets.table import ROW_NO, Table
from entrepot.modules.exchange.api import Counts, ToTake

Outcomes = dict[str, Any]  # what became of a part: JSON of our own
Notes = dict[int, Outcomes]  # by the number of the part
EXAMPLES = 20  # problems that the page of a sheet shows


@dataclass(frozen=True)
class Agreement:
    """What was agreed on for a sheet.

    mapping: what its columns mean and how it is read; None for goods in the columns of our own sheets. seller_id: whose
    goods they are, where not the sender's.
    """

    mapping: Mapping | None = None
    seller_id: int | None = None

    @property
    def columns(self) -> Mapping:
        """The mapping of a sheet that must have one. Raises UnableToReadSheet where there is none."""
        if self.mapping is None:
            raise UnableToReadSheet("mapping_wrong", place="—", expected="[columns]", found="—")
        return self.mapping

    def as_json(self) -> dict[str, object]:
        """As the sheet's row keeps it."""
        return {"mapping": None if self.mapping is None else as_json(self.mapping), "seller_id": self.seller_id}

    @classmethod
    def from_json(cls, kept: Table_[str, Any]) -> "Agreement":
        """From the sheet's row."""
        mapping, seller_id = kept.get("mapping"), kept.get("seller_id")
        return cls(None if mapping is None else from_json(mapping), None if seller_id is None else int(seller_id))


def language_of(sheet: ToTake) -> Literal["en", "zh"] | None:
    """The language of who brought it; None: of both readers."""
    return "zh" if sheet.language == "zh" else "en" if sheet.language == "en" else None


def agreement_of(sheet: ToTake) -> Agreement:
    """What was agreed on for this sheet."""
    return Agreement.from_json(sheet.mapping)


def table_of(sheet: ToTake, mapping: Mapping | None) -> Table:
    """The sheet as its mapping says that it is read. Raises UnableToReadSheet."""
    return read_sheet(sheet.body, name=sheet.name, wish=Wish() if mapping is None else mapping.form.wish)


def source_of(sheet: ToTake, mapping: Mapping) -> Table | bytes:
    """The sheet for the reader of order lines, which takes plain text in a named form more strictly on its own."""
    found_out = AUTO in (mapping.form.delimiter, mapping.form.encoding) or not is_separated(sheet.body)
    return table_of(sheet, mapping) if found_out else sheet.body


def counted(
    table: Table,
    problems: pl.DataFrame,
    *,
    read: int,
    duplicates: int,
    language: Literal["en", "zh"] | None,
    more: dict[str, int] | None = None,
) -> Counts:
    """What became of all rows: whatever has a problem (problems.SCHEMA) is rejected, what is left over is accepted."""
    rejected = problems[ROW_NO].n_unique()
    reasons = problems.unique(ROW_NO, keep="first").group_by("reason").len().sort("reason")
    return Counts(
        read=read,
        accepted=read - duplicates - rejected,
        duplicates=duplicates,
        rejected=rejected,
        by_reason=dict(reasons.iter_rows()),
        problems=write_problems(table, problems, language) if rejected else b"",
        more=more or {},
        examples=problems.head(EXAMPLES).rows(),
    )


# how a file of rejected rows begins → its ending and media type
_SHAPES = {
    b"PK": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    b"{": (".jsonl", "application/x-ndjson"),
    b"": (".csv", "text/csv"),
}


def shape_of(problems: bytes) -> tuple[str, str]:
    """The ending and the media type of a file of rejected rows, which has the shape of the sheet."""
    return next(shape for start, shape in _SHAPES.items() if problems.startswith(start))
