"""The field tables against the official field list, the database and themselves."""

import json
import re
from pathlib import Path

import pytest

from entrepot.gateways.ceb.fields import Section, section
from entrepot.gateways.ceb.tables import BY_ROOT, MESSAGES, REPLY_OF, TRANSFER

PROJECT = Path(__file__).parents[3]
OFFICIAL = PROJECT / "../shared/data/ceb/ceb_fields_202205.json"
MODULES = PROJECT / "src/entrepot/modules"
TABLES = {
    "order": ("trade/migrations/0001_tables.sql", "trade_order", "trade_order_line"),
    "slip": ("trade/migrations/0001_tables.sql", "trade_slip", None),
    "waybill": ("trade/migrations/0001_tables.sql", "trade_waybill", None),
    "list": ("declarations/migrations/0001_tables.sql", "declarations_list", "declarations_list_line"),
}
# Where ours is stricter than the schema, or says by digits what it says by xs:int: the paper's word, and copNo of 621,
# which neither asks for but its reply repeats.
_COP_NO, _PRE_NO, _GNUM = ("copNo", "C..20", True), ("preNo", "C18", False), ("gnum", "N4", True)
STRICTER = {
    ("311", "OrderList"): [_GNUM],
    ("511", "LogisticsHead"): [("freight", "N19,5", True), ("insuredFee", "N19,5", True)],
    ("621", "InventoryHead"): [_COP_NO, _PRE_NO, ("invtNo", "C18", False)],
    ("621", "InventoryList"): [_GNUM, ("tradeCountry", "C3", False)],
    ("623", "InvtCancel"): [_COP_NO, _PRE_NO],
    ("625", "InvtRefundHead"): [_COP_NO, _PRE_NO, ("buyerIdNumber", "C1..20", True)],
    ("625", "InvtRefundList"): [_GNUM],
    ("816", "TaxListRd"): [_GNUM],
}


def columns_in_database(file: str, table: str) -> dict[str, bool]:
    """Column → NOT NULL, from the migration."""
    sql = (MODULES / file).read_text()
    body = re.search(rf"CREATE TABLE {table} \((.*?)\n\);", sql, re.DOTALL)
    assert body is not None
    rows = re.findall(r"^    ([a-z_0-9]+) +[a-z]+[^,\n]*", body[1], re.MULTILINE)
    return {name: bool(re.search(rf"^    {name} .*NOT NULL", body[1], re.MULTILINE)) for name in rows}


def official_sections(code: str) -> dict[str, list[tuple[str, str, bool]]]:
    parts = json.loads(OFFICIAL.read_text())[f"CEB{code}"]["parts"]
    return {
        part["name"]: [(field["name"], field["type"], field["required_xsd"]) for field in part["fields"]]
        for part in parts[0]["sections"]
    }


def ours(table: Section) -> list[tuple[str, str, bool]]:
    return [(field.element, field.type, field.required or field.empty) for field in table.fields]


@pytest.mark.real_data
@pytest.mark.skipif(not OFFICIAL.exists(), reason="left out: the official field list is not in ../shared/data/ceb")
@pytest.mark.parametrize("kind", MESSAGES)
def test_fields_types_order_and_need_are_those_of_the_official_list(kind: str) -> None:
    message = MESSAGES[kind]  # type: ignore[index]
    expected = official_sections(message.code)
    for name, fields in expected.items():
        stricter = {element: rest for element, *rest in STRICTER.get((message.code, name), ())}
        expected[name] = [(field[0], *stricter.get(field[0], field[1:])) for field in fields]
    sections = [message.head] + ([message.line] if message.line else [])
    assert {table.element: ours(table) for table in sections} == expected


def test_every_document_has_its_reply() -> None:
    codes = [message.code for message in MESSAGES.values()]
    assert codes[:8] == ["303", "403", "505", "603", "304", "404", "506", "604"]
    assert codes[8:] == [
        "311", "411", "511", "513", "621", "623", "625", "312", "412", "512", "514", "622", "624", "626", "816", "818"
    ]  # fmt: skip
    assert {MESSAGES[kind].code: MESSAGES[reply].code for kind, reply in REPLY_OF.items()} == {
        "303": "304", "403": "404", "505": "506", "603": "604", "311": "312", "411": "412", "511": "512", "513": "514",
        "621": "622", "623": "624", "625": "626",
    }  # fmt: skip
    assert sorted(BY_ROOT) == sorted(f"CEB{message.code}Message" for message in MESSAGES.values())


def test_no_section_names_an_element_or_a_column_twice() -> None:
    sections = [message.head for message in MESSAGES.values()] + [TRANSFER]
    sections += [message.line for message in MESSAGES.values() if message.line]
    for table in sections:
        assert len(table.position) == len(table.fields) == len(set(table.columns)), table.element


@pytest.mark.parametrize("kind", TABLES)
def test_every_column_is_one_of_the_database_and_is_needed_where_that_needs_it(kind: str) -> None:
    file, heads, lines = TABLES[kind]
    message = MESSAGES[kind]  # type: ignore[index]
    for table, section_ in ((heads, message.head), (lines, message.line)):
        if table is None or section_ is None:
            continue
        columns = columns_in_database(file, table)
        assert {field.column: columns.get(field.column) for field in section_.fields} == {
            field.column: field.required for field in section_.fields
        }


def test_refuses_a_row_of_a_field_table_that_has_no_such_type() -> None:
    with pytest.raises(ValueError, match="expected element, column, type, Y or E or N, form; found guid guid X36 Y"):
        section("OrderHead", "guid guid X36 Y")
