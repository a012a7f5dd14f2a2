"""A Paper as a workbook: one sheet a table, labelled values on the first, everything as filed.

Texts are written as texts, so that none of them runs as a formula, and those that a spreadsheet would take for one when
somebody edits the cell carry its quote mark. Numbers are numbers only where a workbook keeps them exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped] # it has no stubs
from xlsxwriter.format import Format  # type: ignore[import-untyped] # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # the same

from entrepot.gateways.documents.paper import Case, Cases, Column, Facts, Finding, Grid, Paper, Section
from entrepot.gateways.documents.values import Amount, Value, fits_a_cell, lines, moment, places
from entrepot.gateways.documents.words import (
    AS_OF,
    FINDING,
    MADE_AT,
    MARK,
    NOT_ON_RECORD,
    PRACTICE_LINE,
    RECORD,
    Language,
    Words,
)

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_767  # characters; the format knows no more
_WIDTH = 1.35  # characters of a column for one part of its share
_FIRST = Words("Overview", "概要")
_FINDINGS = Words("Findings", "核查结果")
_TABLE = Words("Table", "表")
_LIST = Words("List", "清单")
_ORDER = Words("Order", "订单编号")
_STATE = Words("State", "状态")
_RULE = Words("Rule", "规则")
_TITLE = Words("Name of the rule", "规则名称")
_TIMES = Words("Times", "次数")


@dataclass
class _Book:
    """The workbook being written, and the cell formats made so far."""

    book: xlsxwriter.Workbook
    language: Language
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def format(self, **wanted: object) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            looks = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True, **wanted}
            self.formats[key] = self.book.add_format(looks)
        return self.formats[key]


def xlsx(paper: Paper) -> bytes:
    """The document as a workbook; the same facts give the same bytes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(_properties(paper))
    written = _Book(book, paper.head.language)
    sections = list(_flat(paper))
    _overview(written, paper, [one for one in sections if isinstance(one, Facts)])
    for number, grid in enumerate(_grids(sections, paper.head.language), 1):
        _table(written, paper, grid, number)
    book.close()
    return out.getvalue()


def _properties(paper: Paper) -> dict[str, Any]:
    head = paper.head
    return {
        "title": paper.title.say(head.language),
        "subject": head.record_no,
        "category": MARK if head.practice else "",
        "comments": PRACTICE_LINE.say("both") if head.practice else "",
        "created": head.as_of.astimezone(UTC).replace(tzinfo=None),
    }


def _flat(paper: Paper) -> Iterator[Section]:
    for section in paper.sections.values():
        if isinstance(section, Facts | Grid | Cases):
            yield section
        else:
            yield from section


def _grids(sections: Sequence[Section], language: Language) -> Iterator[Grid]:
    for section in sections:
        if isinstance(section, Grid):
            yield section
        elif isinstance(section, Cases) and section.cases:
            yield _findings(section, language)


def _findings(section: Cases, language: Language) -> Grid:
    labels = (
        (_LIST, "code", 20), (_ORDER, "code", 24), (_STATE, "text", 14), (_RULE, "code", 8), (_TITLE, "text", 24),
        (FINDING["line"], "number", 6), (FINDING["expected"], "text", 40), (FINDING["found"], "text", 40),
        (FINDING["do"], "text", 40), (FINDING["figure"], "text", 40), (FINDING["source"], "text", 30),
        (_TIMES, "number", 6),
    )  # fmt: skip
    columns = [Column(label, "number" if align == "number" else "text", share) for label, align, share in labels]
    rows = [_finding(case, one, language) for case in section.cases for one in case.findings]
    return Grid(columns, rows, _FINDINGS)


def _finding(case: Case, one: Finding, language: Language) -> tuple[Value, ...]:
    since = FINDING["since"].say(language)
    figures = tuple(f"{each.name}: {each.value} ({since} {each.since}). {each.source}" for each in one.figures)
    told = (one.rule, one.title, one.line, one.expected, one.found, one.do)
    return (case.cop_no, case.order_no, case.state, *told, figures, one.source, one.times)


def _overview(book: _Book, paper: Paper, sections: Sequence[Facts]) -> None:
    head, language = paper.head, paper.head.language
    sheet = book.book.add_worksheet(_FIRST.say(language))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70)
    at = _top(book, sheet, paper)
    pairs: list[tuple[Words | str, Value]] = [(RECORD, head.record_no), (MADE_AT, head.made_at), (AS_OF, head.as_of)]
    for label, value in pairs:
        at = _pair(book, sheet, at, (label, value))
    for section in sections:
        at += 1
        if section.caption:
            _text(sheet, at, 0, _say(section.caption, language), book.format(bold=True, font_color="#0B5666"))
            at += 1
        for label, value in section.pairs:
            shown = value if lines(value, language) else NOT_ON_RECORD.say(language)
            if section.asked or shown is value:
                at = _pair(book, sheet, at, (label, shown))
    for note in paper.notes:
        at += 1
        _text(sheet, at, 0, _say(note, language), book.format(font_color="#5A6675", text_wrap=False))


def _top(book: _Book, sheet: Worksheet, paper: Paper) -> int:
    """Mark, title, print settings; the number of the row below."""
    language, practice = paper.head.language, paper.head.practice
    if practice:
        mark = book.format(bold=True, font_color="#A3281C", text_wrap=False)
        _text(sheet, 0, 0, f"{MARK} · {PRACTICE_LINE.say(language)}", mark)
    title = book.format(bold=True, font_size=16, text_wrap=False)
    _text(sheet, int(practice), 0, f"{paper.title.say(language)} {paper.subject}".strip(), title)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{paper.title.say(language)}&R{MARK if practice else ''}")
    sheet.set_footer(f"&L{MADE_AT.say(language)} {moment(paper.head.made_at)}&R&P / &N")
    return int(practice) + 2


def _table(book: _Book, paper: Paper, grid: Grid, number: int) -> None:
    language = book.language
    sheet = book.book.add_worksheet(f"{number} {_say(grid.caption, language) or _TABLE.say(language)}"[:31])
    sheet.set_landscape()
    top = _top(book, sheet, paper)
    heading = book.format(bold=True, bottom=1, bottom_color="#0B5666", bg_color="#F3F6F8")
    for at, column in enumerate(grid.columns):
        width = max(8, column.share * _WIDTH)
        sheet.set_column(at, at, width)
        _text(sheet, top, at, _say(column.label, language, "\n"), heading)
    for below, row in enumerate(grid.rows, top + 1):
        for at, value in enumerate(row):
            _write(book, sheet, below, at, value)
    for at, value in enumerate(grid.sums):
        _write(book, sheet, top + 1 + len(grid.rows), at, value, bold=True, top=1)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)


def _pair(book: _Book, sheet: Worksheet, at: int, pair: tuple[Words | str, Value]) -> int:
    _text(sheet, at, 0, _say(pair[0], book.language), book.format(font_color="#5A6675"))
    _write(book, sheet, at, 1, pair[1], align="left")
    return at + 1


def _write(book: _Book, sheet: Worksheet, row: int, column: int, value: Value, **looks: object) -> None:
    amount = value.value if isinstance(value, Amount) else value
    if isinstance(amount, Decimal | int):
        exact = Decimal(amount)
        if fits_a_cell(exact):
            shown = places(exact, least=2 if isinstance(value, Amount) else 0)
            form = "#,##0" + ("." + "0" * shown if shown else "")
            sheet.write_number(row, column, exact.normalize(), book.format(num_format=form, **looks))
            return
    text = "\n".join(lines(value, book.language))
    if text or looks:
        quoted = {"quote_prefix": True} if text.startswith(_STARTS_A_FORMULA) else {}
        _text(sheet, row, column, text, book.format(**looks, **quoted))


def _text(sheet: Worksheet, row: int, column: int, text: str, looks: Format) -> None:
    sheet.write_string(row, column, text[:_LONGEST_CELL], looks)


def _say(words: Words | str, language: Language, between: str = " ") -> str:
    return between.join(words.lines(language)) if isinstance(words, Words) else words
