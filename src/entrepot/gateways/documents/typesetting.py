"""A Paper as PDF, set by typst with the template of its kind.

Facts travel to the template as JSON in an input of the compiler, never as markup: what stands in a name stays text.
Templates read nothing but that input and their shared frame (docs/decisions, "Documents").
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from entrepot.gateways.documents import glyphs
from entrepot.gateways.documents.paper import Case, Cases, Facts, Finding, Grid, Paper, Section
from entrepot.gateways.documents.press import Order
from entrepot.gateways.documents.values import Value, lines, moment
from entrepot.gateways.documents.words import (
    AS_OF,
    FINDING,
    MADE_AT,
    MARK,
    NOT_ON_RECORD,
    NOTHING,
    PRACTICE_LINE,
    RECORD,
    SIGNATURE,
    Language,
    Words,
)

TEMPLATES = Path(__file__).parent / "templates"
MOST_LINES = 5_000  # a table longer than that belongs into a workbook
TAGGED_LINES = 500  # beyond it tags would be nine tenths of the file; the workbook is read more easily then
PRESS = Path(__file__).with_name("press.py")
LONGEST_S = 120  # 5,000 lines take about 5 s


class UnableToPrint(Exception):
    """A table is too long for paper: `lines` instead of MOST_LINES. Ask for the workbook."""

    def __init__(self, found: int) -> None:
        super().__init__(f"expected at most {MOST_LINES} lines in a PDF, found {found}; ask for the workbook")
        self.lines = found


def pdf(paper: Paper) -> bytes:
    """The document on A4; the same facts give the same bytes. Raises UnableToPrint."""
    return _printed_by_press(paper, "pdf")


def pictures(paper: Paper, *, dots_per_inch: float = 96) -> list[bytes]:
    """The pages as PNG, for looking at them."""
    made, found = BytesIO(_printed_by_press(paper, "png", dots_per_inch)), []
    while length := made.read(8):
        found.append(made.read(int.from_bytes(length, "big")))
    return found


def _printed_by_press(paper: Paper, form: str, dots_per_inch: float | None = None) -> bytes:
    longest = max(map(_length, paper.sections.values()), default=0)
    if longest > MOST_LINES:
        raise UnableToPrint(longest)
    order: Order = {
        "template": str(TEMPLATES / f"{paper.kind}.typ"),
        "root": str(TEMPLATES),
        "font_folder": str(glyphs.folder()),
        "form": form,
        "dots_per_inch": dots_per_inch,
        "timestamp": int(paper.head.as_of.timestamp()),
        "tagged": longest <= TAGGED_LINES,
        "facts": json.dumps(_facts_of(paper), ensure_ascii=False),
    }
    command = [sys.executable, "-I", str(PRESS)]  # -I: neither the folder it is started in nor the environment counts
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=json.dumps(order).encode(), capture_output=True, timeout=LONGEST_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the press failed on {paper.kind}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _length(section: Section | Sequence[Section]) -> int:
    if isinstance(section, Grid):
        return len(section.rows)
    if isinstance(section, Cases):
        return sum(len(case.findings) for case in section.cases)
    return 0 if isinstance(section, Facts) else max(map(_length, section), default=0)


def _facts_of(paper: Paper) -> Mapping[str, Any]:
    """What the template gets: texts only, in the language of the document."""
    head, language = paper.head, paper.head.language
    return {
        "language": "zh" if language == "zh" else "en",
        "title": _words(paper.title, language),
        "subject": glyphs.drawn(paper.subject),
        "mark": MARK if head.practice else "",
        "warning": _words(PRACTICE_LINE, language) if head.practice else [],
        "nothing": NOTHING.say(language),
        "foot": " · ".join(
            [
                f"{RECORD.say(language)} {glyphs.drawn(head.record_no)}" if head.record_no else "",
                f"{MADE_AT.say(language)} {moment(head.made_at)}",
                f"{AS_OF.say(language)} {moment(head.as_of)}",
            ]
        ).removeprefix(" · "),
        "labels": {name: words.say(language) for name, words in FINDING.items()},
        "sign": [words.lines(language) for words in SIGNATURE],
        "notes": [_line(note, language) for note in paper.notes],
        "sections": {name: _any(section, language) for name, section in paper.sections.items()},
    }


def _words(words: Words | str, language: Language) -> list[str]:
    texts = words.lines(language) if isinstance(words, Words) else words.split("\n")
    return [glyphs.drawn(text) for text in texts if text]


def _line(words: Words | str, language: Language) -> str:
    return " ".join(_words(words, language))


def _any(section: Section | Sequence[Section], language: Language) -> object:
    if isinstance(section, Facts | Grid | Cases):
        return _section(section, language)
    return [_section(one, language) for one in section]


def _section(section: Section, language: Language) -> Mapping[str, object]:
    if isinstance(section, Facts):
        return _facts(section, language)
    if isinstance(section, Cases):
        return {"is": "cases", "cases": [_case(one, language) for one in section.cases]}
    numbers = [column.align == "number" for column in section.columns]
    return {
        "is": "grid",
        "caption": _words(section.caption, language),
        "columns": [
            {"label": _words(column.label, language), "align": column.align, "share": column.share}
            for column in section.columns
        ],
        "rows": [_row(row, numbers, language) for row in section.rows],
        "sums": _row(section.sums, numbers, language) if section.sums else [],
    }


def _facts(facts: Facts, language: Language) -> Mapping[str, object]:
    pairs = [(label, _printed(value, language)) for label, value in facts.pairs]
    return {
        "is": "facts",
        "caption": _words(facts.caption, language),
        "pairs": [
            {
                "label": _words(label, language),
                "value": value or [NOT_ON_RECORD.say(language)],
                "missing": not value,
            }
            for label, value in pairs
            if value or facts.asked
        ],
    }


def _row(row: Sequence[Value], numbers: Sequence[bool], language: Language) -> list[list[str]]:
    return [_printed(value, language, is_number=number) for value, number in zip(row, numbers, strict=True)]


def _printed(value: Value, language: Language, *, is_number: bool = False) -> list[str]:
    return [glyphs.breakable(glyphs.drawn(text), is_number=is_number) for text in lines(value, language)]


def _case(case: Case, language: Language) -> Mapping[str, object]:
    return {
        "cop_no": glyphs.breakable(glyphs.drawn(case.cop_no)),
        "order_no": glyphs.breakable(glyphs.drawn(case.order_no)),
        "state": case.state,
        "facts": _facts(case.facts, language),
        "findings": [_finding(one) for one in case.findings],
    }


def _finding(finding: Finding) -> Mapping[str, object]:
    texts = {
        name: glyphs.breakable(glyphs.drawn(getattr(finding, name)))
        for name in ("rule", "title", "expected", "found", "do", "source")
    }
    return {
        **texts,
        "line": "" if finding.line is None else str(finding.line),
        "refused": finding.refused,
        "times": finding.times,
        "figures": [
            [glyphs.breakable(text) for text in (one.name, one.value, one.since, one.source)] for one in finding.figures
        ],
    }
