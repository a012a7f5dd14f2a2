"""Items in JSON become the frames that messages become; whatever a body holds, nothing raises."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.gateways import ceb, items
from entrepot.gateways.ceb.tables import MESSAGES

ORDER: dict[str, Any] = {
    "guid": "0F8FAD5B-D9CB-469F-A165-70867728950E",
    "app_type": "1",
    "app_time": "20260504160000",
    "app_status": "2",
    "order_type": "E",
    "order_no": "A-1",
    "marketplace_code": "9999960001",
    "marketplace_name": "望塘",
    "seller_code": "9999961001",
    "seller_name": "青禾",
    "goods_value": "12.50",
    "freight": "0",
    "currency": "502",
    "lines": [
        {"gnum": 1, "item_no": "S1", "item_name": "cup", "unit": "011", "currency": "502", "qty": "2", "price": "6.25",
         "total_price": "12.50"}
    ],
}  # fmt: skip


def body(*each: object) -> bytes:
    return json.dumps({"items": each}).encode()


def read(*messages: tuple[str, bytes]) -> ceb.Typed:
    return ceb.validate(items.decode(messages))


def faults(typed: ceb.Typed) -> list[tuple[int, int | None, str, str]]:
    rows = typed.faults.select("message_no", "document_no", "path", "rule").rows()
    return [(number, document, items.pointer_of(path, document), rule) for number, document, path, rule in rows]


def test_an_item_without_fault_becomes_a_document() -> None:
    typed = read(("json-orders", body(ORDER)))
    assert faults(typed) == []
    (head,) = typed.heads["order"].to_dicts()
    assert (head["order_no"], f"{head['goods_value']:.2f}", head["line_count"]) == ("A-1", "12.50", 1)
    assert typed.messages.select("kind", "documents", "refused").rows() == [("order", 1, False)]


PAYMENT = {
    "guid": "0F8FAD5B-D9CB-469F-A165-70867728950E",
    "app_type": "1",
    "app_time": "20260504160000",
    "app_status": "2",
    "pay_code": "9999960009",
    "pay_name": "浅滩支付",
    "pay_transaction_no": "P-1",
    "order_no": "A-1",
    "marketplace_code": "9999960001",
    "marketplace_name": "望塘",
    "payer_id_type": "1",
    "payer_id_number": "999999190001010014",
    "payer_name": "练习人",
    "amount_paid": "12.50",
    "currency": "142",
    "pay_time": "20260504155900",
}


def test_documents_of_import_are_read_by_their_own_tables() -> None:
    typed = read(("json-payments", body(PAYMENT, {**PAYMENT, "currency": "502"}, {**PAYMENT, "lines": []})))
    assert faults(typed) == [
        (0, 2, "/items/1/currency", "ceb.not_yuan"),
        (0, 3, "/items/2/lines", "items.unknown_field"),
    ]
    (head,) = typed.heads["payment"].to_dicts()
    assert (head["pay_transaction_no"], f"{head['amount_paid']:.2f}") == ("P-1", "12.50")


def test_an_import_order_has_one_line_fewer_than_an_export_one() -> None:
    too_long = {**ORDER, "lines": ORDER["lines"] * 100}
    assert ("items.too_many_lines", 99) in [
        (rule, json.loads(facts).get("limit"))
        for rule, facts in read(("json-import-orders", body(too_long))).faults.select("rule", "facts").rows()
    ]
    assert "items.too_many_lines" not in read(("json-orders", body(too_long))).faults["rule"].to_list()


def test_bodies_and_messages_of_one_batch_keep_their_places() -> None:
    typed = read(("message", b"<x/>"), ("json-orders", body(ORDER)), ("message", b"no"), ("json-waybills", b"{"))
    assert typed.messages["message_no"].to_list() == [0, 1, 2, 3]
    assert typed.messages["refused"].to_list() == [True, False, True, True]
    assert typed.heads["order"]["message_no"].to_list() == [1]
    assert [(number, rule) for number, _, _, rule in faults(typed)] == [
        (0, "ceb.namespace"), (2, "ceb.not_xml"), (3, "items.not_json"),
    ]  # fmt: skip


@pytest.mark.parametrize(("changed", "path", "rule"), [
    ({"goods_value": 12.5}, "/items/0/goods_value", "items.number"),
    ({"goods_value": 12}, "/items/0/goods_value", "items.number"),
    ({"goods_value": "1e3"}, "/items/0/goods_value", "ceb.not_a_number"),
    ({"goods_value": "1" * 30}, "/items/0/goods_value", "ceb.number_too_large"),
    ({"order_no": 7}, "/items/0/order_no", "items.not_text"),
    ({"note": True}, "/items/0/note", "items.not_text"),
    ({"note": ["x"]}, "/items/0/note", "items.not_text"),
    ({"note": "\x1f"}, "/items/0/note", "items.forbidden_character"),
    ({"a/b~c": "x"}, "/items/0/a~1b~0c", "items.unknown_field"),
    ({"lines": []}, "/items/0/lines", "items.no_lines"),
    ({"lines": "x"}, "/items/0/lines", "items.no_lines"),
    ({"lines": ORDER["lines"] * 101}, "/items/0/lines", "items.too_many_lines"),
    ({"lines": [7]}, "/items/0/lines/0", "items.not_an_object"),
    ({"lines": [*ORDER["lines"], {**ORDER["lines"][0], "unit": "x"}]}, "/items/0/lines/1/unit", "ceb.wrong_length"),
    ({"app_time": "20260230000000"}, "/items/0/app_time", "ceb.not_a_time"),
])  # fmt: skip
def test_a_fault_has_its_pointer_and_its_rule(changed: dict[str, Any], path: str, rule: str) -> None:
    typed = read(("json-orders", body({**ORDER, **changed}, {**ORDER, "order_no": "A-2"})))
    assert (0, 1, path, rule) in faults(typed)
    assert {document for _, document, _, _ in faults(typed)} == {1}
    assert typed.heads["order"]["order_no"].to_list() == ["A-2"]


def test_a_field_that_stands_twice_is_a_fault() -> None:
    twice = json.dumps({"items": [ORDER]}).replace('"freight": "0"', '"freight": "0", "freight": "1"').encode()
    assert faults(read(("json-orders", twice))) == [(0, 1, "/items/0", "items.repeated_field")]


def test_a_body_that_cannot_be_read_is_one_fault_of_the_message() -> None:
    typed = read(("json-lists", b'{"items": NaN}'))
    assert faults(typed) == [(0, None, "/", "items.not_a_value")]
    assert typed.messages.select("documents", "refused").rows() == [(0, True)]


def test_faults_of_the_line_point_into_the_item() -> None:
    assert items.pointer_of("/order_no", 3) == "/items/2/order_no"
    assert items.pointer_of("/BaseTransfer/copCode", 3) == "/items/2"
    assert items.pointer_of("/", None) == "/"
    for message in MESSAGES.values():
        field = message.head.fields[0]
        assert items.pointer_of(f"{message.head_path(2)}/{field.element}", 2) == f"/items/1/{field.column}"


def test_every_rule_has_the_same_placeholders_in_both_languages() -> None:
    for rule in items.RULES.values():
        assert set(re.findall(r"{\w+}", rule.en)) == set(re.findall(r"{\w+}", rule.zh))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    typed = read(("json-orders", data))
    assert typed.messages.height == 1
    assert typed.heads["order"].is_empty()
    for rule, facts in typed.faults.select("rule", "facts").iter_rows():
        if rule in items.RULES:
            assert items.sentence(rule, json.loads(facts), "zh")


@given(
    st.lists(st.sampled_from([ORDER, {**ORDER, "freight": 1}, 7, {}, {**ORDER, "lines": None}]), min_size=1, max_size=5)
)
def test_a_body_of_many_items_equals_many_bodies_of_one(each: list[Any]) -> None:
    together = read(("json-orders", body(*each)))
    apart = read(*(("json-orders", body(one)) for one in each))
    one_by_one = [
        (number + 1, path.replace("/items/0", f"/items/{number}"), rule) for number, _, path, rule in faults(apart)
    ]
    assert [(document, path, rule) for _, document, path, rule in faults(together)] == one_by_one
    assert together.heads["order"]["content_hash"].to_list() == apart.heads["order"]["content_hash"].to_list()
