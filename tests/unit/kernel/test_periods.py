from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.kernel.periods import Period, gaps, overlaps

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    return Period(start, draw(st.sampled_from([end, None])))


def test_the_first_day_counts_and_the_day_named_as_end_does_not() -> None:
    period = Period(date(2018, 7, 1), date(2024, 12, 15))
    assert date(2018, 7, 1) in period
    assert date(2024, 12, 14) in period
    assert date(2024, 12, 15) not in period
    assert date(2018, 6, 30) not in period
    assert str(period) == "[2018-07-01, 2024-12-15)"


def test_without_an_end_it_is_open() -> None:
    assert date(9999, 12, 31) in Period(date(2024, 12, 15))
    assert str(Period(date(2024, 12, 15))) == "[2024-12-15, …)"


def test_refuses_a_period_without_a_day() -> None:
    with pytest.raises(ValueError, match="expected a period to end after 2024-12-15, found the end 2024-12-15"):
        Period(date(2024, 12, 15), date(2024, 12, 15))


def test_taking_the_middle_out_leaves_both_ends() -> None:
    whole = Period(date(2020, 1, 1), date(2020, 12, 31))
    assert whole.without(Period(date(2020, 3, 1), date(2020, 4, 1))) == (
        Period(date(2020, 1, 1), date(2020, 3, 1)),
        Period(date(2020, 4, 1), date(2020, 12, 31)),
    )


def test_finds_overlaps_and_gaps_between_neighbours() -> None:
    first, second, third = (
        Period(date(2020, 1, 1), date(2020, 2, 1)),
        Period(date(2020, 1, 31), date(2020, 3, 1)),
        Period(date(2020, 4, 1)),
    )
    assert list(overlaps([third, first, second])) == [(first, second)]
    assert list(gaps([third, first, second])) == [Period(date(2020, 3, 1), date(2020, 4, 1))]


@settings(max_examples=60, deadline=None)
@given(periods(), periods(), DAYS)
def test_what_is_left_holds_exactly_the_days_not_taken_out(whole: Period, taken: Period, day: date) -> None:
    assert any(day in left for left in whole.without(taken)) == (day in whole and day not in taken)


@settings(max_examples=60, deadline=None)
@given(periods(), periods())
def test_two_periods_overlap_when_one_holds_the_first_day_of_the_other(a: Period, b: Period) -> None:
    assert a.overlaps(b) == (a.start in b or b.start in a)
