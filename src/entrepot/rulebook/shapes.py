"""Small typed readings of untyped data; each refuses with the place where the value stands."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any, Final, get_args

from entrepot.rulebook.figures import UNITS, Evidence, Text, Value
from entrepot.rulebook.reading import RuleDataFault

LANGUAGES: Final = ("en", "zh")
EVIDENCE: Final = frozenset(get_args(Evidence))
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL: Final = re.compile(r"\d{1,14}(\.\d{1,5})?", re.ASCII)


def mapping(
    raw: object, place: str, *, needed: frozenset[str], allowed: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """`raw` as a mapping that has every needed key and no key outside needed and allowed."""
    if not isinstance(raw, Mapping):
        raise RuleDataFault(place, "a mapping", raw)
    keys = frozenset(raw)
    if missing := sorted(needed - keys):
        raise RuleDataFault(place, f"the key {missing[0]!r}", "no such key")
    if unknown := sorted(str(key) for key in keys - needed - allowed):
        raise RuleDataFault(place, f"only the keys {', '.join(sorted(needed | allowed))}", unknown[0])
    return dict(raw)


def rows(raw: object, place: str) -> Sequence[Any]:
    """`raw` as a list with at least one entry."""
    if not isinstance(raw, list) or not raw:
        raise RuleDataFault(place, "a list with at least one entry", raw)
    return raw


def text(raw: object, place: str) -> str:
    """`raw` as a text that is not blank."""
    if not isinstance(raw, str) or not raw.strip():
        raise RuleDataFault(place, "a text", raw)
    return raw.strip()


def one_of(raw: object, place: str, choices: Sequence[str] | frozenset[str]) -> str:
    """`raw` if it is one of the choices."""
    if raw not in choices:
        raise RuleDataFault(place, f"one of {', '.join(sorted(choices))}", raw)
    return str(raw)


def yes_no(raw: object, place: str) -> bool:
    """`raw` as true or false."""
    if not isinstance(raw, bool):
        raise RuleDataFault(place, "true or false", raw)
    return raw


def whole(raw: object, place: str) -> int:
    """`raw` as a whole number, not negative."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise RuleDataFault(place, "a whole number, not negative", raw)
    return raw


def day(raw: object, place: str) -> date:
    """`raw` as a day written yyyy-mm-dd that exists."""
    if not isinstance(raw, str) or _DAY.fullmatch(raw) is None:
        raise RuleDataFault(place, "a day written yyyy-mm-dd", raw)
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise RuleDataFault(place, "a day that exists", raw) from None


def value(raw: object, place: str, unit: str) -> Value:
    """`raw` as the value of a parameter in `unit`."""
    kind = UNITS[unit]
    if kind is bool:
        return yes_no(raw, place)
    if kind is int:
        return whole(raw, place)
    if not isinstance(raw, str) or _DECIMAL.fullmatch(raw) is None:
        raise RuleDataFault(place, "a decimal with a point, at most 14 digits before and 5 after it", raw)
    if unit == "share" and Decimal(raw) > 1:
        raise RuleDataFault(place, "a share between 0 and 1", raw)
    return Decimal(raw)


def both(raw: object, place: str, placeholders: frozenset[str] = frozenset()) -> Text:
    """`raw` as a text in English and Chinese whose placeholders are equal and among `placeholders`."""
    found = mapping(raw, place, needed=frozenset(LANGUAGES))
    texts = {language: text(found[language], f"{place}.{language}") for language in LANGUAGES}
    names = {language: _placeholders(texts[language], f"{place}.{language}") for language in LANGUAGES}
    if names["en"] != names["zh"]:
        raise RuleDataFault(place, f"the placeholders of en in zh ({sorted(names['en'])})", sorted(names["zh"]))
    if unknown := sorted(names["en"] - placeholders):
        raise RuleDataFault(place, f"only the placeholders {sorted(placeholders)}", unknown[0])
    return texts


def _placeholders(template: str, place: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)
    except ValueError as fault:
        raise RuleDataFault(place, "a template with {placeholders}", str(fault)) from fault
