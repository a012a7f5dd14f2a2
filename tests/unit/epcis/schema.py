"""JSON Schema (draft 7) as far as GS1's schema of EPCIS uses it; a word it does not know is an error, not a pass."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "boolean": (bool,),
}  # fmt: skip
_SAYS_NOTHING = {"$id", "$schema", "definitions", "then"}


class Schema:
    """A schema document."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole

    def faults(self, value: object) -> list[str]:
        """Where the value does not fit, and which word of the schema says so."""
        return list(self._faults(value, self.whole, "$"))

    def _faults(self, value: object, schema: dict[str, Any], at: str) -> Iterator[str]:
        for word, rule in schema.items():
            if word not in _SAYS_NOTHING:
                check = getattr(self, "_" + word.replace("$", ""))  # an unknown word ends here
                yield from check(value, rule, at, schema)

    def _fits(self, value: object, schema: dict[str, Any]) -> bool:
        return not any(True for _ in self._faults(value, schema, ""))

    def _ref(self, value: object, rule: str, at: str, _schema: object) -> Iterator[str]:
        found: Any = self.whole
        for name in unquote(rule).removeprefix("#/").split("/"):
            found = found[name]
        yield from self._faults(value, found, at)

    def _type(self, value: object, rule: str, at: str, _schema: object) -> Iterator[str]:
        if not isinstance(value, _TYPES[rule]) or (isinstance(value, bool) and rule == "number"):
            yield f"{at}: type {rule}"

    def _properties(self, value: object, rule: dict[str, Any], at: str, _schema: object) -> Iterator[str]:
        for name, inner in rule.items():
            if isinstance(value, dict) and name in value:
                yield from self._faults(value[name], inner, f"{at}.{name}")

    def _required(self, value: object, rule: list[str], at: str, _schema: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (f"{at}: required {name}" for name in rule if name not in value)

    def _additionalProperties(self, value: object, rule: object, at: str, schema: dict[str, Any]) -> Iterator[str]:  # noqa: N802
        others = set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else set()
        assert isinstance(rule, bool | dict)
        for name in sorted(others):
            if rule is False:
                yield f"{at}: {name} has no place"
            elif isinstance(rule, dict) and isinstance(value, dict):
                yield from self._faults(value[name], rule, f"{at}.{name}")

    def _propertyNames(self, value: object, rule: dict[str, Any], at: str, _schema: object) -> Iterator[str]:  # noqa: N802
        for name in value if isinstance(value, dict) else ():
            yield from (f"{at}: the name {name}" for _ in self._faults(name, rule, at))

    def _items(self, value: object, rule: dict[str, Any], at: str, _schema: object) -> Iterator[str]:
        for number, inner in enumerate(value if isinstance(value, list) else ()):
            yield from self._faults(inner, rule, f"{at}[{number}]")

    def _minItems(self, value: object, rule: int, at: str, _schema: object) -> Iterator[str]:  # noqa: N802
        if isinstance(value, list) and len(value) < rule:
            yield f"{at}: fewer than {rule}"

    def _uniqueItems(self, value: object, rule: bool, at: str, _schema: object) -> Iterator[str]:  # noqa: FBT001, N802
        if rule and isinstance(value, list) and len({repr(inner) for inner in value}) < len(value):
            yield f"{at}: one twice"

    def _enum(self, value: object, rule: list[object], at: str, _schema: object) -> Iterator[str]:
        if value not in rule:
            yield f"{at}: {value} is none of the words"

    def _pattern(self, value: object, rule: str, at: str, _schema: object) -> Iterator[str]:
        if isinstance(value, str) and not re.search(rule, value):
            yield f"{at}: {value} is not {rule}"

    def _format(self, value: object, rule: str, at: str, _schema: object) -> Iterator[str]:
        if isinstance(value, str) and not {"uri": _is_uri, "date-time": _is_time}[rule](value):
            yield f"{at}: {value} is no {rule}"

    def _allOf(self, value: object, rule: list[dict[str, Any]], at: str, _schema: object) -> Iterator[str]:  # noqa: N802
        for inner in rule:
            yield from self._faults(value, inner, at)

    def _anyOf(self, value: object, rule: list[dict[str, Any]], at: str, _schema: object) -> Iterator[str]:  # noqa: N802
        if not any(self._fits(value, inner) for inner in rule):
            yield f"{at}: none of the choices"

    def _oneOf(self, value: object, rule: list[dict[str, Any]], at: str, _schema: object) -> Iterator[str]:  # noqa: N802
        if sum(self._fits(value, inner) for inner in rule) != 1:
            yield f"{at}: not exactly one of the choices"

    def _not(self, value: object, rule: dict[str, Any], at: str, _schema: object) -> Iterator[str]:
        if self._fits(value, rule):
            yield f"{at}: what may not be"

    def _if(self, value: object, rule: dict[str, Any], at: str, schema: dict[str, Any]) -> Iterator[str]:
        if self._fits(value, rule):
            yield from self._faults(value, schema["then"], at)


def _is_uri(text: str) -> bool:
    return _URI.fullmatch(text) is not None


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
