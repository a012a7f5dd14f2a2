"""Faults: facts about what is wrong and where; the sentences stand in rules."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

VALUE_CUT = 200
FAULTS_A_DOCUMENT = 100
PATH_CUT = 500

SCHEMA: dict[str, pl.DataType] = {
    "message_no": pl.Int64(),
    "document_no": pl.Int32(),
    "path": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "facts": pl.String(),
}


@dataclass(frozen=True)
class Fault:
    """One fault. document_no None: the message as a whole is refused. value: cut at 200 characters.

    ``facts`` fill the placeholders of the rule's sentence.
    """

    message_no: int
    document_no: int | None
    path: str
    value: str
    rule: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Ledger:
    """Collects the faults of one message; of each document (and of the message as a whole) it keeps the first 100."""

    message_no: int
    faults: list[Fault] = field(default_factory=list)
    _counts: dict[int | None, int] = field(default_factory=dict)

    def add(self, document_no: int | None, path: str, value: str, rule: str, **facts: object) -> None:
        """Keep a fault. The 101st of a document is replaced by the statement that there are more."""
        count = self._counts[document_no] = self._counts.get(document_no, 0) + 1
        if count > FAULTS_A_DOCUMENT + 1:
            return
        if count == FAULTS_A_DOCUMENT + 1:
            rule, facts, value = "ceb.more_faults", {"limit": FAULTS_A_DOCUMENT}, ""
        self.faults.append(Fault(self.message_no, document_no, path[:PATH_CUT], value[:VALUE_CUT], rule, facts))

    @property
    def whole(self) -> bool:
        """Whether the message is refused as a whole."""
        return None in self._counts


def frame(faults: Iterable[Fault]) -> pl.DataFrame:
    """The faults as a frame: message_no, document_no, path, value, rule, facts (JSON text)."""
    rows = [
        (
            fault.message_no,
            fault.document_no,
            fault.path,
            fault.value,
            fault.rule,
            json.dumps(fault.facts, ensure_ascii=False, sort_keys=True),
        )
        for fault in faults
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
