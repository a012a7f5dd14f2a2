"""Amounts, quantities and weights as people write them, into plain text that can be cast: never through a float.

Understood: signs of thousands where they group by three, full-width digits, a currency before or behind, a minus sign
in front or behind, brackets for what is below zero. Left unread (null): percent, and a figure that may be two things,
as 1,234 where nobody said what the comma is.
"""

import re
from functools import cache

import polars as pl

from entrepot.gateways.sheets.fields import data_rows
from entrepot.gateways.sheets.mapping import Form

# N19,5 of the customs interface: 14 digits before the point, 5 after it; zeros behind them change nothing
NUMBER = r"^[+-]?[0-9]{1,14}(\.[0-9]{1,5}0*)?$"
_BOTH = (",", ".")
_OTHER_SIGNS = ("'", " ")  # a non-breaking space is a space here
_YEN, _DOLLAR = ("142", "116"), ("502", "501", "601", "110", "132", "609", "143")


@cache
def currency_words() -> dict[str, tuple[str, ...]]:
    """What may stand beside an amount → the currencies that it may mean, as customs codes."""
    words: dict[str, tuple[str, ...]] = {"¥": _YEN, "$": _DOLLAR}
    for row in data_rows("currencies.csv"):
        for word in (row["alpha_3"], row["name_zh"], *row["other_names"].split("|")):
            if word and word not in words:
                words[word] = (row["code"],)
    return words


@cache
def _word_pattern() -> str:
    words = sorted(currency_words(), key=len, reverse=True)
    return "(?i:" + "|".join(re.escape(word) for word in words) + ")"


def plain(texts: pl.Series, form: Form) -> pl.Series:
    """The same numbers as `-1234.50`, null where a text is no number or may be two."""
    if form.decimal_point == "." and texts.drop_nulls().str.contains(NUMBER).all():
        return texts.str.strip_prefix("+")
    return texts.to_frame("text").select(_plain(form).alias(texts.name)).to_series()


def words_beside(texts: pl.Series) -> pl.Series:
    """The currency that stands beside a number in its cell, null where there is none."""
    text = pl.col("text").str.normalize("NFKC").str.strip_chars()
    pattern = rf"^[-(+ ]*({_word_pattern()})[\s\d.,'+-]+\)?$|^[-(+ ]*[\d.,'\s-]+({_word_pattern()})[\s)-]*$"
    found = texts.to_frame("text").select(
        pl.coalesce(text.str.extract(pattern, 1), text.str.extract(pattern, 2)).alias("word")
    )
    return found["word"]


def _plain(form: Form) -> pl.Expr:
    text = pl.col("text").str.normalize("NFKC").str.replace_all("\u2212", "-", literal=True).str.strip_chars()
    below = text.str.contains(r"^\(.*\)$") | text.str.contains(r"^[^-]*-$") | text.str.contains("^[^-(]{0,12}-")
    twice = (text.str.count_matches(r"[-(]") > 1) | (text.str.contains(r"[()]") & ~text.str.contains(r"^\(.*\)$"))
    bare = text.str.replace_all(r"[()+-]", "").str.strip_chars()
    word = _word_pattern()
    bare = bare.str.replace(rf"^{word}\s*", "").str.replace(rf"\s*{word}$", "").str.strip_chars()
    point = re.escape(form.decimal_point)
    read = [pl.when(bare.str.contains(rf"^[0-9]+({point}[0-9]+)?$")).then(bare)]
    for sign in [form.thousands] if form.thousands else _signs(form):
        grouped = _grouped(bare, sign, point, named=bool(form.thousands))
        read.append(pl.when(grouped).then(bare.str.replace_all(_space(sign), "", literal=True)))
    number = pl.coalesce(read).str.replace(form.decimal_point, ".", literal=True)
    signed = pl.when(below).then(pl.lit("-") + number).otherwise(number)
    return pl.when(~twice & signed.str.contains(NUMBER)).then(signed)


def _space(sign: str) -> str:
    return " " if sign == "\u00a0" else sign


def _signs(form: Form) -> list[str]:
    return [*(sign for sign in _BOTH if sign != form.decimal_point), *_OTHER_SIGNS]


def _grouped(text: pl.Expr, sign: str, point: str, *, named: bool) -> pl.Expr:
    """Whether groups of three are parted by `sign`; where nobody named it, so that it cannot mean a decimal point."""
    part = re.escape(_space(sign))
    if named or sign in _OTHER_SIGNS:
        return text.str.contains(rf"^[0-9]{{1,3}}({part}[0-9]{{3}})+({point}[0-9]+)?$")
    return text.str.contains(rf"^[0-9]{{1,3}}({part}[0-9]{{3}})+{point}[0-9]+$") | text.str.contains(
        rf"^[0-9]{{1,3}}({part}[0-9]{{3}}){{2,}}$"
    )
