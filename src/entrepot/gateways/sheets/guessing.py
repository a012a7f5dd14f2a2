"""How numbers and times are written in a sheet, from its values; what they leave open is said."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_MONTH_FIRST, _DAY_FIRST = "md", "dm"
_OFFSET = r"(?P<offset> ?(?:[+-]\d{2}:?\d{2}|Z))?"
_CLOCK = (
    r"(?:(?P<between>[T ]+)(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2}(?P<fraction>\.\d+)?)?(?P<half> ?[AaPp][Mm])?"
    + _OFFSET
    + ")?"
)
# pattern of the day → its strftime form; {sign} is the sign between the parts
_DAYS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(day + _CLOCK), form)
    for day, form in (
        (r"\d{4}(?P<sign>[-/.])\d{1,2}(?P=sign)\d{1,2}", "%Y{sign}%m{sign}%d"),
        (r"\d{4}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
        (r"\d{14}", "%Y%m%d%H%M%S"),
        (r"\d{8}", "%Y%m%d"),
        (r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)\d{4}", "?{sign}?{sign}%Y"),
        (r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)\d{2}", "?{sign}?{sign}%y"),
        (r"\d{1,2}(?P<sign>[- ])[A-Za-z]{3}(?P=sign)\d{4}", "%d{sign}%b{sign}%Y"),
        (r"\d{1,2}(?P<sign>[- ])[A-Za-z]{3}(?P=sign)\d{2}", "%d{sign}%b{sign}%y"),
        (r"\d{1,2}(?P<sign>[- ])[A-Za-z]{4,9}(?P=sign)\d{4}", "%d{sign}%B{sign}%Y"),
        (r"[A-Za-z]{3} \d{1,2}, \d{4}", "%b %d, %Y"),
        (r"[A-Za-z]{4,9} \d{1,2}, \d{4}", "%B %d, %Y"),
    )
)


@dataclass(frozen=True)
class Times:
    """formats: strftime patterns, the most frequent first; open: the same with the other order of day and month, where
    no value says which; read, total: how many values have one of them.
    """

    formats: tuple[str, ...]
    open: tuple[str, ...]
    read: int
    total: int


def guess_times(values: Iterable[str]) -> Times:
    """The forms of times among the values."""
    found: Counter[str] = Counter()
    orders: set[str] = set()
    total = 0
    for value in values:
        total += 1
        form, order = _form_of(value.strip())
        if form:
            found[form] += 1
        orders |= {order} if order else set()
    forms = [form for form, _ in found.most_common()]
    day_first = tuple(_ordered(form, _DAY_FIRST) for form in forms)
    month_first = tuple(_ordered(form, _MONTH_FIRST) for form in forms)
    read = sum(found.values())
    if not any("?" in form for form in forms) or orders == {_DAY_FIRST}:
        return Times(day_first, (), read, total)
    if orders == {_MONTH_FIRST}:
        return Times(month_first, (), read, total)
    # both: no single order fits, so the rows of the rarer one are refused; the question is open all the same
    return Times(day_first, month_first, read, total)


def _form_of(value: str) -> tuple[str, str]:
    for pattern, day in _DAYS:
        if match := pattern.fullmatch(value):
            parts = match.groupdict()
            form = day.replace("{sign}", parts.get("sign") or "") + _clock(parts)
            return form, _order(parts.get("one"), parts.get("two"))
    return "", ""


def _clock(parts: dict[str, str | None]) -> str:
    if not parts["hour"]:
        return ""
    clock = f"{parts['between']}{'%I' if parts['half'] else '%H'}:%M"
    if parts["second"]:
        clock += ":%S" + ("%.f" if parts["fraction"] else "")
    if parts["half"]:
        clock += " %p" if parts["half"].startswith(" ") else "%p"
    offset = parts["offset"]
    return clock + (" %z" if offset and offset.startswith(" ") else "%z" if offset else "")


def _order(one: str | None, two: str | None) -> str:
    if not one or not two:
        return ""
    if int(one) > 12:
        return _DAY_FIRST
    return _MONTH_FIRST if int(two) > 12 else ""


def _ordered(form: str, order: str) -> str:
    first, second = ("%d", "%m") if order == _DAY_FIRST else ("%m", "%d")
    return form.replace("?", first, 1).replace("?", second, 1)


@dataclass(frozen=True)
class Numbers:
    """decimal_point, thousands: as Form; open: whether the values leave open what a comma or point means."""

    decimal_point: str
    thousands: str
    open: bool


_FIGURE = re.compile(r"\d[\d.,' \u00a0\u202f]*\d|\d")


def guess_numbers(values: Iterable[str]) -> Numbers:
    """How numbers are written, from those among the values that show it."""
    points, groups, either = Counter[str](), Counter[str](), 0
    for value in values:
        match = _FIGURE.search(value)
        if match is None:
            continue
        point, group = _signs_of(match[0])
        points[point] += bool(point)
        groups[group] += bool(group)
        either += not point and not group and bool(re.fullmatch(r"\d{1,3},\d{3}", match[0]))
    point = "," if points[","] > points["."] or (groups["."] and not points["."]) else "."
    group = next((sign for sign, count in groups.most_common() if count and sign != point), "")
    if either and point == "." and not group:
        group = ","
    is_open = bool(either) and not points["."] and not points[","] and not groups[","] and not groups["."]
    return Numbers(point, group, is_open)


def _signs_of(figure: str) -> tuple[str, str]:
    """(decimal point, sign of thousands) that one figure shows for certain, each empty where it shows none."""
    signs = re.sub(r"\d", "", figure)
    last = signs[-1:]
    if len(set(signs)) == 2 and signs.count(last) == 1 and last in ",.":
        return last, signs[0]
    if len(set(signs)) != 1:
        return "", ""
    if len(signs) > 1 or last in "' \u00a0\u202f":
        return "", last
    if last == ".":
        return ".", ""
    return ("", "") if re.fullmatch(r"\d{1,3},\d{3}", figure) else (",", "")
