"""The body around the items: read without losing a digit, within limits that bound memory."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from entrepot.gateways.ceb.fields import LINES_A_DOCUMENT, Kind

BYTES_A_BODY = 8_000_000
VALUES_A_BODY = 500_000
ITEMS_A_BODY = 1_000
LINES_AN_ITEM = LINES_A_DOCUMENT  # import documents: one fewer, as their field tables say
DEPTH = 5  # body, items, item, lines, line

# The name under which exchange keeps a body → the kind of its items.
KINDS: Mapping[str, Kind] = {
    "json-orders": "order",
    "json-collection-slips": "slip",
    "json-waybills": "waybill",
    "json-lists": "list",
    "json-import-orders": "import_order",
    "json-payments": "payment",
    "json-import-waybills": "import_waybill",
    "json-import-lists": "import_list",
}
_CUT = 80


class Unreadable(Exception):
    """The body as a whole is refused: `rule` of rules.RULES with its facts."""

    def __init__(self, rule: str, **facts: object) -> None:
        self.rule = rule
        self.facts = facts
        super().__init__(rule, facts)


class Number(str):
    """A JSON number, digit for digit as it was written."""

    __slots__ = ()


class Repeating(dict[str, Any]):
    """A JSON object that has a member twice: `member` names it."""

    member = ""


def items_of(body: bytes) -> list[Any]:
    """The items of a body, in their order: dicts, Numbers, strings, lists, booleans and None, whatever was sent.

    Raises Unreadable.
    """
    _check_size(body)
    document = parsed(body)
    if not isinstance(document, dict):
        raise Unreadable("items.no_items", limit=ITEMS_A_BODY, found=name_of(document))
    others = sorted(set(document) - {"items"})
    if others or isinstance(document, Repeating):
        raise Unreadable("items.unknown_member", found=shown(others[0] if others else "items"))
    items = document.get("items")
    if not isinstance(items, list) or not items:
        raise Unreadable("items.no_items", limit=ITEMS_A_BODY, found=name_of(items))
    if len(items) > ITEMS_A_BODY:
        raise Unreadable("items.too_many_items", limit=ITEMS_A_BODY, found=len(items))
    return items


def _check_size(body: bytes) -> None:
    if len(body) > BYTES_A_BODY:
        raise Unreadable("items.too_large", limit=BYTES_A_BODY, found=len(body))
    # each value but the first in its list or object has a comma before it; commas in texts count too
    values = body.count(b",")
    if values > VALUES_A_BODY:
        raise Unreadable("items.too_many_values", limit=VALUES_A_BODY, found=values)


def parsed(body: bytes) -> object:
    """A body as the values of JSON, numbers digit for digit, members that repeat noticed. Raises Unreadable."""
    try:
        return json.loads(
            body.decode(), parse_float=Number, parse_int=Number, parse_constant=_not_a_value, object_pairs_hook=_object
        )
    except UnicodeDecodeError as wrong:
        byte = f"0x{body[wrong.start]:02x}"
        raise Unreadable("items.not_utf8", found=byte, position=wrong.start + 1) from wrong
    except json.JSONDecodeError as wrong:
        found = shown(wrong.doc[wrong.pos : wrong.pos + 20]) or "–"
        raise Unreadable("items.not_json", line=wrong.lineno, column=wrong.colno, found=found) from wrong
    except RecursionError as wrong:
        raise Unreadable("items.too_deep", limit=DEPTH) from wrong


def _not_a_value(constant: str) -> NoReturn:
    """NaN and the infinities, which Python reads and JSON does not have."""
    raise Unreadable("items.not_a_value", found=constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    repeating = Repeating(found)
    repeating.member = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return repeating


def name_of(value: object) -> str:
    """What a JSON value is, in the words of JSON."""
    names: tuple[tuple[type, str], ...] = ((Number, "number"), (str, "string"), (dict, "object"), (list, "array"))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    name = next(name for kind, name in names if isinstance(value, kind))
    return f"{name} {shown(str(value))}" if isinstance(value, str) else f"{name} ({len(value)})"  # type: ignore[arg-type]


def shown(text: str) -> str:
    """A text as it can stand in a sentence: cut, without what cannot be stored or printed."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:_CUT])
