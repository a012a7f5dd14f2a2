"""Persons: sealed blocks, keyed hashes, masks, and keys that retention destroys (docs/decisions/0012)."""

from entrepot.store.identity.blocks import BLOCK, KEY, open_bytes, opened, seal, seal_bytes
from entrepot.store.identity.contents import key_contents_of_before, keyed_contents
from entrepot.store.identity.hashing import BETWEEN, WHAT, Hashes, hash_of, keyed_hash
from entrepot.store.identity.holdings import Holding, erase, holdings, numbered, of_hashes, of_order, register
from entrepot.store.identity.keys import (
    Key,
    KeyDestroyed,
    UnableToOpen,
    key_for,
    key_once,
    keys_left,
    keys_of,
    month_of,
    newest_mark,
)
from entrepot.store.identity.masking import COLUMNS, Shown, mask, masked
from entrepot.store.identity.retention import Kept, UnableToRetire, kept, kept_until, retire
from entrepot.store.identity.secret import VARIABLE as SECRET
from entrepot.store.identity.secret import NoSecret, mark

__all__ = [
    "BETWEEN",
    "BLOCK",
    "COLUMNS",
    "KEY",
    "SECRET",
    "WHAT",
    "Hashes",
    "Holding",
    "Kept",
    "Key",
    "KeyDestroyed",
    "NoSecret",
    "Shown",
    "UnableToOpen",
    "UnableToRetire",
    "erase",
    "hash_of",
    "holdings",
    "kept",
    "kept_until",
    "key_contents_of_before",
    "key_for",
    "key_once",
    "keyed_contents",
    "keyed_hash",
    "keys_left",
    "keys_of",
    "mark",
    "mask",
    "masked",
    "month_of",
    "newest_mark",
    "numbered",
    "of_hashes",
    "of_order",
    "open_bytes",
    "opened",
    "register",
    "retire",
    "seal",
    "seal_bytes",
]
