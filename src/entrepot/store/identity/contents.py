"""Content hashes of documents that name persons, keyed: without the secret of the station nobody can try out whom a
document names until its hash fits.

The hash of the gateway, which says whether two documents say the same, is hashed again under a key of this station.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import polars as pl
import psycopg
from psycopg import sql

from entrepot.store.identity import secret

_BYTES = 16
_A_ROUND = 5_000


def keyed_contents(hashes: pl.Series) -> pl.Series:
    """Binary, 16 bytes for each unkeyed hash; equal for equal ones. Raises NoSecret."""
    blank = blake2b(key=secret.derived("hash content"), digest_size=_BYTES).copy
    keyed = []
    for digest in hashes.to_list():
        state = blank()
        state.update(digest)
        keyed.append(state.digest())
    return pl.Series(hashes.name, keyed, dtype=pl.Binary)


def key_contents_of_before(naming: Mapping[str, str]) -> Callable[[Any, Any], None]:
    """What a migration runs, once, in its transaction: the hashes of rows kept before hashes were keyed are keyed.

    naming: table → the condition that tells, of its rows t, those that name persons. Nothing but content_hash changes.
    The migration raises NoSecret where there are such rows and no secret.
    """

    def key_all(_apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as migrations call it
        for table, which in naming.items():
            _key(schema_editor.connection.connection, sql.Identifier(table), sql.SQL(which))

    return key_all


def _key(connection: psycopg.Connection[Any], table: sql.Identifier, which: sql.SQL) -> None:
    query = sql.SQL("SELECT t.ctid::text, t.content_hash FROM {} t WHERE {}").format(table, which)
    change = sql.SQL(
        "UPDATE {} t SET content_hash = k.hash FROM unnest(%s::text[], %s::bytea[]) k (place, hash)"
        " WHERE t.ctid = k.place::tid"
    ).format(table)
    # the rows as they stood at its first: what is changed on the way is not met again
    with psycopg.ServerCursor(connection, "contents_of_before") as rows:
        rows.execute(query)
        while some := rows.fetchmany(_A_ROUND):
            places, hashes = zip(*some, strict=True)
            keyed = keyed_contents(pl.Series(hashes, dtype=pl.Binary)).to_list()
            psycopg.Cursor(connection).execute(change, (list(places), keyed))
