from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sheets.sheet import MAPPING, read, reasons, row


def test_an_order_is_its_rows_numbered_in_file_order_wherever_they_stand() -> None:
    found = read(row(sku="M1"), row(order="A2", sku="T1"), row(sku="M2", qty="6.0", price="2"))
    assert found.orders.select("order_no", "goods_value", "line_count", "document_no").rows() == [
        ("A1", Decimal("15.00"), 2, 1), ("A2", Decimal("3.00"), 1, 2),
    ]  # fmt: skip
    assert found.lines.select("document_no", "gnum", "item_no").rows() == [(1, 1, "M1"), (2, 1, "T1"), (1, 2, "M2")]
    assert found.rows.select("row_no", "order_no", "gnum", "state").rows() == [
        (2, "A1", 1, "order"), (3, "A2", 1, "order"), (4, "A1", 2, "order"),
    ]  # fmt: skip


def test_an_order_carries_the_constants_of_the_mapping_and_what_its_rows_say() -> None:
    head = read(row()).orders.row(0, named=True)
    assert (head["seller_code"], head["marketplace_name"], head["order_type"]) == ("9999961001", "望塘", "E")
    assert (head["currency"], head["destination"], head["freight"]) == ("303", "116", Decimal(0))
    assert (head["buyer"], head["placed_at"]) == ("b1", datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert (head["app_type"], head["app_status"], len(head["guid"]), len(head["content_hash"])) == ("1", "2", 36, 16)


def test_repeats_inside_one_order_are_kept_and_named() -> None:
    found = read(row(), row(sku="M2"), row(), row(order="A2"), row())
    assert found.lines.select("document_no", "gnum", "repeat_of").rows() == [
        (1, 1, None), (1, 2, None), (1, 3, 1), (2, 1, None), (1, 4, 1),
    ]  # fmt: skip
    assert found.orders["goods_value"].to_list() == [Decimal("12.00"), Decimal("3.00")]


def test_of_several_times_in_an_order_the_earliest_counts() -> None:
    found = read(row(when="2026-07-05 10:01"), row(sku="M2", when="2026-07-05 10:00"))
    assert found.orders["placed_at"].to_list() == [datetime(2026, 7, 5, 9, tzinfo=UTC)]


def test_the_same_lines_in_another_order_are_the_same_content_and_other_lines_are_not() -> None:
    one, two = row(), row(sku="M2")
    first = read(one, two).orders["content_hash"].to_list()
    assert read(two, one).orders["content_hash"].to_list() == first
    assert read(one, two, two).orders["content_hash"].to_list() != first
    assert read(one, row(sku="M2", price="1.51")).orders["content_hash"].to_list() != first
    assert read(one, row(sku="M2", price="1.500")).orders["content_hash"].to_list() == first


def test_a_gift_at_price_zero_is_a_line_like_any_other() -> None:
    found = read(row(), row(sku="G1", price="0.0"))
    assert found.lines["total_price"].to_list() == [Decimal("3.00"), Decimal(0)]
    assert reasons(found) == []


def test_freight_items_go_into_the_freight_of_their_order() -> None:
    text = MAPPING + '[freight]\nitem_numbers = ["POST"]\n'
    found = read(row(sku="POST", qty="1", price="4"), row(), row(order="A2", sku="POST"), text=text)
    assert found.orders.select("order_no", "goods_value", "freight", "line_count").rows() == [
        ("A1", Decimal("3.00"), Decimal(4), 1)
    ]
    assert found.lines.select("gnum", "item_no").rows() == [(1, "M1")]
    assert reasons(found) == [(4, None, "order_only_freight")]
    assert found.rows.select("row_no", "gnum", "state").rows() == [
        (2, None, "order"), (3, 1, "order"), (4, None, "rejected"),
    ]  # fmt: skip


def test_numbers_may_have_a_decimal_comma_and_thousands() -> None:
    text = MAPPING.replace("[file]", '[file]\ndelimiter = ";"\ndecimal_point = ","\nthousands = "."')
    header = "order;sku;name;qty;price;when;buyer;to"
    found = read("A1;M1;mug;2;1.250,5;2026-01-05 10:00;b1;Japan", text=text, header=header)
    assert found.orders["goods_value"].to_list() == [Decimal("2501.0")]


BAD_CELLS = [
    ({"order": ""}, "order", "order_no_missing"),
    ({"order": "x" * 61}, "order", "text_too_long"),
    ({"name": "  "}, "name", "name_missing"),
    ({"name": "a\x07b"}, "name", "text_damaged"),
    ({"sku": ""}, "sku", "cell_missing"),
    ({"qty": "NaN"}, "qty", "number_unreadable"),
    ({"qty": "1e3"}, "qty", "number_unreadable"),
    ({"qty": "1.123456"}, "qty", "number_unreadable"),
    ({"qty": "two"}, "qty", "number_unreadable"),
    ({"qty": "0"}, "qty", "quantity_not_positive"),
    ({"qty": "-1"}, "qty", "quantity_not_positive"),
    ({"price": "1e30"}, "price", "number_unreadable"),
    ({"price": "inf"}, "price", "number_unreadable"),
    ({"price": "1" * 15}, "price", "number_unreadable"),
    ({"price": "-1"}, "price", "price_negative"),
    ({"price": "9" * 14}, "qty", "amount_too_large"),
    ({"when": "2026-02-30 10:00"}, "when", "time_unreadable"),
    ({"when": "0026-02-03 10:00"}, "when", "time_unreadable"),
    ({"when": "2026-03-29 01:30"}, "when", "time_unreadable"),  # summer time begins: this hour is skipped
    ({"when": "yesterday"}, "when", "time_unreadable"),
    ({"to": "Nowhere"}, "to", "code_unknown"),
    ({"to": ""}, "to", "cell_missing"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_and_its_order_is_left_out_whole(cells: dict[str, str], column: str, reason: str) -> None:
    found = read(row(sku="big", price="900"), row(**cells), row(order="A2"))
    named = [entry for entry in reasons(found) if entry[0] == 3]
    assert (3, column, reason) in named
    if cells.get("order") is None:
        assert reasons(found)[0] == (2, None, "order_held_back")
        assert "Row 3 of the same order A1 must be corrected first" in found.problems["en"][0]
        assert found.orders["order_no"].to_list() == ["A2"]
    else:
        assert found.orders["order_no"].to_list() == ["A1", "A2"]


def test_an_order_worth_nothing_or_less_is_rejected_at_each_row() -> None:
    found = read(row(price="0"), row(sku="M2", price="0"), row(order="A2", qty="-3"), row(order="A3"))
    assert reasons(found) == [
        (2, None, "order_worthless"), (3, None, "order_worthless"),
        (4, "qty", "quantity_not_positive"), (4, None, "order_worthless"),
    ]  # fmt: skip
    assert found.orders["order_no"].to_list() == ["A3"]


@pytest.mark.parametrize(
    ("cells", "column"), [({"buyer": "b2"}, "buyer"), ({"to": "502"}, "to"), ({"buyer": ""}, "buyer")]
)
def test_rows_of_an_order_that_disagree_are_named(cells: dict[str, str], column: str) -> None:
    assert reasons(read(row(), row(**cells)))[1] == (3, column, "order_disagrees")


def test_rows_with_too_few_or_too_many_cells_are_named() -> None:
    found = read(row(), row(order="A2") + ",more", "A3,M1,mug,1,2,2026-01-05,b1")
    named = [(no, reason) for no, _, reason in reasons(found)]
    assert (3, "cells_too_many") in named
    assert (4, "cells_missing") in named
    assert found.orders["order_no"].to_list() == ["A1"]


def test_cancellations_stand_apart_with_what_they_take_back() -> None:
    found = read(row(), row(order="C9", qty="-2", price="1.5"), row(order="C10", qty="2"))
    assert found.cancellations.select("order_no", "buyer", "cancels").rows() == [("C9", "b1", None)]
    assert found.cancellation_lines.rows() == [("C9", "M1", Decimal(2), Decimal("1.5"))]
    assert reasons(found) == [(4, "qty", "cancelled_quantity_not_negative")]
    assert found.rows["state"].to_list() == ["order", "cancellation", "rejected"]


def test_names_and_codes_in_other_writings_are_read() -> None:
    text = MAPPING.replace('unit = "007"', "").replace("[constants]", 'unit = "u"\n[constants]')
    text += '[codes.unit]\n"pair" = "025"\n'
    header = "order,sku,name,qty,price,when,buyer,to,u"
    found = read(row() + ",pair", row(sku="M2", to="116") + ",007", text=text, header=header)
    assert found.lines["unit"].to_list() == ["025", "007"]
    assert found.orders["destination"].to_list() == ["116"]


def test_names_that_everybody_knows_need_no_table_and_a_table_has_the_last_word() -> None:
    text = MAPPING.replace('unit = "007"', "").replace("[constants]", 'unit = "u"\n[constants]')
    told = ("Germany", "德国", " de ", "DEU", "304", "Japan", "Atlantis")
    rows = (f"{row(order=f'A{number}', to=to)},pair" for number, to in enumerate(told))
    found = read(
        *rows,
        text=text.replace('"Japan" = "116"', '"Japan" = "142"'),
        header="order,sku,name,qty,price,when,buyer,to,u",
    )
    assert found.orders["destination"].to_list() == ["304"] * 5 + ["142"]
    assert found.lines["unit"].to_list() == ["025"] * 6
    assert reasons(found) == [(8, "to", "code_unknown")]


CELL = st.sampled_from(
    ["", "A1", "C2", "1", "-1", "0", "2.50", "NaN", "1e30", "2026-01-05", "Japan", "名", "=1", "x" * 70]
)


@given(st.lists(st.lists(CELL, min_size=7, max_size=9), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_row_ends_in_an_order_a_cancellation_or_the_problems(rows: list[list[str]]) -> None:
    found = read(*(",".join(cells) for cells in rows))
    rejected = set(found.rows.filter(pl.col("state") == "rejected")["row_no"])
    assert found.rows.height == len(rows)
    assert rejected == set(found.problems["row_no"])
    taken = set(found.rows.filter(pl.col("state") == "order")["order_no"])
    assert taken == set(found.orders["order_no"])
    assert found.orders["line_count"].sum() == found.lines.height
    assert all(value > 0 for value in found.orders["goods_value"])
