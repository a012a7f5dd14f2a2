"""Codes in documents to parties, for whole batches."""

from collections.abc import Iterable
from typing import Any

import polars as pl
import psycopg

from entrepot.kernel import codes as kernel_codes
from entrepot.modules.parties.operations.naming import know_new

_SCHEMES = {"customs": "customs10", "credit": "uscc18"}

# Code column of a document → column of the party it names, and the role in which it names it.
NAMED = (
    ("marketplace_code", "marketplace_name", "marketplace_id", "marketplace"),
    ("seller_code", "seller_name", "seller_id", "seller"),
    ("carrier_code", "carrier_name", "carrier_id", "carrier"),
    ("pay_code", "pay_name", "payer_id", "payment_firm"),
    ("agent_code", "agent_name", "agent_id", "declarant"),
)


def scheme_of(code: str) -> str:
    """`customs10`, `uscc18`, or an empty text for what is no official code (无, NO, an own code, a slip of the pen)."""
    try:
        return _SCHEMES[kernel_codes.kind_of(code)]
    except kernel_codes.NotACode:
        return ""


def resolve(connection: psycopg.Connection, codes: pl.Series | Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Party id of each code, in one round trip; unknown official codes become provisional parties.

    `codes`: (code, name, role) as documents name them, in any number and with repeats; or a series of codes. A code
    that is neither known nor official has no entry in the answer: refuse the document. 无 never has one: see
    `own_marketplaces`. Two transactions that bring the same new code get the same party; the second waits until the
    first ends, so call this in a transaction of its own, before the batch.
    """
    named = ((code, code, "") for code in codes.drop_nulls()) if isinstance(codes, pl.Series) else codes
    once: dict[str, tuple[str, str]] = {}
    for code, name, role in named:
        if code and code != kernel_codes.NO_MARKETPLACE:
            once.setdefault(code, (name, role))
    if not once:
        return {}
    wanted = sorted(once)
    rows = connection.execute(
        "SELECT known_code, party_id FROM parties_resolve(%s::text[], %s::text[], %s::text[], %s::text[])",
        (wanted, [scheme_of(c) for c in wanted], [once[c][0] for c in wanted], [once[c][1] for c in wanted]),
    )
    return {str(code): int(party) for code, party in rows}


def own_marketplaces(connection: psycopg.Connection, seller_ids: Iterable[int]) -> dict[int, int]:
    """The marketplace that stands for 无 in the documents of each seller; made where there is none yet."""
    rows = connection.execute(
        "SELECT seller_id, marketplace_id FROM parties_own_marketplaces(%s)", (sorted(set(seller_ids)),)
    )
    return {int(seller): int(marketplace) for seller, marketplace in rows}


def with_party_ids(
    connection: psycopg.Connection, frame: pl.DataFrame, cache: dict[str, int], own: dict[int, int]
) -> pl.DataFrame:
    """The frame with a party id (Int64) for each code column it has; null where the code is empty or none.

    `cache` (code → party) and `own` (seller → marketplace 无) are kept by the caller from batch to batch. They are
    filled here, so hand over throw-away copies where the transaction may be rolled back.
    """
    present = [entry for entry in NAMED if entry[0] in frame.columns]
    met = {code for column, *_ in present for code in frame[column].unique() if code is not None}
    if met - cache.keys() - {kernel_codes.NO_MARKETPLACE}:
        found = resolve(connection, [row for row in _named(frame, present) if row[0] not in cache])
        know_new(connection, found.values())
        cache.update(found)
    known = {code: cache[code] for code in met if code in cache}
    frame = frame.with_columns(_mapped(code, known).alias(party) for code, _, party, _ in present)
    return _own(connection, frame, own)


def _named(frame: pl.DataFrame, present: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str]]:
    """(code, name, role) of each code in the frame, once."""
    named = pl.concat(
        frame.select(code=pl.col(code), name=pl.coalesce(name, code), role=pl.lit(role))
        for code, name, _, role in present
    )
    return named.filter(pl.col("code").is_not_null()).unique("code", keep="first", maintain_order=True).rows()


def _mapped(column: str, known: dict[Any, int]) -> pl.Expr:
    """The party of each value of a column; null where it is not known."""
    return pl.col(column).replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Int64)


def _own(connection: psycopg.Connection, frame: pl.DataFrame, own: dict[int, int]) -> pl.DataFrame:
    if "marketplace_code" not in frame.columns or "seller_id" not in frame.columns:
        return frame
    without = pl.col("marketplace_code") == kernel_codes.NO_MARKETPLACE
    sellers = set(frame.filter(without)["seller_id"].drop_nulls()) - set(own)
    if sellers:
        own.update(own_marketplaces(connection, sellers))
    chosen = pl.when(without).then(_mapped("seller_id", own)).otherwise(pl.col("marketplace_id"))
    return frame.with_columns(marketplace_id=chosen)
