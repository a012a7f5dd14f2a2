"""What is printed: every page says what it is, names stay text, the same facts give the same bytes."""

import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pypdf
import pypdf.generic
import pytest
import typst

from entrepot.gateways.documents import MOST_LINES, UnableToPrint, glyphs, pdf
from entrepot.gateways.documents.paper import Paper
from entrepot.gateways.documents.typesetting import TEMPLATES
from entrepot.gateways.documents.values import Named
from entrepot.gateways.documents.words import MARK
from tests.unit.documents import papers
from tests.unit.documents.papers import an_invoice, named_invoice, pages

KINDS = (
    papers.an_invoice,
    papers.a_packing_list,
    papers.a_list,
    papers.some_problems,
    papers.a_dossier,
    papers.a_label,
)
FIRST_MS = 1000  # for a machine that does much else; an idle one takes about a tenth


def _flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("make", KINDS)
def test_every_page_carries_mark_record_times_and_its_number(make: Callable[[], Paper]) -> None:
    texts = pages(pdf(make()))
    for number, text in enumerate(texts, 1):
        assert MARK in text
        assert f"{number} / {len(texts)}" in text
        assert "WT-HAMBURG-0001" in text
        assert "2026-05-04 17:30 UTC+8" in text
        assert "2026-05-04 16:15 UTC+8" in text


def test_the_mark_stands_on_each_of_many_pages_and_in_the_properties() -> None:
    read = pypdf.PdfReader(BytesIO(pdf(an_invoice(60))))
    assert len(read.pages) > 2
    marks = [_flat(page.extract_text()).count(_flat(MARK)) for page in read.pages]
    assert marks == [2] * len(read.pages)  # in the head, and across the page
    assert read.metadata is not None
    assert (read.metadata.keywords, read.metadata.creation_date) == (MARK, papers.NOW)


def test_a_document_of_another_station_carries_no_mark() -> None:
    body = pdf(an_invoice(practice=False))
    assert all("PRACTICE" not in text and "练习" not in text for text in pages(body))
    assert "/Keywords" not in (pypdf.PdfReader(BytesIO(body)).metadata or {})


def test_the_same_facts_give_the_same_bytes_in_another_process_and_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [pdf(make()) for make in KINDS]
    monkeypatch.setenv("TZ", "America/St_Johns")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    time.sleep(1.01)  # a clock that got in would show
    assert [pdf(make()) for make in KINDS] == first


def test_an_invoice_says_both_languages_side_by_side_with_exact_amounts() -> None:
    (text,) = pages(pdf(an_invoice(2)))
    expected = (
        "Commercial invoice", "商业发票", "Qinghe Gifts Co., Ltd", "青禾礼品有限公司", "Unit price", "单价",
        "502 US dollar", "美元", "24.00", "144.00", "8.50", "152.50", "not on record", "记录中没有", "9405500000",
    )  # fmt: skip
    assert [each for each in expected if each not in text] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_invoice_in_one_language_has_no_label_of_the_other(language: str) -> None:
    (text,) = pages(pdf(an_invoice(2, "en" if language == "en" else "zh", practice=False)))
    assert ("单价" in text, "Unit price" in text) == (language == "zh", language == "en")


def test_sums_that_differ_from_the_order_and_lines_in_another_currency_are_said() -> None:
    lines = [papers.invoice_line(), papers.invoice_line(2, currency=Named("300", "Euro", "欧元"))]
    (text,) = pages(pdf(an_invoice(2, "en", lines=lines, goods_value=Decimal("145.00001"))))
    assert "The lines add up to 144.00; the order states 145.00001." in text
    assert "Amounts of line 2 are in 300 Euro." in text


MARKUP = (
    "#panic()", "*x* _y_ $z$", "= Heading", '#import "frame.typ"', "`raw` <label> @reference", "\\u{41} \\#",
    "//no", '#read("/etc/passwd")', '"}], {"', "~a--b---c...", "骨直次今令海", "Ωμγα Привет",
)  # fmt: skip


def test_what_stands_in_a_name_is_printed_letter_by_letter() -> None:
    text = _flat(" ".join(pages(pdf(named_invoice(*MARKUP)))))
    assert [name for name in MARKUP if _flat(name) not in text] == []


def test_long_names_stay_in_their_column_and_lose_nothing() -> None:
    (text,) = pages(pdf(named_invoice("Q" * 200, "灯" * 200)))
    assert ("Q" * 200 in _flat(text), "灯" * 200 in _flat(text)) == (True, True)


def test_what_no_font_draws_and_what_turns_text_around_is_written_as_its_code_point() -> None:
    assert glyphs.drawn("灯笼 🏮 \u202egnp.exe \x07") == "灯笼 ⟨U+1F3EE⟩ ⟨U+202E⟩gnp.exe ⟨U+0007⟩"
    assert glyphs.drawn("a\nb\tc") == "a b c"
    (text,) = pages(pdf(named_invoice("lantern 🏮")))
    assert "⟨U+1F3EE⟩" in text


def test_letters_that_the_font_lacks_come_from_another() -> None:
    names = ("שלום", "Łódź", "Ωμέγα", "Việt")
    assert [glyphs.drawn(name) for name in names] == list(names)
    text = " ".join(pages(pdf(named_invoice(*names))))
    assert sorted({letter for name in names for letter in name} - set(text)) == []


def test_the_characters_are_those_of_the_mainland_from_the_package_alone() -> None:
    objects = pypdf.PdfReader(BytesIO(pdf(an_invoice()))).pages[0].get_object()
    assert isinstance(objects, pypdf.generic.DictionaryObject)
    fonts = objects["/Resources"]["/Font"]  # type: ignore[index] # a dictionary in every page that has text
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert {name.split("+")[1].split("-Identity")[0] for name in names} == {"NotoSansCJKsc-Regular"}


def test_a_long_table_goes_over_pages_and_one_that_is_too_long_is_refused() -> None:
    texts = pages(pdf(an_invoice(300)))
    assert all("Unit price" in text for text in texts[:-1])  # its head stands on each page
    assert "21,608.50" in texts[-1]
    with pytest.raises(UnableToPrint, match=f"expected at most {MOST_LINES} lines in a PDF, found 5001"):
        pdf(an_invoice(MOST_LINES + 1))


def test_a_template_reads_nothing_outside_its_folder() -> None:
    compiler = typst.Compiler(root=str(TEMPLATES))
    for outside in ('#read("/../typesetting.py")', '#read("../typesetting.py")', '#read("/etc/passwd")'):
        with pytest.raises(typst.TypstError):
            compiler.compile(input=outside.encode(), format="pdf")


def test_a_one_page_invoice_is_quick() -> None:
    paper = an_invoice()
    pdf(paper)
    begun = time.perf_counter()
    pdf(paper)
    taken = (time.perf_counter() - begun) * 1000
    print(f"one-page invoice: {taken:.0f} ms")
    assert taken < FIRST_MS


def test_the_press_imports_nothing_of_ours() -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print([m for m in sys.modules if m.startswith('entrepot')])"
    press = str(TEMPLATES.parent / "press.py")
    done = subprocess.run([sys.executable, "-I", "-c", code, press], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
