"""Keyed hashes: whether two persons are the same one, without saying who.

BLAKE2b of 128 bits under a key derived from the station's secret, one key a kind of value. Nobody without the secret
can try out names or numbers against them; another station's hashes of the same person are others.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Literal

import polars as pl

from entrepot.store.identity import secret

Form = Literal["text", "number"]
HASH_BYTES = 16
BETWEEN = "\x1f"  # parts of a value of several columns; intake refuses control characters in every text

# Kinds of value and the forms of their parts. Columns of one kind can be compared: a buyer with a payer, a consignee
# with the one on the waybill.
_PARTS: Mapping[str, Sequence[Form]] = {
    "whole person": ("text", "number", "number"),  # name, type of document, its number
    "person": ("number", "number"),  # type of document, its number
    "name": ("text",),
    "telephone": ("number",),
    "address": ("text",),
}
WHAT: Mapping[str, str] = {
    "buyer_hash": "whole person",
    "payer_hash": "whole person",
    "person_hash": "person",
    "consignee_hash": "name",
    "consignee_telephone_hash": "telephone",
    "consignee_address_hash": "address",
}


def keyed_hash(values: pl.Series, what: str) -> pl.Series:
    """32 hex digits each; null stays null. `what`: a column of WHAT or the kind of value it names.

    A value of several columns comes joined by BETWEEN, or see `hash_of`. Values are normalised: NFKC, trimmed, runs of
    blanks one blank, numbers in upper case. Raises ValueError for an unknown `what`, NoSecret.
    """
    kind = _kind(what)
    names, rows = _names(kind), values.to_frame("v")
    if len(names) > 1:
        rows = rows.select(pl.col("v").str.splitn(BETWEEN, len(names)).struct.rename_fields(names)).unnest("v")
    return _hashed(rows, kind).alias(values.name)


def hash_of(rows: pl.DataFrame, what: str, fields: Sequence[str]) -> pl.Series:
    """The hash of these columns together, named `what`; null where one of them is null.

    whole person: name, type of document, number; person: type of document, number; else one column.
    """
    kind = _kind(what)
    names = _names(kind)
    if len(fields) != len(names):
        raise ValueError(f"expected {len(names)} columns for {what}, found {len(fields)}: {', '.join(fields)}")
    columns = [rows[field].alias(name) for field, name in zip(fields, names, strict=True)]
    return _hashed(pl.DataFrame(columns), kind).alias(what)


def _kind(what: str) -> str:
    kind = WHAT.get(what, what)
    if kind not in _PARTS:
        raise ValueError(f"expected one of {', '.join([*WHAT, *_PARTS])}, found {what!r}")
    return kind


def _names(kind: str) -> list[str]:
    return [f"part_{number}" for number in range(len(_PARTS[kind]))]


def _hashed(parts: pl.DataFrame, kind: str) -> pl.Series:
    plain = [_normal(name, form) for name, form in zip(parts.columns, _PARTS[kind], strict=True)]
    texts = parts.select(pl.concat_str(plain, separator=BETWEEN)).to_series()
    fresh = blake2b(key=secret.derived(f"hash {kind}"), digest_size=HASH_BYTES).copy
    hashes: list[str | None] = []
    for text in texts:
        if text is None:
            hashes.append(None)
            continue
        state = fresh()
        state.update(text.encode())
        hashes.append(state.hexdigest())
    return pl.Series(hashes, dtype=pl.String)


def _normal(column: str, form: Form) -> pl.Expr:
    squashed = pl.col(column).str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars()
    return squashed.str.to_uppercase() if form == "number" else squashed
