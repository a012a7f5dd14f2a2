from datetime import datetime
from decimal import Decimal

import polars as pl

from entrepot.gateways.sheets.cancellations import Fits, Stored, asked_problems, fit_cancellations
from entrepot.gateways.sheets.order_lines import Orders
from tests.unit.sheets.sheet import MAPPING, NOW, read, row


def fit(read_: Orders, ordered: pl.DataFrame | None = None, now: datetime = NOW) -> Fits:
    stored = Stored(read_.orders, read_.lines, ordered)
    return fit_cancellations(read_.cancellations, read_.cancellation_lines, stored, now=now)


def back(**cells: str) -> str:
    return row(**({"order": "C1", "qty": "-1", "when": "2026-01-06 10:00"} | cells))


def test_joined_where_exactly_one_earlier_order_of_the_buyer_holds_it() -> None:
    found = read(row(), row(sku="M2"), row(order="A2", buyer="b2"), back())
    fits = fit(found)
    assert fits.joined.rows() == [("C1", "A1")]
    assert fits.orders.select("order_no", "goods_value", "line_count", "app_type", "note").rows() == [
        ("A1", Decimal("4.50"), 2, "2", "Cancelled by · 取消单: C1")
    ]
    assert fits.lines.select("gnum", "item_no", "qty", "total_price").rows() == [
        (1, "M1", Decimal(1), Decimal("1.50")), (2, "M2", Decimal(2), Decimal("3.00")),
    ]  # fmt: skip
    assert fits.asked.is_empty()
    assert fits.orders["content_hash"][0] != found.orders["content_hash"][0]


def test_a_line_taken_back_whole_is_dropped_and_the_others_keep_their_numbers() -> None:
    fits = fit(read(row(), row(sku="M2"), row(), back(qty="-4")))
    assert fits.lines.select("gnum", "item_no", "repeat_of").rows() == [(2, "M2", None)]
    assert fits.orders["line_count"].to_list() == [1]


def test_an_order_of_which_nothing_worth_money_is_left_is_deleted() -> None:
    fits = fit(read(row(), row(sku="GIFT", price="0"), back(qty="-2")))
    assert fits.orders.select("order_no", "app_type", "goods_value").rows() == [("A1", "3", Decimal("3.00"))]
    assert fits.lines["gnum"].to_list() == [1, 2]


def test_asked_where_two_orders_fit_none_fits_or_nobody_is_named() -> None:
    found = read(
        row(), row(order="A2"),
        back(), back(order="C2", sku="M9"), back(order="C3", qty="-9"), back(order="C4", buyer=""),
    )  # fmt: skip
    fits = fit(found)
    assert fits.asked.rows() == [
        ("C1", "cancellation_fits_several", 2, "A1, A2"),
        ("C2", "cancellation_fits_none", 0, ""),
        ("C3", "cancellation_fits_none", 0, ""),
        ("C4", "cancellation_without_buyer", 0, ""),
    ]
    assert fits.joined.is_empty()
    assert fits.orders.is_empty()
    asked = asked_problems(found, fits)
    assert asked["row_no"].to_list() == [4, 5, 6, 7]
    assert "found 2: A1, A2. Name the order it cancels." in asked["en"][0]
    assert "实有 2 份：A1, A2" in asked["zh"][0]


def test_a_later_order_and_another_price_do_not_fit() -> None:
    found = read(row(when="2026-01-07 10:00"), row(order="A2", price="1.51"), back())
    assert fit(found).asked["reason"].to_list() == ["cancellation_fits_none"]


def test_cancellations_together_never_take_back_more_than_was_ordered() -> None:
    late = "2026-01-07 10:00"
    found = read(row(), back(), back(order="C2", qty="-2", when=late), back(order="C3", when=late, sku="M1"))
    fits = fit(found)
    assert fits.joined.rows() == [("C1", "A1")]
    assert fits.asked.select("cancellation_no", "reason", "candidates").rows() == [
        ("C2", "cancellation_exceeds", "A1"), ("C3", "cancellation_exceeds", "A1"),
    ]  # fmt: skip


def test_the_same_cancellations_again_are_repeats_and_change_nothing() -> None:
    found = read(row(), row(order="A2", sku="M2"), row(order="A3", sku="M2"), back(), back(order="C2", sku="M2"))
    first = fit(found)
    kept = found.orders.join(first.orders, on="order_no", how="anti")
    orders = pl.concat([first.orders, kept])
    key = ["message_no", "document_no"]
    lines = pl.concat([first.lines, found.lines.join(first.orders, on=key, how="anti")])
    again = fit_cancellations(
        found.cancellations, found.cancellation_lines, Stored(orders, lines, found.lines), now=NOW
    )
    assert again.repeated.rows() == [("C1", "A1")]
    assert again.joined.is_empty()
    assert again.orders.is_empty()
    assert again.asked.rows() == first.asked.rows()


def test_a_deleted_order_still_counts_as_one_that_might_have_been_meant() -> None:
    found = read(row(), row(order="A2"), back())
    orders = found.orders.with_columns(deleted=pl.col("order_no") == "A2")
    fits = fit_cancellations(
        found.cancellations, found.cancellation_lines, Stored(orders, found.lines, found.lines), now=NOW
    )
    assert fits.asked["candidates"].to_list() == ["A1, A2"]


def test_a_cancellation_that_names_its_order_is_joined_to_that_one() -> None:
    text = MAPPING.replace("[constants]", 'cancels = "of"\n[constants]')
    header = "order,sku,name,qty,price,when,buyer,to,of"
    found = read(row() + ",", row(order="A2") + ",", back() + ",A2", text=text, header=header)
    assert fit(found).joined.rows() == [("C1", "A2")]


def test_a_buyer_with_thousands_of_like_orders_is_asked_without_comparing_all() -> None:
    found = read(*(row(order=f"A{n}") for n in range(1200)), back())
    assert fit(found).asked.rows() == [("C1", "cancellation_fits_several", 1200, "…")]
