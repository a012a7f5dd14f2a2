"""The lines of a declaration: one by one, or simplified by chapter."""

from datetime import date
from decimal import Decimal

from entrepot.engines.market import REGIME, Goods, draft
from entrepot.rulebook import load

BOOK = load(REGIME)
DAY = date(2026, 3, 2)


def _goods(hs_code: str, value: str, *, unit: str = "011", deal: str = "D1") -> Goods:
    return Goods(deal, hs_code, f"goods {hs_code}", Decimal(10), unit, Decimal(value))


def test_deals_of_the_same_kind_are_one_line_of_their_quantity_and_value() -> None:
    made = draft([_goods("9505100000", "10"), _goods("9505100000", "5", deal="D2")], BOOK.at(DAY))
    (line,) = made.lines
    assert [line.quantity, line.value] == [20, 15]
    assert (line.kinds, made.kinds, made.simplified) == (1, 1, False)


def test_five_kinds_of_highest_value_stand_one_by_one_and_the_rest_by_chapter() -> None:
    dear = [_goods(f"850{number}000000", str(1000 - number)) for number in range(5)]
    cheap = [_goods("3924100000", "3"), _goods("3926400000", "7"), _goods("9503000000", "4", unit="035")]
    made = draft([*cheap, *dear], BOOK.at(DAY))
    assert [line.value for line in made.lines] == [1000, 999, 998, 997, 996, 10, 4]
    merged = made.lines[5]
    assert (merged.hs_code, merged.kinds, merged.quantity, merged.unit) == ("3926400000", 2, Decimal(20), "011")
    assert (made.kinds, made.simplified, made.value) == (8, True, sum(line.value for line in made.lines))


def test_quantities_in_different_units_are_not_added_up() -> None:
    dear = [_goods(f"850{number}000000", str(1000 - number)) for number in range(5)]
    made = draft([*dear, _goods("3924100000", "3"), _goods("3926400000", "7", unit="035")], BOOK.at(DAY))
    assert (made.lines[5].quantity, made.lines[5].unit, made.lines[5].value) == (None, "", Decimal(10))


def test_nothing_is_merged_on_a_day_for_which_nobody_vouches_for_the_figure() -> None:
    made = draft([_goods(f"392{number}000000", "5") for number in range(8)], BOOK.at(date(2028, 1, 1)))
    assert (len(made.lines), made.simplified) == (8, False)
