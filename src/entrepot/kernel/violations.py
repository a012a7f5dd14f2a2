from dataclasses import dataclass
from typing import Literal

Outcome = Literal["failed", "not_checked"]


@dataclass(frozen=True)
class Violation:
    """One check that a document failed, or that could not be made: facts, never a sentence.

    rule, revision: the rule and its edition; field: column looked at; gnum: line number, None for the head; found,
    expected: values as text, amounts without trailing zeros; parameters: ids of the figures that the rule uses.
    Where outcome is not_checked, expected says what is missing: `edition:KIND`, `covered:KIND`,
    `lapsed:PARAMETER`, or `noted:KIND` where an edition has a note in words on the goods.
    """

    rule: str
    revision: int
    field: str
    gnum: int | None
    found: str | None
    expected: str | None
    parameters: tuple[str, ...] = ()
    outcome: Outcome = "failed"
