"""What a value must look like, twice: as a column expression that finds the wrong ones, and as the reason for one.

The two agree by test. Patterns come before any cast: casting text to numbers or times is more forgiving than the
interface ("+1", "1e5" and ".5" would pass as decimals).
"""

import re
from collections.abc import Mapping
from datetime import datetime

import polars as pl

from entrepot.gateways.ceb.fields import DECIMALS, INTEGER_DIGITS, Field

_TIME_OF_DAY = "([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
_DAY = "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
_DECIMAL = rf"-?[0-9]{{1,{INTEGER_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?"
_GUID = "[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}"

# form: pattern of the whole value, the rule it breaks otherwise, what the sentence calls expected
_FORMS: Mapping[str, tuple[str, str, str]] = {
    "guid": (_GUID, "ceb.not_a_guid", "8-4-4-4-12"),
    "key": (r"\S([^\t\n]*\S)?", "ceb.not_a_key", ""),
    "digits": ("[0-9]+", "ceb.not_digits", ""),
    "alnum": ("[0-9A-Z]+", "ceb.not_alnum", ""),
    "status": ("-?[0-9]{1,9}", "ceb.not_a_status", "9"),
    "time": (_DAY + _TIME_OF_DAY, "ceb.not_a_time", "yyyyMMddHHmmss"),
    "stamp": (_DAY + _TIME_OF_DAY + "[0-9]{3}", "ceb.not_a_time", "yyyyMMddHHmmssSSS"),
    "date": (_DAY, "ceb.not_a_date", "yyyyMMdd"),
}
Reason = tuple[str, dict[str, object]]


def wrong(field: Field) -> pl.Expr:
    """True where a value of the text column is wrong; null and false where it is right."""
    column = pl.col(field.column)
    low, high = field.length if field.sort not in ("decimal",) else (0, 0)
    if field.sort == "decimal":
        bad = ~column.str.contains(f"^{_DECIMAL}$")
    elif field.sort == "whole":
        bad = ~column.str.contains(f"^[0-9]{{1,{high}}}$") | column.str.contains("^0+$")
    elif field.among:
        bad = ~column.is_in(list(field.among))
    else:
        bad = ~column.str.len_chars().is_between(low, high) | _misformed(field)
    return column.is_null() | bad if field.required else bad


def _misformed(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if not field.form:
        return column.str.strip_chars() == "" if field.required else pl.lit(value=False)
    bad = ~column.str.contains(f"^(?:{_FORMS[field.form][0]})$")
    if field.sort in ("time", "stamp", "date"):
        day = column.str.slice(0, 8).str.to_date("%Y%m%d", strict=False)
        bad |= day.is_null()
    return bad


def reason(field: Field, value: str | None) -> Reason | None:
    """Why a value is wrong: the rule and its facts; None for a right one."""
    if value is None:
        return ("ceb.required", {"expected": field.type}) if field.required else None
    found = value[:80]
    if field.sort == "decimal":
        return _number_reason(field, value)
    if field.sort == "whole":
        digits = field.length[1]
        right = re.fullmatch(f"[0-9]{{1,{digits}}}", value) and int(value) > 0
        return None if right else ("ceb.not_whole", {"expected": digits, "found": found})
    if field.among:
        expected = ", ".join(field.among)
        return None if value in field.among else ("ceb.not_among", {"expected": expected, "found": found})
    return _text_reason(field, value)


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
    if field.form in ("time", "stamp", "date"):
        return _time_reason(field, value)
    if not low <= len(value) <= high:
        expected = str(high) if low == high else f"{max(low, 1)}–{high}"
        return "ceb.wrong_length", {"expected": expected, "found": len(value)}
    if field.form:
        pattern, rule, expected = _FORMS[field.form]
        facts: dict[str, object] = {"found": value[:80]} | ({"expected": expected} if expected else {})
        return None if re.fullmatch(pattern, value) else (rule, facts)
    return ("ceb.required", {"expected": field.type}) if field.required and not value.strip() else None


def _time_reason(field: Field, value: str) -> Reason | None:
    pattern, rule, expected = _FORMS[field.form]
    if re.fullmatch(pattern, value):
        try:
            datetime.strptime(value[:8], "%Y%m%d")  # noqa: DTZ007  # only whether the day exists
        except ValueError:
            return rule, {"expected": expected, "found": value[:80]}
        return None
    return rule, {"expected": expected, "found": value[:80]}
