"""Workbooks: as exact as the facts, harmless, marked, the same for the same facts."""

import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest

from entrepot.gateways.documents import xlsx
from entrepot.gateways.documents.paper import Paper
from entrepot.gateways.documents.words import MARK
from tests.unit.documents import papers
from tests.unit.documents.papers import an_invoice, cells, invoice_line, named_invoice

KINDS = (papers.an_invoice, papers.a_packing_list, papers.a_list, papers.some_problems, papers.a_dossier)


def _parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(body)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


@pytest.mark.parametrize("make", KINDS)
def test_every_sheet_its_header_and_the_properties_carry_the_mark(make: Callable[[], Paper]) -> None:
    parts = _parts(xlsx(make()))
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert [text for text in sheets if f"&amp;R{MARK}" not in text] == []
    assert MARK in parts["docProps/core.xml"]
    assert [
        number for number in range(len(sheets)) if not str(cells(xlsx(make()), number)[0][0]).startswith(MARK)
    ] == []


def test_a_workbook_of_another_station_carries_no_mark() -> None:
    assert [name for name, text in _parts(xlsx(an_invoice(practice=False))).items() if "PRACTICE" in text] == []


@pytest.mark.parametrize("make", KINDS)
def test_the_same_facts_give_the_same_bytes(make: Callable[[], Paper]) -> None:
    assert xlsx(make()) == xlsx(make())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://x.example"])
def test_no_text_runs_as_a_formula_or_becomes_a_link(name: str) -> None:
    parts = _parts(xlsx(named_invoice(name)))
    assert [part for part, text in parts.items() if "<f>" in text or "<hyperlink" in text] == []
    assert any(name in str(cell) for row in cells(xlsx(named_invoice(name)), 1) for cell in row)
    if name[0] in "=+-@\t":
        assert 'quotePrefix="1"' in parts["xl/styles.xml"]


@pytest.mark.parametrize(
    ("price", "written"),
    [
        ("24.00", "<v>24</v>"),
        ("0.1", "<v>0.1</v>"),
        ("99999999999.9999", "<v>99999999999.9999</v>"),  # 15 digits: exact
        ("99999999999999.99999", "99,999,999,999,999.99999</t>"),  # 19 digits: a binary number would be another one
    ],
)
def test_numbers_are_numbers_only_where_they_stay_exact(price: str, written: str) -> None:
    parts = _parts(xlsx(an_invoice(1, "en", lines=[invoice_line(price=Decimal(price))])))
    assert written in parts["xl/worksheets/sheet2.xml"] + parts["xl/sharedStrings.xml"]


def test_the_table_of_an_invoice_has_headings_and_rows_as_filed() -> None:
    sheet = cells(xlsx(an_invoice(2, "en")), 1)
    at = next(number for number, row in enumerate(sheet) if row[0] == "No.")
    assert sheet[at][:5] == ["No.", "Item number", "Description", "HS code", "Quantity"]
    assert sheet[at + 2] == [2, "LT-2", "Paper lantern\n纸灯笼", "9405500000", 3, "007 piece", 24, 72]


def test_problems_are_one_row_a_reason_with_figure_and_source() -> None:
    sheet = cells(xlsx(papers.some_problems()), 1)
    row = sheet[-1]
    assert row[0] == "WT-LIST-0001"
    assert row[3:9] == ["E04", "Lines agree", 2, "3 lanterns at 24.00", "3 lanterns at 42.00", "Correct line 2."]
    assert row[9:] == [
        "Tolerance of amounts: 0.00 (in force since 2014-02-10). Message specification, edition 202205",
        "Message specification",
        3,
    ]


def test_a_workbook_takes_what_is_too_long_for_a_pdf() -> None:
    sheet = cells(xlsx(an_invoice(5_001, "en")), 1)
    assert sheet[-1][0] == 5_001
