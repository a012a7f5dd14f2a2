"""Documents in JSON: many items in one body, read into the same frames as customs messages."""

from entrepot.gateways.items.decode import decode
from entrepot.gateways.items.envelope import (
    BYTES_A_BODY,
    DEPTH,
    ITEMS_A_BODY,
    KINDS,
    LINES_AN_ITEM,
    VALUES_A_BODY,
    Unreadable,
    items_of,
)
from entrepot.gateways.items.pointers import pointer_of
from entrepot.gateways.items.rules import RULES, sentence

__all__ = [
    "BYTES_A_BODY",
    "DEPTH",
    "ITEMS_A_BODY",
    "KINDS",
    "LINES_AN_ITEM",
    "RULES",
    "VALUES_A_BODY",
    "Unreadable",
    "decode",
    "items_of",
    "pointer_of",
    "sentence",
]
