"""Files that are damaged, made by unusual programs, or read as a person wishes."""

import random
import re
from typing import Any

import pytest

from entrepot.gateways.sheets.choices import mapping_from_choices, write_mapping
from entrepot.gateways.sheets.mapping import Form, as_json, from_json, read_mapping
from entrepot.gateways.sheets.reading import read_sheet
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Wish, letters, place_of
from entrepot.gateways.sheets.table import Limits
from entrepot.gateways.sheets.telling import said
from tests.factories.awkward import EN, ROWS
from tests.factories.sheets import changed, separated, workbook

BOOK = workbook((EN, *ROWS))


def prefixed(text: str) -> str:
    return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")


@pytest.mark.parametrize(
    "change",
    [prefixed, lambda text: re.sub(r' r="[A-Z]+\d+"', "", text), lambda text: text.replace('"', "'")],
    ids=["a prefix before every name", "no addresses", "single quotation marks"],
)
def test_workbooks_of_other_programs_are_read_alike(change: object) -> None:
    data = changed(BOOK, xl__worksheets__sheet1_dot_xml=change)  # type: ignore[arg-type]
    assert read_sheet(data).frame.rows() == read_sheet(BOOK).frame.rows()


@pytest.mark.parametrize("place", ['r="XFD1048576"', "r = 'XFD1048576'"])
def test_a_cell_that_claims_to_be_far_out_is_counted_before_room_is_made(place: str) -> None:
    data = changed(BOOK, xl__worksheets__sheet1_dot_xml=lambda text: text.replace('r="A2"', place))
    with pytest.raises(UnableToReadSheet, match="at most 512 columns"):
        read_sheet(data)


def test_a_damaged_workbook_is_refused_and_never_breaks_the_reader() -> None:
    chance = random.Random(3)
    reasons = set()
    for _ in range(100):
        data = bytearray(BOOK)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_sheet(bytes(data))
        except UnableToReadSheet as error:
            reasons.add(error.reason)
    assert "workbook_damaged" in reasons


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(UnableToReadSheet, match="at most 10 bytes, found 20; nothing of it was read"):
        read_sheet(b"a" * 20, limits=Limits(file_bytes=10))


def test_a_person_names_the_sheet_and_the_row_of_the_names() -> None:
    def two(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter
        for one in (sheet, book.add_worksheet("April")):
            one.write_row(0, 0, ("x", "y"))
            one.write_row(1, 0, ("first", "second"))
            one.write_row(2, 0, (one.name, "1"))

    data = workbook(two, name="March")
    with pytest.raises(UnableToReadSheet) as caught:
        read_sheet(data)
    assert caught.value.facts["sheets"] == ("March", "April")
    table = read_sheet(data, wish=Wish(sheet="April", header_row=2))
    assert (table.header, table.preview()) == (("first", "second"), [["April", "1"]])
    with pytest.raises(UnableToReadSheet, match="expected a sheet named May, found March, April"):
        read_sheet(data, wish=Wish(sheet="May"))


def test_what_was_recognised_and_left_out_is_said_in_both_languages() -> None:
    title, total = ("Orders of March", *[""] * 8), ("Total", *[""] * 8)
    shape = read_sheet(separated((title, EN, *ROWS, total), ";", "cp1252")).shape
    assert said(shape, "en")[1:] == [
        "The names of the columns stand in row 2.",
        "Row 1 above them was left out: Orders of March",
        "Row 6 is a total and was left out: Total",
    ]
    assert said(shape, "zh")[1:] == [
        "列名在第 2 行。",
        "其上第 1 行未读取：Orders of March",
        "第 6 行为合计，未读取：Total",
    ]


def test_a_mapping_is_the_same_as_toml_as_json_and_from_choices() -> None:
    mapping = mapping_from_choices(
        "waybills",
        {"waybill_no": 'Tracking "No."', "gross_weight_kg": "重量", "note": ""},
        {"carrier_code": "9999962001", "carrier_name": "鸿雁", "freight": "0", "insured_fee": "0", "pack_no": "1",
         "goods_info": "mugs", "currency": "502"},
        form=Form("auto", "auto", ",", ".", "Europe/Berlin", ("%d.%m.%Y",), "March", 2),
    )  # fmt: skip
    assert mapping.columns == {"waybill_no": 'Tracking "No."', "gross_weight_kg": "重量"}
    assert read_mapping(write_mapping(mapping)) == from_json(as_json(mapping) | {"seller_id": 5}) == mapping


def test_choices_that_lack_a_field_or_name_an_unknown_one_are_refused() -> None:
    with pytest.raises(UnableToReadSheet, match=r"columns\.carrier_code: expected columns\.carrier_code \| constants"):
        mapping_from_choices("waybills", {"waybill_no": "W"})
    with pytest.raises(UnableToReadSheet, match=r"columns\.colour"):
        mapping_from_choices("waybills", {"colour": "c"})


@pytest.mark.parametrize(("place", "column"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_columns_have_the_letters_of_a_spreadsheet(place: int, column: str) -> None:
    assert (letters(place), place_of(column)) == (column, place)
