"""Where persons are held: modules register their tables, so that what is asked of all of them knows no module."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import psycopg
from psycopg import sql

from entrepot.store.identity.blocks import BLOCK, KEY


@dataclass(frozen=True)
class Holding:
    """One kind of document that names persons.

    rows: SELECT of columns number (text: by which people name the document), id, order_no, message_id (that brought
    it), marketplace_id (null where the document names none), identity_block, identity_key and the hash columns
    `hashes`; as its reader. fields: what the blocks hold. table, key: where the blocks lie, and its columns for number
    and id.
    """

    kind: str
    table: str
    key: tuple[str, str]
    rows: str
    hashes: tuple[str, ...]
    fields: tuple[str, ...]


_holdings: dict[str, Holding] = {}
_COMMON: dict[str, pl.DataType] = {
    "number": pl.String(), "id": pl.Int64(), "order_no": pl.String(), "message_id": pl.Int64(),
    "marketplace_id": pl.Int64(), BLOCK: pl.Binary(), KEY: pl.Int64(),
}  # fmt: skip


def register(holding: Holding) -> None:
    """Let persons be found in this table; the same kind again replaces the earlier one."""
    _holdings[holding.kind] = holding


def holdings() -> dict[str, Holding]:
    """All of them by kind, in the order of their names."""
    return dict(sorted(_holdings.items()))


def numbered(connection: psycopg.Connection, holding: Holding, number: str) -> pl.DataFrame:
    """The rows of the document with this number that the connection's reader sees, every version, the oldest first."""
    return _rows(connection, holding, "r.number = %s", (number,))


def of_order(connection: psycopg.Connection, holding: Holding, order_no: str, marketplace_id: int) -> pl.DataFrame:
    """The rows of this order at this marketplace; those that name no marketplace go by the number alone."""
    which = "r.order_no = %s AND (r.marketplace_id = %s OR r.marketplace_id IS NULL)"
    return _rows(connection, holding, which, (order_no, marketplace_id))


def of_hashes(connection: psycopg.Connection, holding: Holding, column: str, hashes: Sequence[str]) -> pl.DataFrame:
    """The rows whose hash `column` is one of these."""
    if column not in holding.hashes:
        raise ValueError(f"expected one of {', '.join(holding.hashes)} of {holding.kind}, found {column!r}")
    return _rows(connection, holding, f"r.{column} = ANY (%s)", (list(hashes),))


def erase(connection: psycopg.Connection, holding: Holding, rows: pl.DataFrame) -> int:
    """Empty the blocks of these rows (number, id); hashes and all else stay. Returns how many were not empty."""
    statement = sql.SQL(
        "UPDATE {table} t SET identity_block = NULL, identity_key = NULL FROM unnest(%s::text[], %s::bigint[]) k (n, i)"
        " WHERE t.{number} = k.n AND t.{id} = k.i AND t.identity_block IS NOT NULL"
    )
    names = {"table": holding.table, "number": holding.key[0], "id": holding.key[1]}
    query = statement.format(**{name: sql.Identifier(value) for name, value in names.items()})
    return connection.execute(query, (rows["number"].to_list(), rows["id"].to_list())).rowcount


def _rows(connection: psycopg.Connection, holding: Holding, which: str, values: tuple[object, ...]) -> pl.DataFrame:
    schema = {**_COMMON, **dict.fromkeys(holding.hashes, pl.String())}
    query = f"SELECT {', '.join('r.' + name for name in schema)} FROM ({holding.rows}) r WHERE {which}"
    rows = psycopg.Cursor(connection).execute(f"{query} ORDER BY r.number, r.id", values).fetchall()
    return pl.DataFrame(rows, schema=schema, orient="row")
