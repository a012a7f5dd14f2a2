"""Staging: a batch goes by COPY into a temporary table, then by one statement into its place.

Staging tables are temporary: never logged, never seen by another connection, emptied at each commit, made once a
connection.
"""

from collections.abc import Mapping, Sequence

import polars as pl
import psycopg
from psycopg import sql

from entrepot.store.copying import copy_in


def stage(connection: psycopg.Connection, name: str, columns: Mapping[str, str], frame: pl.DataFrame) -> None:
    """Fill the staging table `name` (column → SQL type) with the rows of `frame`, replacing what it held."""
    types = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
    )
    _fill(connection, name, types, frame[list(columns)])


def stage_like(connection: psycopg.Connection, table: str, frame: pl.DataFrame) -> str:
    """Fill a staging table with the columns of `table` and the rows of `frame`; returns its name."""
    name = f"{table}_staged"
    _fill(connection, name, sql.SQL("LIKE {} INCLUDING DEFAULTS").format(sql.Identifier(table)), frame)
    return name


def _fill(connection: psycopg.Connection, name: str, shape: sql.Composable, frame: pl.DataFrame) -> None:
    made = connection.execute("SELECT to_regclass(%s)", (f"pg_temp.{name}",)).fetchone()
    if made is None or made[0] is None:
        statement = sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DELETE ROWS")
        connection.execute(statement.format(sql.Identifier(name), shape))
    else:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("pg_temp", name)))
    copy_in(connection, name, frame)


def insert_new(
    connection: psycopg.Connection,
    table: str,
    frame: pl.DataFrame,
    *,
    key: Sequence[str],
    where: str = "",
    of: str = "id",
) -> pl.Series:
    """Store the rows of `frame` in `table`; rows whose key is taken are left out, not raised.

    `key` is unique, among the rows that meet `where` if given. Rows go in in key order, so that two batches with the
    same keys wait for each other and never lock crosswise. The usual batch holds no repeat: it is copied straight in,
    and only when that meets a taken key is it staged and inserted where free. Returns column `of` of the rows stored.
    """
    ordered = frame.sort(key)
    try:
        with connection.transaction():
            copy_in(connection, table, ordered)
    except psycopg.errors.UniqueViolation:
        return _insert_where_free(connection, table, ordered, key=key, where=where, of=of)
    return ordered[of]


def _insert_where_free(
    connection: psycopg.Connection, table: str, frame: pl.DataFrame, *, key: Sequence[str], where: str, of: str
) -> pl.Series:
    staged = stage_like(connection, table, frame)
    query = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged} ORDER BY {key}"
        " ON CONFLICT ({key}) {where} DO NOTHING RETURNING {of}"
    )
    statement = query.format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, frame.columns)),
        staged=sql.Identifier(staged),
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        where=sql.SQL("WHERE " + where if where else ""),
        of=sql.Identifier(of),
    )
    rows = connection.execute(statement).fetchall()
    return pl.Series(of, [row[0] for row in rows], dtype=frame.schema[of])
