"""The text that is signed: the four first nodes, each as name and JSON text in quotes that nothing escapes."""

import json
from collections.abc import Mapping
from typing import Any

from entrepot.gateways.items.envelope import Number
from entrepot.gateways.original_payment.tables import GOODS, HEAD, ORDER, SIGNED

Node = dict[str, Any]
_PLACES = {name: place for table in (HEAD, ORDER, GOODS) for name, place in table.position.items()}


def text_of(nodes: Mapping[str, object]) -> bytes:
    """`"sessionID":"…"||"payExchangeInfoHead":"{…}"||"payExchangeInfoLists":"[{…}]"||"serviceTime":"…"`, UTF-8.

    nodes: the four by name, as read or as to be written; names stand in the order of the tables however they came, and
    one that is absent stays absent.
    """
    parts = (f'"{name}":"{_bare(nodes[name])}"' for name in SIGNED)
    return "||".join(parts).encode()


def _bare(value: object) -> str:
    return str(value) if isinstance(value, str) else json_of(value)


def json_of(value: object) -> str:
    """Compact JSON: names in the order of the tables, characters as they are, numbers digit for digit."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: _PLACES[member[0]])
        return "{" + ",".join(f"{_quoted(name)}:{json_of(each)}" for name, each in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(json_of(each) for each in value) + "]"
    return _quoted(value)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
