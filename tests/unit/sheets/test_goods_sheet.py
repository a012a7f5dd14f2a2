import csv
import io
from decimal import Decimal

import polars as pl
import pytest

from entrepot.gateways.sheets.goods import read_goods, write_gaps
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.modules.catalogue import api as catalogue

GAPS = pl.DataFrame(
    {
        "seller_id": [7, 7, 7],
        "item_no": ["M1", "M1", "=T1"],
        "item_name": ["mug", "mug", None],
        "cell": ["hs_code", "element:品牌类型", "net_weight_kg"],
    },
    schema=catalogue.GAPS,
)


def told(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def filled(*values: str) -> bytes:
    lines = told(write_gaps(GAPS))
    for line, value in zip(lines[1:], values, strict=True):
        line[-1] = value
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def test_the_sheet_asks_for_exactly_the_missing_cells_in_both_languages() -> None:
    assert told(write_gaps(GAPS)) == [
        ["item_no", "item_name", "cell", "meaning_en", "meaning_zh", "value"],
        ["M1", "mug", "hs_code", "HS code, 10 digits", "10 位商品编码", ""],
        ["M1", "mug", "element:品牌类型", "kind of brand: 0 to 4", "品牌类型：0 至 4", ""],
        ["'=T1", "", "net_weight_kg", "net weight of one declared unit, kg", "每一申报单位净重（千克）", ""],
    ]


def test_the_filled_sheet_comes_back_as_goods() -> None:
    sheet = read_goods(filled("6912001000", "0", "0.35"))
    assert sheet.problems.is_empty()
    assert (sheet.read, sheet.filled) == (3, 3)
    assert sheet.goods.select("item_no", "hs_code", "elements", "net_weight_kg").rows() == [
        ("M1", "6912001000", '[["品牌类型","0"]]', None), ("=T1", None, None, Decimal("0.35")),
    ]  # fmt: skip


def test_a_cell_left_empty_is_no_problem_and_no_value() -> None:
    sheet = read_goods(filled("6912001000", "", ""))
    assert (sheet.filled, sheet.problems.height, sheet.goods["item_no"].to_list()) == (1, 0, ["M1"])


def test_units_and_origins_may_be_named_in_either_language() -> None:
    data = "item_no,unit,origin\nM1,件,China\nM2,Pieces,中国\nM3,011,Atlantis\n"
    sheet = read_goods(data.encode())
    assert sheet.goods.select("item_no", "unit", "origin").rows() == [
        ("M1", "011", "142"), ("M2", "007", "142"), ("M3", "011", None),
    ]  # fmt: skip
    assert sheet.problems.select("row_no", "column", "value").rows() == [(4, "origin", "Atlantis")]


def test_a_wide_sheet_has_a_row_a_ware() -> None:
    data = "item_no,declared_name,unit,battery,element:材质,factor1\nM1,陶瓷杯,007,否,陶,0.34\nM2,毛巾,,是,,\n"
    sheet = read_goods(data.encode())
    assert sheet.problems.is_empty()
    assert sheet.goods.select("item_no", "declared_name", "unit", "battery", "elements", "factor1").rows() == [
        ("M1", "陶瓷杯", "007", False, '[["材质","陶"]]', Decimal("0.34")), ("M2", "毛巾", None, True, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("hs_code", "6912", "goods_cell_unreadable"),
        ("declared_name", "mug", "goods_cell_unreadable"),
        ("unit", "handful", "goods_cell_unreadable"),
        ("factor1", "0", "goods_cell_unreadable"),
        ("factor1", "NaN", "goods_cell_unreadable"),
        ("net_weight_kg", "-1", "goods_cell_unreadable"),
        ("net_weight_kg", "1e30", "goods_cell_unreadable"),
        ("battery", "perhaps", "goods_cell_unreadable"),
        ("gtin", "12345", "goods_cell_unreadable"),
        ("element:材质", "陶" * 251, "goods_cell_unreadable"),
        ("colour", "red", "goods_unknown"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_the_others_stand(column: str, value: str, reason: str) -> None:
    sheet = read_goods(f"item_no,item_name,{column}\nM1,mug,{value}\n".encode())
    assert sheet.problems.select("row_no", "column", "reason").rows() == [(2, column, reason)]
    assert sheet.goods.select("item_no", "item_name").rows() == [("M1", "mug")]


def test_a_ware_without_number_is_a_problem() -> None:
    sheet = read_goods("item_no,declared_name\n,杯\n".encode())
    assert sheet.problems.select("row_no", "column", "reason").rows() == [(2, "item_no", "cell_missing")]
    assert sheet.goods.is_empty()


def test_a_sheet_without_item_numbers_is_refused() -> None:
    with pytest.raises(UnableToReadSheet, match="a column named item_no"):
        read_goods(b"sku,hs_code\nM1,6912001000\n")
