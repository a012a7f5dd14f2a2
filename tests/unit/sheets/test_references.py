import hashlib
import json
from pathlib import Path

import pytest

from entrepot.gateways.sheets.references import read_reference
from entrepot.gateways.sheets.sentences import UnableToReadSheet

OFFICIAL = Path(__file__).resolve().parents[4] / "shared/data/cn_customs_codes"
MADE = """代码,中文名称,英文名称,原报关代码
AAA,甲国,Aland,901
BBB,乙国,Bland,902
CCC,丙岛,C island,902
DDD,丁国,Dland,
"""


def test_an_official_table_is_read_by_its_old_codes_with_all_their_names() -> None:
    data = MADE.encode("utf-8-sig")
    table = read_reference("countries", data)
    assert table.entries.select("code", "name_zh", "name_en").rows() == [
        ("901", "甲国", "Aland"), ("902", "乙国; 丙岛", "Bland; C island"),
    ]  # fmt: skip
    assert (table.left_out, table.hash) == (1, hashlib.sha256(data).digest())


def test_own_tables_carry_units_and_measures() -> None:
    codes = read_reference("hs_codes", b"code,name_zh,unit1,unit2\n9503002100,x,007,035\n6912001000,y,035,\n")
    assert [json.loads(text) for text in codes.entries["attributes"]] == [
        {"unit1": "007", "unit2": "035"}, {"unit1": "035"},
    ]  # fmt: skip
    measures = read_reference("export_measures", b"prefix,licence,export_duty,refund\n7201,no,yes,\n")
    assert json.loads(measures.entries["attributes"][0]) == {"licence": False, "export_duty": True}


def test_tables_of_import_carry_days_and_rates() -> None:
    listed = read_reference("positive_list", "code,from,until,note\n04029100,2016-04-08,,每年 2 千克\n".encode())
    assert json.loads(listed.entries["attributes"][0]) == {"from": "2016-04-08", "note": "每年 2 千克"}
    rates = read_reference("import_rates", b"prefix,vat,consumption_tax,duty,floor_gram\n3304,0.13,0.15,,10\n")
    assert json.loads(rates.entries["attributes"][0]) == {"vat": "0.13", "consumption_tax": "0.15", "floor_gram": "10"}


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("units", b"code\n7\n", "row 2: expected units .*found '7'"),
        ("hs_codes", b"code\n69.12\n", "found '69.12'"),
        ("export_measures", b"prefix,licence\n7201,maybe\n", "expected licence yes | no, found 'maybe'"),
        ("units", b"number\n007\n", "a column named code"),
        ("weather", b"code\n1\n", "found 'weather'"),
        ("positive_list", b"code\n04029100\n", "row 2: expected from, found ''"),
        ("positive_list", b"code,from\n04029100,8 April\n", "row 2: expected from .*found '8 April'"),
        ("positive_list", b"code,from\n040291,2016-04-08\n", "found '040291'"),
        ("import_rates", b"prefix,vat\n04,13\n", "row 2: expected vat .*found '13'"),
        ("import_rates", b"prefix,vat,floor_gram\n04,0.13,ten\n", "row 2: expected floor_gram .*found 'ten'"),
    ],
)
def test_a_table_that_does_not_fit_its_kind_is_refused_whole(kind: str, data: bytes, message: str) -> None:
    with pytest.raises(UnableToReadSheet, match=message):
        read_reference(kind, data)


@pytest.mark.real_data
@pytest.mark.skipif(not OFFICIAL.exists(), reason="left out: the official tables are not in ../shared/data")
@pytest.mark.parametrize(
    ("kind", "file", "codes"),
    [
        ("units", "unit", 123),
        ("currencies", "currency", 22),
        ("countries", "country", 239),
        ("transport_modes", "transport_mode", 16),
        ("packages", "package", 7),
        ("customs_offices", "customs_office_partial", 16),
    ],
)
def test_the_official_tables_can_be_loaded_as_they_are(kind: str, file: str, codes: int) -> None:
    assert read_reference(kind, OFFICIAL / f"{file}.csv").entries.height == codes
