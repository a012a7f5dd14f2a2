import csv
import io

import pytest

from entrepot.gateways.sheets.order_lines import read_order_lines
from entrepot.gateways.sheets.problems import REASON_COLUMNS, write_problems
from entrepot.gateways.sheets.sentences import ROW, SHEET
from tests.unit.sheets.sheet import HEADER, NOW, mapping, read, reasons, row, sheet


def told(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_has_the_shape_of_the_input_and_the_reasons_behind() -> None:
    found = read(row(), row(order="A2", qty="x"), row(order="A2", sku="M2"))
    header, first, second = told(write_problems(found.table, found.problems))
    assert header == [*HEADER.split(","), *REASON_COLUMNS]
    assert first[:8] == row(order="A2", qty="x").split(",")
    assert first[8:11] == ["3", "qty", "number_unreadable"]
    assert second[8:11] == ["4", "", "order_held_back"]
    assert second[11].startswith("Row 3 of the same order A2 must be corrected first.")
    assert second[12].startswith("同一订单 A2 的第 3 行须先改正。")


def test_corrected_there_it_can_be_imported_again_and_only_once_has_reasons() -> None:
    found = read(row(order="A2", qty="x"), row(order="A2", sku="M2", price="y"))
    data = write_problems(found.table, found.problems)
    half = read_order_lines(data.replace(b",x,", b",2,"), mapping(), now=NOW)
    assert reasons(half) == [(2, None, "order_held_back"), (3, "price", "number_unreadable")]
    again = write_problems(half.table, half.problems)
    assert told(again)[0] == [*HEADER.split(","), *REASON_COLUMNS]
    whole = read_order_lines(again.replace(b",y,", b",1,"), mapping(), now=NOW)
    assert whole.problems.is_empty()
    assert whole.orders["line_count"].to_list() == [2]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@sum", "'=x", "\t=1"])
def test_formulas_go_out_as_text_and_come_back_as_they_were(text: str) -> None:
    found = read(row(order="A2", qty="x", name=text))
    data = write_problems(found.table, found.problems)
    assert told(data)[1][2] == f"'{text}"
    back = read_order_lines(data.replace(b",x,", b",2,"), mapping(), now=NOW)
    assert back.lines["item_name"].to_list() == [text.strip()]


def test_negative_numbers_go_out_as_numbers() -> None:
    found = read(row(qty="-5"))
    assert told(write_problems(found.table, found.problems))[1][3] == "-5"


def test_a_sheet_of_the_senders_own_keeps_its_apostrophes() -> None:
    assert read(row(name="'=x")).lines["item_name"].to_list() == ["'=x"]


def test_the_delimiter_of_the_input_is_kept() -> None:
    text = sheet(row(qty="x")).replace(b",", b";")
    other = mapping().__class__(**{**vars(mapping()), "form": mapping().form.__class__(
        **{**vars(mapping().form), "delimiter": ";"})})  # fmt: skip
    found = read_order_lines(text, other, now=NOW)
    assert write_problems(found.table, found.problems).decode("utf-8-sig").startswith("order;sku;")


@pytest.mark.parametrize("sentence", [*ROW.values(), *SHEET.values()], ids=[*ROW, *SHEET])
def test_every_sentence_can_be_said_in_both_languages_with_the_same_facts(sentence: object) -> None:
    assert sentence.placeholders("en") == sentence.placeholders("zh")  # type: ignore[attr-defined]
