"""What the pages know of a file: read once when it is brought, kept with the sheet as JSON, never read again."""

from collections.abc import Mapping as Table_
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from entrepot.gateways.sheets.mapping import Form, Mapping
from entrepot.gateways.sheets.proposing import Proposal, propose
from entrepot.gateways.sheets.reading import read_sheet
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Wish
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Table
from entrepot.gateways.sheets.telling import said

PREVIEW_ROWS = 20
_CELL_CHARS = 120
# The file may be read once its reader has chosen something: which sheet, which row.
ASKS = {"sheet_choose": "sheet", "header_not_found": "header_row"}


@dataclass(frozen=True)
class Seen:
    """A file as the pages show it.

    asks: what must be said before it can be read ("sheet", "header_row"), with the words why and what to choose from.
    proposal: kind, guesses, missing, questions, mapping, as JSON. row_nos: of the preview's rows.
    """

    header: tuple[str, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    row_nos: tuple[int, ...] = ()
    rows: int = 0
    said_en: tuple[str, ...] = ()
    said_zh: tuple[str, ...] = ()
    delimiter: str = ","
    wish: Table_[str, Any] | None = None
    asks: str = ""
    asks_en: str = ""
    asks_zh: str = ""
    options: tuple[str, ...] = ()
    proposal: Table_[str, Any] | None = None

    def as_json(self) -> dict[str, object]:
        """As the sheet's row keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Table_[str, Any]) -> "Seen":
        """From the sheet's row."""
        values = dict(kept)
        for name in ("header", "row_nos", "said_en", "said_zh", "options"):
            values[name] = tuple(values.get(name, ()))
        values["preview"] = tuple(tuple(row) for row in values.get("preview", ()))
        return cls(**values)

    def table(self, place: str) -> Table:
        """The rows of the preview as a sheet of their own."""
        columns = list(zip(*self.preview, strict=True)) if self.preview else [() for _ in self.header]
        frame = pl.DataFrame(
            [
                pl.Series(ROW_NO, self.row_nos, dtype=pl.Int64),
                pl.Series(CELLS_FOUND, [len(self.header)] * len(self.preview), dtype=pl.Int32),
                *(pl.Series(f"c{i}", column, dtype=pl.String) for i, column in enumerate(columns)),
            ]
        )
        return Table(place, self.header, frame, self.delimiter)


def look_at(body: bytes, name: str, wish: Wish | None = None) -> Seen:
    """Read a file and propose what its columns mean. Raises UnableToReadSheet where no choice could mend it."""
    wish = wish or Wish()
    try:
        table = read_sheet(body, name=name, wish=wish)
    except UnableToReadSheet as error:
        if error.reason not in ASKS:
            raise
        sheets = error.facts.get("sheets", ())
        options = tuple(str(one) for one in sheets) if isinstance(sheets, tuple | list) else ()
        return Seen(asks=ASKS[error.reason], asks_en=error.en, asks_zh=error.zh, options=options, wish=asdict(wish))
    return Seen(
        header=table.header,
        preview=tuple(tuple(cell[:_CELL_CHARS] for cell in row) for row in table.preview(PREVIEW_ROWS)),
        row_nos=tuple(table.frame[ROW_NO].head(PREVIEW_ROWS).to_list()),
        rows=table.frame.height,
        said_en=tuple(said(table.shape, "en")),
        said_zh=tuple(said(table.shape, "zh")),
        delimiter=table.delimiter,
        wish=asdict(wish),
        proposal=told(propose(table)),
    )


def look_again(seen: Seen, place: str, kind: str) -> Seen:
    """The same file taken for another kind."""
    return replace(seen, proposal=told(propose(seen.table(place), kinds=(kind,))))


def guessed(seen: Seen) -> Mapping:
    """The proposed mapping; unlike one that is agreed on, it may lack what is needed."""
    parts = dict((seen.proposal or {})["mapping"])
    form = dict(parts.pop("form"))
    form["time_formats"] = tuple(form["time_formats"])
    return Mapping(**parts | {"freight_items": tuple(parts["freight_items"])}, form=Form(**form))


def told(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON."""
    return {
        "kind": proposal.kind,
        "preset": proposal.preset,
        "guesses": [asdict(guess) for guess in proposal.guesses],
        "mapping": asdict(proposal.mapping),
        "missing": list(proposal.missing),
        "questions": [asdict(question) for question in proposal.questions],
    }
