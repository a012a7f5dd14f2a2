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
# By kind of value: what was hashed already, as it was written → its hash. It holds persons in clear: for one batch.
Hashes = dict[str, dict[str | None, str | None]]
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


def hash_of(rows: pl.DataFrame, what: str, fields: Sequence[str], known: Hashes | None = None) -> pl.Series:
    """The hash of these columns together, named `what`; null where one of them is null.

    whole person: name, type of document, number; person: type of document, number; else one column. known: hashes of
    the same batch, added to: the order, the payment, the waybill and the list of a parcel name the same persons.
    """
    kind = _kind(what)
    names = _names(kind)
    if len(fields) != len(names):
        raise ValueError(f"expected {len(names)} columns for {what}, found {len(fields)}: {', '.join(fields)}")
    columns = [rows[field].alias(name) for field, name in zip(fields, names, strict=True)]
    return _hashed(pl.DataFrame(columns), kind, known).alias(what)


def _kind(what: str) -> str:
    kind = WHAT.get(what, what)
    if kind not in _PARTS:
        raise ValueError(f"expected one of {', '.join([*WHAT, *_PARTS])}, found {what!r}")
    return kind


def _names(kind: str) -> list[str]:
    return [f"part_{number}" for number in range(len(_PARTS[kind]))]


def _hashed(parts: pl.DataFrame, kind: str, known: Hashes | None = None) -> pl.Series:
    texts = parts.select(pl.concat_str(pl.all(), separator=BETWEEN)).to_series().to_list()
    hashes = {} if known is None else known.setdefault(kind, {})
    hashes[None] = None
    new: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text not in hashes:
            new.setdefault(text, row)
    if new:
        hashes.update(zip(new, _fresh(parts[list(new.values())], kind), strict=True))
    return pl.Series([hashes[text] for text in texts], dtype=pl.String)


def _fresh(parts: pl.DataFrame, kind: str) -> list[str]:
    plain = [_normal(name, form) for name, form in zip(parts.columns, _PARTS[kind], strict=True)]
    blank = blake2b(key=secret.derived(f"hash {kind}"), digest_size=HASH_BYTES).copy
    hashes = []
    for text in parts.select(pl.concat_str(plain, separator=BETWEEN)).to_series().cast(pl.Binary).to_list():
        state = blank()
        state.update(text)
        hashes.append(state.hexdigest())
    return hashes


def _normal(column: str, form: Form) -> pl.Expr:
    squashed = pl.col(column).str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars()
    return squashed.str.to_uppercase() if form == "number" else squashed
