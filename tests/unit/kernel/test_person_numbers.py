"""Identity numbers: the last character by GB 11643-1999, compared with another implementation (python-stdnum)."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from entrepot.kernel.person_numbers import last_character, number_is_right

LAST = "0123456789X"


def last(first_17: str) -> str:
    return str(ric.calc_check_digit(first_17 + "0"))  # it looks at all but the last


def right(*numbers: str | None) -> list[bool]:
    frame = pl.DataFrame({"n": pl.Series(numbers, dtype=pl.String)})
    return list(frame.select(number_is_right(pl.col("n"))).to_series())


@given(st.lists(st.integers(0, 10**17 - 1), min_size=1, max_size=50))
@settings(max_examples=50, deadline=None)
def test_the_last_character_is_that_of_another_implementation(first: list[int]) -> None:
    texts = pl.Series("n", [f"{number:017}" for number in first])
    found = texts.to_frame().select(last_character(pl.col("n"))).to_series().to_list()
    assert found == [last(text) for text in texts]


def test_of_the_eleven_last_characters_one_is_right() -> None:
    first = "99999919050101777"
    verdicts = dict(zip(LAST, right(*(first + one for one in LAST)), strict=True))
    assert [one for one, is_right in verdicts.items() if is_right] == [last(first)]


def test_it_is_read_in_full_width_and_small_letters_and_refused_in_any_other_form() -> None:
    first = next(f"999999190501{day:02}777" for day in range(1, 28) if last(f"999999190501{day:02}777") == "X")
    whole = first + "X"
    wide = "".join(chr(ord(one) + 0xFEE0) for one in whole)
    assert right(whole, whole.lower(), wide, f" {whole} ") == [True] * 4
    no_day = "99999919050230777"
    wrong = (whole[:-1], whole + "1", "A" + whole[1:], no_day + last(no_day), "", None)
    assert right(*wrong) == [False] * 6
