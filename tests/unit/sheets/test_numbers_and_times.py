from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.gateways.sheets.guessing import guess_numbers, guess_times
from entrepot.gateways.sheets.mapping import Form
from entrepot.gateways.sheets.numbers import plain, words_beside
from entrepot.gateways.sheets.reading.values import number_text


def read(text: str, **form: str) -> str | None:
    found: str | None = plain(pl.Series("n", [text], dtype=pl.String), Form(**form)).item()  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.50"), ("+3", "3"), ("1,234.50", "1234.50"), ("1,234,567", "1234567"), ("1'234.5", "1234.5"),
        ("1 234.5", "1234.5"), ("１２．５", "12.5"), ("¥12.5", "12.5"), ("￥ 12.5", "12.5"), ("12.5元", "12.5"),
        ("US$12", "12"), ("12 EUR", "12"), ("(12.5)", "-12.5"), ("12.5-", "-12.5"), ("-$12", "-12"),
        ("\u22125", "-5"), ("CNY 1,234.50", "1234.50"), ("1\u00a0234.5", "1234.5"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them_are_understood(text: str, number: str) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    ["12%", "1,234", "1,23", "12.5.1", "1,23,456", "1.234,5", "--5", "(-5)", "(5", "1e5", "0x10", "abc", "5 pieces",
     "123456789012345", "1.123456", "½", "", "1,234.5,6"],
)  # fmt: skip
def test_what_may_be_two_numbers_or_none_is_left_unread(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        ("1,234", {"thousands": ","}, "1234"), ("12,34", {"thousands": ","}, None),
        ("1.234,50", {"decimal_point": ",", "thousands": "."}, "1234.50"), ("12,5", {"decimal_point": ","}, "12.5"),
        ("12.5", {"decimal_point": ","}, None), ("1.234", {"decimal_point": ",", "thousands": "."}, "1234"),
        ("1 234,5", {"decimal_point": ",", "thousands": "\u00a0"}, "1234.5"),
    ],
)  # fmt: skip
def test_what_a_person_said_of_signs_holds(text: str, form: dict[str, str], number: str | None) -> None:
    assert read(text, **form) == number


@given(st.decimals(-(10**13), 10**13, places=2, allow_nan=False))
@settings(max_examples=200, deadline=None)
def test_a_number_with_groups_is_the_number(value: Decimal) -> None:
    text = read(f"{value:,}", thousands=",")
    assert text is not None
    assert Decimal(text) == value


@given(st.decimals(-(10**9), 10**9, places=5, allow_nan=False))
@settings(max_examples=200, deadline=None)
def test_a_number_of_a_workbook_comes_back_as_it_was_typed(value: Decimal) -> None:
    assert Decimal(number_text(float(value))) == value


def test_the_currency_beside_an_amount_is_named() -> None:
    texts = pl.Series("n", ["¥12", "12 EUR", "US$1", "12", "x", "12.5元"])
    assert words_beside(texts).to_list() == ["¥", "EUR", "US$", None, None, "元"]


@pytest.mark.parametrize(
    ("values", "formats", "still_open"),
    [
        (["2026-03-01"], ("%Y-%m-%d",), False), (["13/03/2026", "01/02/2026"], ("%d/%m/%Y",), False),
        (["03/13/2026", "01/02/2026"], ("%m/%d/%Y",), False), (["01/02/2026"], ("%d/%m/%Y",), True),
        (["2026-03-01T10:15:00Z"], ("%Y-%m-%dT%H:%M:%S%z",), False), (["1 Mar 2026"], ("%d %b %Y",), False),
        (["2026-03-01 10:15", "2026-03-01"], ("%Y-%m-%d %H:%M", "%Y-%m-%d"), False), (["noon"], (), False),
        (["3/15/26 10:15 PM"], ("%m/%d/%y %I:%M %p",), False),
    ],
)  # fmt: skip
def test_forms_of_times_follow_from_the_values(values: list[str], formats: tuple[str, ...], still_open: object) -> None:
    found = guess_times(values)
    assert (found.formats, bool(found.open)) == (formats, still_open)


@pytest.mark.parametrize(
    ("values", "point", "thousands", "still_open"),
    [
        (["1,234.50"], ".", ",", False), (["1.234,50"], ",", ".", False), (["12,5"], ",", "", False),
        (["1,234"], ".", ",", True), (["1,234", "0.5"], ".", ",", False), (["7"], ".", "", False),
        (["1.234.567"], ",", ".", False),
    ],
)  # fmt: skip
def test_forms_of_numbers_follow_from_values(values: list[str], point: str, thousands: str, still_open: object) -> None:
    found = guess_numbers(values)
    assert (found.decimal_point, found.thousands, found.open) == (point, thousands, still_open)
