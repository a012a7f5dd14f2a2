"""Orders, collection slips, waybills and lists from a sheet onto the record, as if each had come in a message."""

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.sheets import problems as sheet_problems
from entrepot.gateways.sheets.documents import read_documents
from entrepot.gateways.sheets.faulty import problems_of_faults
from entrepot.gateways.sheets.fields import DOCUMENTS
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.exchange.api import Counts, ToTake
from entrepot.project.line.intake import TIME, take_kind, tell_judges
from entrepot.project.line.reasons import sentence_of
from entrepot.project.line.refusals import REFUSED
from entrepot.project.line.setting import Setting
from entrepot.project.line.sheets.files import Notes, Outcomes, agreement_of, counted, language_of, table_of

DOCUMENTS_A_PART = 2_500


class Documents:
    """A sheet whose rows, or groups of rows, are documents; so many of them a part."""

    def __init__(self, setting: Setting, sheet: ToTake) -> None:
        self.setting, self.sheet = setting, sheet
        self.kind = DOCUMENTS[sheet.kind]
        mapping = agreement_of(sheet).columns
        self.read = read_documents(
            sheet_problems.neutral(table_of(sheet, mapping)), mapping, sheet.kind, now=sheet.submitted_at
        )
        self.typed = ceb.validate(self.read.decoded)
        self.heads = self.typed.heads[self.kind]
        self.lines = self.typed.lines.get(self.kind)
        self.parts = max(1, -(-self.heads.height // DOCUMENTS_A_PART))

    def take(
        self,
        number: int,
        message_id: int,
        *,
        gate: bool,
    ) -> Outcomes:
        heads = self.heads.slice(number * DOCUMENTS_A_PART, DOCUMENTS_A_PART)
        if heads.is_empty():
            return {"duplicates": [], "refused": []}
        now, copy = self.sheet.submitted_at, self._is_copy()
        senders = pl.DataFrame(
            {"message_no": [0], "message_id": [message_id], "sender_id": [self.sheet.party_id], "copy": [copy],
             "arrived_at": [now]},
            schema_overrides={"message_no": pl.Int64, "arrived_at": TIME},
        )  # fmt: skip
        told, refused = take_kind(self.setting, self.kind, heads, self.lines, senders, now=now, gate=gate)
        tell_judges(self.setting.connection, {self.kind: told}, now=now)
        return {
            "duplicates": told.filter(pl.col("outcome") == "duplicate")["document_no"].to_list(),
            "refused": refused.rows(),
        }

    def _is_copy(self) -> bool:
        """What the owner of a filing station brings serves its own pre-check; in practice everybody may try."""
        return self.setting.station == "filing" and self.sheet.party_id == self.setting.owner_id

    def counts(self, notes: Notes) -> Counts:
        refused = [pl.DataFrame(notes[n]["refused"], schema=REFUSED, orient="row") for n in range(self.parts)]
        faults = pl.concat([self.typed.faults.select(list(REFUSED)), *refused])
        problems = problems_of_faults(faults, self.read, sentence_of)
        repeated = [number for n in range(self.parts) for number in notes[n]["duplicates"]]
        duplicates = (
            self.read.rows.filter(pl.col("document_no").is_in(repeated))
            .join(problems.select(ROW_NO), on=ROW_NO, how="anti")
            .height
        )
        table = self.read.table
        return counted(
            table, problems, read=table.frame.height, duplicates=duplicates, language=language_of(self.sheet)
        )
