"""What a value must look like, twice: as a column expression that finds the wrong ones, and as the reason for one.

The two agree by test. Patterns come before any cast: casting text to numbers or times is more forgiving than the
interface ("+1", "1e5" and ".5" would pass as decimals).
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache

import polars as pl

from entrepot.gateways.ceb.fields import DECIMALS, INTEGER_DIGITS, Field

_TIME_OF_DAY = "(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
_DAY = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_DECIMAL = rf"-?[0-9]{{1,{INTEGER_DIGITS}}}(?:\.[0-9]{{1,{DECIMALS}}})?"
_WHOLE = "0*[1-9][0-9]*"
_ALNUM = "[0-9A-Za-z]"
_WHOLE_DAYS = 8  # yyyyMMdd
_YUAN = ("142",)  # the one currency of retail import

# form: pattern of the whole value, the rule it breaks otherwise, what the sentence calls expected
_FORMS: Mapping[str, tuple[str, str, str]] = {
    "guid": (rf"{_ALNUM}{{8}}(?:-{_ALNUM}{{4}}){{3}}-{_ALNUM}{{12}}", "ceb.not_a_guid", "8-4-4-4-12"),
    "key": (r"\S(?:[^\t\n]*\S)?", "ceb.not_a_key", ""),
    "digits": ("[0-9]+", "ceb.not_digits", ""),
    "alnum": ("[0-9A-Z]+", "ceb.not_alnum", ""),
    "status": ("-?[0-9]{1,9}", "ceb.not_a_status", "9"),
    "time": (_DAY + _TIME_OF_DAY, "ceb.not_a_time", "yyyyMMddHHmmss"),
    "stamp": (_DAY + _TIME_OF_DAY + "[0-9]{3}", "ceb.not_a_time", "yyyyMMddHHmmssSSS"),
    "date": (_DAY, "ceb.not_a_date", "yyyyMMdd"),
}
# Forms whose pattern leaves no choice of length.
_FIXED = frozenset({"guid", "time", "stamp", "date"})
_CALENDAR = frozenset({"time", "stamp", "date"})
Reason = tuple[str, dict[str, object]]


@cache
def wrong(field: Field) -> pl.Expr:
    """True where a value of the text column is wrong, false or null where it is right."""
    column = pl.col(field.column)
    if field.sort == "decimal":
        bad = _unlike(column, _DECIMAL)
    elif field.sort == "whole":
        bad = _unlike(column, _WHOLE) | (column.str.len_bytes() > field.length[1])
    elif field.among:
        bad = ~column.is_in(list(field.among))
    else:
        bad = _wrong_text(field, column)
    return column.is_null() | bad if field.required else bad


def _unlike(column: pl.Expr, pattern: str) -> pl.Expr:
    return ~column.str.contains(f"^(?:{pattern})$")


def _wrong_text(field: Field, column: pl.Expr) -> pl.Expr:
    low, high = field.length
    if field.form in _CALENDAR:
        day = column.str.head(_WHOLE_DAYS).str.to_date("%Y%m%d", strict=False)
        nowhere = day.is_null() if field.required else day.is_null() & column.is_not_null()
        return _unlike(column, _FORMS[field.form][0]) | nowhere
    if field.form in _FIXED:
        return _unlike(column, _FORMS[field.form][0])
    length = ~column.str.len_chars().is_between(low, high)
    if field.form:
        return length | _unlike(column, _FORMS[field.form][0])
    return length | (column.str.strip_chars() == "") if field.required else length


def reason(field: Field, value: str | None) -> Reason | None:
    """Why a value is wrong: the rule and its facts; None for a right one."""
    if value is None:
        return ("ceb.required", {"expected": field.type}) if field.required else None
    if field.sort == "decimal":
        return _number_reason(field, value)
    if field.sort == "whole":
        digits = field.length[1]
        right = re.fullmatch(_WHOLE, value) and len(value) <= digits
        return None if right else ("ceb.not_whole", {"expected": digits, "found": value[:80]})
    if field.among:
        rule = "ceb.not_yuan" if field.among == _YUAN else "ceb.not_among"
        return None if value in field.among else (rule, {"expected": ", ".join(field.among), "found": value[:80]})
    return _calendar_reason(field, value) if field.form in _CALENDAR else _text_reason(field, value)


def _number_reason(field: Field, value: str) -> Reason | None:
    if re.fullmatch(_DECIMAL, value):
        return None
    plain = re.fullmatch(r"-?([0-9]+)(\.([0-9]+))?", value)
    if plain is None:
        return "ceb.not_a_number", {"expected": field.type, "found": value[:80]}
    if len(plain[1]) > INTEGER_DIGITS:
        return "ceb.number_too_large", {"expected": INTEGER_DIGITS, "found": value[:80]}
    return "ceb.too_many_decimals", {"expected": DECIMALS, "found": value[:80]}


def _text_reason(field: Field, value: str) -> Reason | None:
    low, high = field.length
    if not low <= len(value) <= high:
        expected = str(high) if low == high else f"{max(low, 1)}–{high}"
        return "ceb.wrong_length", {"expected": expected, "found": len(value)}
    if field.form:
        pattern, rule, expected = _FORMS[field.form]
        facts: dict[str, object] = {"found": value[:80]}
        if expected:
            facts["expected"] = expected
        return None if re.fullmatch(pattern, value) else (rule, facts)
    return ("ceb.required", {"expected": field.type}) if field.required and not value.strip() else None


def _calendar_reason(field: Field, value: str) -> Reason | None:
    pattern, rule, expected = _FORMS[field.form]
    return (
        None
        if re.fullmatch(pattern, value) and _day_exists(value)
        else (rule, {"expected": expected, "found": value[:80]})
    )


def _day_exists(value: str) -> bool:
    try:
        datetime.strptime(value[:_WHOLE_DAYS], "%Y%m%d")  # noqa: DTZ007  # a day, not a moment
    except ValueError:
        return False
    return True
