"""The nomenclature as the engine takes it: sections, chapters, headings and subheadings with their texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

CHAPTER: Final = 2
HEADING: Final = 4
SUBHEADING: Final = 6


class NotANomenclature(ValueError):
    """The rows do not hang together; the message names the first that does not."""


@dataclass(frozen=True)
class Node:
    """One place in the nomenclature. code: a section's numeral, or 2, 4 or 6 digits; zh is empty where unknown."""

    code: str
    en: str
    zh: str = ""


@dataclass(frozen=True, eq=False)
class Nomenclature:
    """sections by numeral, section_of by chapter, nodes by code. Raises NotANomenclature where a parent is missing."""

    sections: Mapping[str, Node]
    section_of: Mapping[str, str]
    nodes: Mapping[str, Node] = field(repr=False)

    def __post_init__(self) -> None:
        for code in self.nodes:
            if len(code) not in (CHAPTER, HEADING, SUBHEADING) or not code.isdigit():
                raise NotANomenclature(f"expected codes of 2, 4 or 6 digits, found {code!r}; correct the nomenclature")
            if len(code) > CHAPTER and code[:-2] not in self.nodes:
                raise NotANomenclature(f"expected {code[:-2]} above {code}, found none; correct the nomenclature")

    @cached_property
    def subheadings(self) -> tuple[str, ...]:
        """The six-digit codes in order."""
        return tuple(sorted(code for code in self.nodes if len(code) == SUBHEADING))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where a six-digit code stands in `subheadings`."""
        return {code: place for place, code in enumerate(self.subheadings)}

    def path(self, code: str) -> tuple[Node, ...]:
        """Section, chapter, heading and subheading of a six-digit code; the section only where it is known."""
        section = self.sections.get(self.section_of.get(code[:CHAPTER], ""))
        steps = [self.nodes[code[:length]] for length in (CHAPTER, HEADING, SUBHEADING)]
        return (section, *steps) if section else tuple(steps)

    def named(self, names: Iterable[tuple[str, str, str]]) -> "Nomenclature":
        """The same with the texts of an edition (code, Chinese, English) beside its own; longer codes are not taken."""
        nodes = dict(self.nodes)
        for code, zh, en in names:
            known = nodes.get(code)
            if known is not None:
                nodes[code] = Node(code, known.en or en, zh or known.zh)
        return Nomenclature(self.sections, self.section_of, nodes)
