"""Values against the field tables: every rule with its place, and documents refused as a whole."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.gateways.ceb import decode, sentence, validate
from entrepot.gateways.ceb.checks import reason, wrong
from entrepot.gateways.ceb.fields import Field, Kind
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import EVERY, document, message

HEAD = "/CEB603Message/Inventory[1]/InventoryHead"
LINE = "/CEB603Message/Inventory[1]/InventoryList[2]"
FIELDS = {
    (table.element, field.element): field
    for each in MESSAGES.values()
    for table in (each.head, each.line)
    if table
    for field in table.fields
}


def faults_of_list(head: dict[str, str | None], line: dict[str, str | None]) -> list[tuple[str, str, str, str]]:
    """Path, value, rule and English sentence of each fault of a list whose second line is changed."""
    typed = validate(decode([message("list", [document("list", head, lines=[{}, line]), document("list")])]))
    assert typed.heads["list"]["document_no"].to_list() == [2]
    assert typed.lines["list"]["document_no"].to_list() == [2]
    assert set(typed.faults["document_no"]) == {1}
    rows = typed.faults.select("path", "value", "rule", "facts").rows()
    return [(path, value, rule, sentence(rule, json.loads(facts))) for path, value, rule, facts in rows]


@pytest.mark.parametrize(
    ("element", "value", "rule"),
    [
        ("guid", "4CDE1CFD-EDED-46B1-946C-B8022E42FC9", "ceb.wrong_length"),
        ("guid", "4CDE1CFDxEDED-46B1-946C-B8022E42FC94", "ceb.not_a_guid"),
        ("appType", "4", "ceb.not_among"),
        ("appType", "01", "ceb.not_among"),
        ("appStatus", "3", "ceb.not_among"),
        ("ieFlag", "I", "ceb.not_among"),
        ("statisticsFlag", "C", "ceb.not_among"),
        ("fFlag", "1", "ceb.not_among"),
        ("appTime", "20260230120000", "ceb.not_a_time"),
        ("appTime", "20260228240000", "ceb.not_a_time"),
        ("appTime", "20260228235960", "ceb.not_a_time"),
        ("appTime", "2026-02-28", "ceb.not_a_time"),
        ("appTime", "00010101000000", "ceb.not_a_time"),
        ("ieDate", "20250229", "ceb.not_a_date"),
        ("ieDate", "2026031", "ceb.not_a_date"),
        ("ieDate", "20261301", "ceb.not_a_date"),
        ("customsCode", "29A0", "ceb.not_digits"),
        ("customsCode", "290", "ceb.wrong_length"),
        ("country", "５０２", "ceb.not_digits"),
        ("trafMode", "é", "ceb.not_alnum"),
        ("POD", "50", "ceb.wrong_length"),
        ("preNo", "B2026", "ceb.wrong_length"),
        ("orderNo", " X1", "ceb.not_a_key"),
        ("orderNo", "X1 ", "ceb.not_a_key"),
        ("orderNo", "X\t1", "ceb.not_a_key"),
        ("orderNo", "x" * 61, "ceb.wrong_length"),
        ("orderNo", "", "ceb.required"),
        ("orderNo", None, "ceb.required"),
        ("ebpName", "   ", "ceb.required"),
        ("ebpName", "名" * 101, "ceb.wrong_length"),
        ("packNo", "0", "ceb.not_whole"),
        ("packNo", "1.0", "ceb.not_whole"),
        ("packNo", "1234567890", "ceb.not_whole"),
        ("packNo", "-1", "ceb.not_whole"),
        ("grossWeight", "NaN", "ceb.not_a_number"),
        ("grossWeight", "1e30", "ceb.not_a_number"),
        ("grossWeight", "1E2", "ceb.not_a_number"),
        ("grossWeight", "+1", "ceb.not_a_number"),
        ("grossWeight", " 1", "ceb.not_a_number"),
        ("grossWeight", "1 ", "ceb.not_a_number"),
        ("grossWeight", "１", "ceb.not_a_number"),
        ("grossWeight", "1,000", "ceb.not_a_number"),
        ("grossWeight", "1_0", "ceb.not_a_number"),
        ("grossWeight", "--1", "ceb.not_a_number"),
        ("grossWeight", "0x1", "ceb.not_a_number"),
        ("grossWeight", "Infinity", "ceb.not_a_number"),
        ("grossWeight", ".5", "ceb.not_a_number"),
        ("grossWeight", "5.", "ceb.not_a_number"),
        ("grossWeight", "1" + "0" * 30, "ceb.number_too_large"),
        ("grossWeight", "100000000000000", "ceb.number_too_large"),
        ("grossWeight", "1.000000", "ceb.too_many_decimals"),
    ],
)
def test_names_the_rule_that_a_value_of_the_head_breaks(element: str, value: str | None, rule: str) -> None:
    found = faults_of_list({element: value}, {})
    assert [(path, shown, name) for path, shown, name, _ in found] == [(f"{HEAD}/{element}", value or "", rule)]


@pytest.mark.parametrize(
    ("element", "value", "rule"),
    [
        ("gnum", "0", "ceb.not_whole"),
        ("gnum", "100000", "ceb.not_whole"),
        ("gnum", "1", "ceb.repeated_line"),
        ("gnum", "01", "ceb.repeated_line"),
        ("gcode", "610910001", "ceb.wrong_length"),
        ("gcode", "610910001X", "ceb.not_digits"),
        ("barCode", None, "ceb.required"),
        ("qty2", "x", "ceb.not_a_number"),
        ("itemNo", "x" * 21, "ceb.wrong_length"),
    ],
)
def test_names_the_line_that_breaks_a_rule(element: str, value: str | None, rule: str) -> None:
    [(path, _, name, _)] = faults_of_list({}, {element: value})
    assert (path, name) == (f"{LINE}/{element}", rule)


def test_names_every_fault_of_a_document_in_the_order_of_its_places() -> None:
    found = faults_of_list({"appType": "9", "POD": None}, {"qty": "one", "unit": ""})
    assert [path.rsplit("/", 1)[1] for path, _, _, _ in found] == ["appType", "POD", "qty", "unit"]


def test_says_what_was_expected_what_was_found_and_what_to_do() -> None:
    [(_, _, _, said)] = faults_of_list({"appTime": "20260230120000"}, {})
    assert said == (
        "Expected a time that exists, in China time, written yyyyMMddHHmmss, found 20260230120000; correct the value."
    )


@pytest.mark.parametrize("number", ["0", "-1", "-0.5", "007", "99999999999999.99999", "0.00001"])
def test_takes_every_plain_number_of_the_type_whatever_its_sign(number: str) -> None:
    typed = validate(decode([message("order", [document("order", {"goodsValue": number})])]))
    assert typed.faults.is_empty()
    assert typed.heads["order"]["goods_value"].to_list() == [Decimal(number).quantize(Decimal("1e-10"))]


def test_gives_the_columns_their_types() -> None:
    head = {"appTime": "20260301000000", "ieDate": "20280229", "packNo": "000000012"}
    typed = validate(decode([message("list", [document("list", head)])]))
    [row] = typed.heads["list"].select("app_time", "ie_date", "pack_no", "gross_weight_kg", "line_count").rows()
    assert row == (datetime(2026, 2, 28, 16, tzinfo=UTC), date(2028, 2, 29), 12, Decimal("12.5"), 1)
    schema = typed.heads["list"].schema
    assert schema["app_time"] == pl.Datetime("us", "UTC")
    assert schema["gross_weight_kg"] == pl.Decimal(38, 10)
    assert (schema["content_hash"], schema["line_count"]) == (pl.Binary(), pl.Int32())
    assert typed.lines["list"].schema["gnum"] == pl.Int32


@pytest.mark.parametrize("kind", EVERY)
def test_an_empty_batch_has_the_schema_of_a_full_one(kind: Kind) -> None:
    nothing, something = validate(decode([])), validate(decode([message(kind)]))
    assert something.faults.is_empty()
    assert nothing.heads[kind].schema == something.heads[kind].schema
    with_lines = {"order", "list", "import_order", "import_list", "import_return", "tax_bill"}
    assert set(nothing.lines) == set(something.lines) == with_lines
    if kind in nothing.lines:
        assert nothing.lines[kind].schema == something.lines[kind].schema


def test_reply_times_have_milliseconds() -> None:
    typed = validate(decode([message("list_reply")]))
    assert typed.heads["list_reply"]["return_time"].to_list() == [datetime(2026, 3, 15, 7, 35, 55, 123_000, tzinfo=UTC)]


def test_a_reply_needs_only_what_identifies_it() -> None:
    changes = {"invtNo": "", "returnInfo": "", "ebcCode": "", "agentCode": ""}
    assert validate(decode([message("list_reply", [document("list_reply", changes)])])).faults.is_empty()


def test_lines_come_in_the_order_of_their_numbers() -> None:
    typed = validate(
        decode([message("order", [document("order", lines=[{"gnum": "3"}, {"gnum": "1"}, {"gnum": "2"}])])])
    )
    assert typed.lines["order"]["gnum"].to_list() == [1, 2, 3]
    assert typed.heads["order"]["line_count"].to_list() == [3]


def test_takes_frames_whose_messages_stand_in_any_order() -> None:
    decoded = decode([message("order", [document("order", lines=[{}] * count)]) for count in (1, 2, 3)])
    shuffled = type(decoded)(
        decoded.messages,
        {**decoded.heads, "order": decoded.heads["order"].reverse()},
        {**decoded.lines, "order": decoded.lines["order"].reverse()},
        decoded.faults,
    )
    heads = validate(shuffled).heads["order"]
    assert heads.select("message_no", "line_count").rows() == [(0, 1), (1, 2), (2, 3)]


SUSPICIOUS = st.text(st.sampled_from("0123456789.-+ eENaxX,\t\n　é中5ABEW/无٣\u2028"), max_size=20)
DIGITS = st.text(st.sampled_from("0123456789"), min_size=7, max_size=18)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(sorted(FIELDS)), st.none() | SUSPICIOUS.filter(bool) | DIGITS)
def test_the_column_check_and_the_reason_agree(place: tuple[str, str], value: str | None) -> None:
    field: Field = FIELDS[place]
    mask = pl.DataFrame({field.column: [value]}, schema={field.column: pl.String}).select(wrong(field)).item()
    assert bool(mask) == (reason(field, value) is not None)
