"""What was typed: read from a form or a draft, checked, and put into the documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from entrepot.project.portal.corrections import texts
from entrepot.project.portal.corrections.documents import KINDS, Case, Document
from entrepot.project.portal.corrections.spots import Spot

_LONGEST = 2_000  # longer than any field: what is longer is refused by its field and need not come back whole


@dataclass(frozen=True)
class Changed:
    """One value, before and after."""

    document: Document
    gnum: int | None
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Answers:
    """texts: key of a spot → what is typed there; faults: key → what is wrong with it."""

    texts: Mapping[str, str]
    faults: Mapping[str, str]

    def differing(self, spots: Sequence[Spot]) -> dict[str, str]:
        """Only what is not as it was filed."""
        return {spot.key: self.texts[spot.key] for spot in spots if _differs(spot, self.texts[spot.key])}


def _differs(spot: Spot, text: str) -> bool:
    return not texts.same(spot.field, text, spot.document.row(spot.line).get(spot.field.column))


def read(spots: Sequence[Spot], given: Mapping[str, str], language: str) -> Answers:
    """What `given` says of the fields to correct; a field of which it says nothing stays as filed."""
    typed = {spot.key: given.get(spot.key, spot.filed).strip(" \r\n") for spot in spots}
    faults = {}
    for spot in spots:
        text = typed[spot.key]
        fault = texts.fault_of(spot.field, text, language) if _differs(spot, text) else None
        if fault is not None:
            faults[spot.key] = fault
    return Answers({key: text[:_LONGEST] for key, text in typed.items()}, faults)


def carried_over(spots: Sequence[Spot], earlier: Mapping[str, str]) -> dict[str, str]:
    """Answers on another version, for the same fields of the documents as they are now."""
    by_field = {}
    for key, text in earlier.items():
        kind, _, rest = key.partition(".")
        by_field[kind, rest.partition(".")[2]] = text
    return {
        spot.key: by_field[spot.document.kind, spot.suffix]
        for spot in spots
        if (spot.document.kind, spot.suffix) in by_field
    }


@dataclass(frozen=True)
class Corrected:
    """The documents after the answers. sent: those that go off again, in the order in which they are read."""

    case: Case
    sent: tuple[Document, ...]
    changes: tuple[Changed, ...]

    @property
    def blocked(self) -> bool:
        """Whether something of it is not the reader's to send."""
        return any(document.sender is None for document in self.sent)


def correct(case: Case, spots: Sequence[Spot], answers: Answers, language: str, *, now: datetime) -> Corrected:
    """The documents with the answers in them. The list always goes off again, with a remark if nothing else changed."""
    differing = answers.differing(spots)
    chosen = {spot.key: spot for spot in spots if spot.key in differing}
    changes = tuple(
        Changed(
            spot.document, spot.gnum, texts.label_of(spot.field.column, language), spot.filed, answers.texts[spot.key]
        )
        for spot in chosen.values()
    )
    documents = {document.key: document for document in (*case.others, case.filed)}
    for spot in chosen.values():
        value = texts.value_of(spot.field, answers.texts[spot.key])
        documents[spot.document.key] = _with(documents[spot.document.key], spot, value)
    touched = {spot.document.key for spot in chosen.values()}
    filed = documents[case.filed.key]
    if filed.key not in touched:
        said = {**filed.head, "note": texts.remark(filed.head.get("note"), now=now)}
        documents[filed.key] = filed = replace(filed, head=said)
    after = Case(case.version, filed, tuple(documents[each.key] for each in case.others))
    going = [documents[key] for key in {*touched, filed.key}]
    return Corrected(after, tuple(sorted(going, key=lambda each: KINDS.index(each.kind))), changes)


def _with(document: Document, spot: Spot, value: object) -> Document:
    column = spot.field.column
    if spot.line is None:
        return replace(document, head={**document.head, "app_status": "2", column: value})
    lines = list(document.lines)
    lines[spot.line] = {**lines[spot.line], column: value}
    return replace(document, head={**document.head, "app_status": "2"}, lines=tuple(lines))
