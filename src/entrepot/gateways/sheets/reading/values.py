"""What a cell of a workbook says, as text: what a person sees in it, without what a binary number adds."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

_DIGITS = 15  # what a spreadsheet keeps of a number
LOST_FROM = 10**_DIGITS
Value = int | float | str | bool | datetime | date | time | timedelta | None


def text_of(value: Value) -> str:
    """Numbers short and exact, without exponent; days and times as ISO 8601 writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return number_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _time_text(value) if isinstance(value, datetime | date | time | timedelta) else str(value)


def _time_text(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    return _duration(value) if isinstance(value, timedelta) else value.isoformat()


def number_text(value: float) -> str:
    """A binary number with the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < LOST_FROM:
        return str(int(value))
    text = f"{value:.{_DIGITS}g}"
    return format(Decimal(text), "f") if "e" in text else text


def _moment(value: datetime) -> str:
    """A day is a whole number and its time a fraction of it: rounded to milliseconds, what was typed comes back."""
    rounded = value + timedelta(microseconds=500)
    rounded = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    return rounded.isoformat(sep=" ", timespec="milliseconds" if rounded.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
