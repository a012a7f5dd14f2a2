"""Identity numbers of residents: their last character follows from the others. Pure."""

import polars as pl

# Weights of the 17 digits of an identity number; the remainder by 11 says the last character (GB 11643-1999).
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = ("1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2")
_FORM = r"^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$"


def last_character(first_17: pl.Expr) -> pl.Expr:
    """The 18th character of an identity number by its first 17, a text of digits; null for other texts."""
    return first_17.map_batches(_last_characters, return_dtype=pl.String)


def number_is_right(number: pl.Expr) -> pl.Expr:
    """Whether an identity number has the form of one, a day that can be, and the right last character; never null."""
    return number.map_batches(_are_right, return_dtype=pl.Boolean)


def _last_characters(first_17: pl.Series) -> pl.Series:
    # a column of its own: as a part of an expression the number would be read from its text for each of its digits
    number = first_17.cast(pl.Int64, strict=False).to_frame("number")
    weighed = [(pl.col("number") // 10 ** (16 - place)) % 10 * weight for place, weight in enumerate(_WEIGHTS)]
    remainder = pl.sum_horizontal(weighed, ignore_nulls=False) % 11
    last = remainder.replace_strict(list(range(11)), list(_LAST), default=None, return_dtype=pl.String)
    return number.select(last.alias(first_17.name)).to_series()


def _are_right(numbers: pl.Series) -> pl.Series:
    squashed = numbers.str.normalize("NFKC").str.strip_chars()
    day = squashed.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    last = squashed.str.slice(17).str.to_uppercase() == _last_characters(squashed.str.slice(0, 17))
    return (squashed.str.contains(_FORM) & day & last).fill_null(value=False)
