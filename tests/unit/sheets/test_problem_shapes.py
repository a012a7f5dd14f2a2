"""The problems file in each shape: corrected there, it imports again."""

import csv
import io
import json

import polars as pl
import pytest
import python_calamine as calamine

from entrepot.gateways.sheets.choices import mapping_from_choices
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines
from entrepot.gateways.sheets.problems import BESIDE, parted, suffix_of, write_problems
from entrepot.gateways.sheets.proposing import propose
from entrepot.gateways.sheets.reading import read_sheet
from entrepot.gateways.sheets.sentences import ROW
from tests.factories.awkward import EN, MUG, MUGS, ROWS_ZH, TOWEL, ZH
from tests.factories.sheets import separated, workbook
from tests.unit.sheets.sheet import NOW

FIRMS = {
    "marketplace_code": "9999960001", "marketplace_name": "望塘", "seller_code": "9999961001", "seller_name": "青禾",
}  # fmt: skip
BAD = ("A-1001", "MUG-1", "=1+1", "x", "6.50", *MUG[5:])
ROWS = (EN, BAD, TOWEL, MUGS)


def read(data: bytes) -> Orders:
    table = read_sheet(data)
    found = propose(table).mapping
    mapping = mapping_from_choices(
        found.kind, found.columns, FIRMS | dict(found.constants), codes=found.codes, form=found.form
    )
    return read_order_lines(table, mapping, now=NOW)


def texts(data: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding)), delimiter=delimiter))


def test_text_keeps_its_delimiter_and_encoding_and_says_why_in_chinese() -> None:
    bad = ("A-1001", "MUG-1", "马克杯", "x", *ROWS_ZH[0][4:])
    found = read(separated((ZH, bad, *ROWS_ZH[1:]), ";", "gb18030"))
    header, first, second = texts(write_problems(found.table, found.problems, "zh"), "gb18030", ";")
    assert header == [*ZH, *BESIDE["zh"]]
    assert first[:9] == list(bad)
    assert first[9:] == [
        "2", "数量", "数量列应为数字，例如 12.50，小数点前至多 14 位、后至多 5 位，实为x。", "请填写数字。",
    ]  # fmt: skip
    assert second[-2:] == ["同一订单 A-1001 的第 2 行须先改正。本行无误。", "请与该行一并重新导入。"]


def test_text_that_its_encoding_cannot_hold_becomes_utf8() -> None:
    found = read(separated((EN, ("Ä-1", *BAD[1:])), ";", "cp1252"))
    assert found.table.shape.encoding == "cp1252"
    assert write_problems(found.table, found.problems, "zh").startswith(b"\xef\xbb\xbfOrder No.;SKU;")
    assert write_problems(found.table, found.problems, "en").decode("cp1252").startswith("Order No.;SKU;")


def test_a_workbook_becomes_one_with_every_cell_as_text() -> None:
    found = read(workbook(ROWS, name="March", strings_to_formulas=False))
    data = write_problems(found.table, found.problems, "en")
    sheet = calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name("March")
    header, first, _ = sheet.to_python()
    assert header == [*EN, *BESIDE["en"]]
    assert first[:4] == ["A-1001", "MUG-1", "=1+1", "x"]
    assert first[9:11] == ["2", "Quantity"]
    assert first[12] == "Write the number."
    assert suffix_of(found.table) == ".xlsx"


def test_json_lines_stay_json_lines() -> None:
    rows = "\n".join(json.dumps(dict(zip(EN, row, strict=True))) for row in ROWS[1:])
    found = read(rows.encode())
    first, second = write_problems(found.table, found.problems, "en").decode().splitlines()
    assert json.loads(first) == dict(zip(EN, BAD, strict=True)) | {
        "Row in the file": "1",
        "Columns": "Quantity",
        "What is wrong": "Expected in column Quantity a number such as 12.50, with at most 14 digits before the point "
        "and 5 after it, found x.",
        "What to do": "Write the number.",
    }
    assert json.loads(second)["Row in the file"] == "2"


SHAPES = {
    "commas": separated(ROWS),
    "tabs in UTF-16": separated(ROWS, "\t", "utf-16"),
    "a workbook": workbook(ROWS, strings_to_formulas=False),
    "json lines": "\n".join(json.dumps(dict(zip(EN, row, strict=True))) for row in ROWS[1:]).encode(),
}


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("language", [None, "en", "zh"])
def test_it_comes_back_as_it_went_and_what_was_added_is_left_out(data: bytes, language: str | None) -> None:
    found = read(data)
    assert found.orders["order_no"].to_list() == ["A-1002"]
    problems = write_problems(found.table, found.problems, language)  # type: ignore[arg-type]
    back = read(problems)
    assert back.table.header == EN
    assert back.table.frame.drop("row_no").rows() == found.table.frame.drop("row_no").rows()[:2]
    assert back.problems["reason"].to_list() == ["number_unreadable", "order_held_back"]
    assert read_sheet(data).shape.container == read_sheet(problems).shape.container


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "-1+cmd", "@sum", "\t=1"])
def test_formulas_leave_text_with_an_apostrophe_and_come_back_without(text: str) -> None:
    found = read(separated((EN, (*BAD[:2], text, *BAD[3:]))))
    data = write_problems(found.table, found.problems, "en")
    assert texts(data, "utf-8-sig", ",")[1][2] == f"'{text}"
    assert read(data).table.frame["c2"].to_list() == [text]


@pytest.mark.parametrize("name", ROW)
def test_every_sentence_parts_into_what_is_wrong_and_what_to_do(name: str) -> None:
    facts = dict.fromkeys(ROW[name].placeholders("en"), "1.5; 2")
    for language in ("en", "zh"):
        wrong, todo = parted(ROW[name].say(language, **facts), language)
        assert wrong and todo  # noqa: PT018
        assert "1.5; 2" not in todo or name == "code_unknown"


def test_the_same_row_twice_wrong_is_told_once() -> None:
    found = read(separated((EN, ("A-1", "MUG-1", "mug", "x", "y", *MUG[5:]))))
    rows = texts(write_problems(found.table, found.problems, "en"), "utf-8-sig", ",")
    assert len(rows) == 2
    assert rows[1][10] == "Quantity; Unit Price"
    assert found.problems.select(pl.col("row_no").n_unique()).item() == 1
