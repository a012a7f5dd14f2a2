"""One row in every table, made from the catalogue alone: what a stranger must not see has to be there first."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

# A value for each SQL type. Arrays hold one party that is nobody's.
VALUES: dict[str, object] = {
    "bigint": 1,
    "bigint[]": "{1}",
    "boolean": False,
    "bytea": b"\x01",
    "character": "x",
    "character varying": "x",
    "character varying[]": "{x}",
    "date": "2026-01-01",
    "integer": 1,
    "integer[]": "{1}",
    "json": "{}",
    "jsonb": "{}",
    "numeric": 1,
    "numeric[]": "{1}",
    "smallint": 1,
    "text": "x",
    "text[]": "{x}",
    "timestamp with time zone": "2026-01-01 00:00+00",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "xid8": "1",
}
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
"""
COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
   AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' ORDER BY 1, a.attnum
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
 WHERE contype IN ('c', 'f', 'x') AND connamespace = 'public'::regnamespace AND conrelid <> 0
"""


def tables(connection: psycopg.Connection) -> list[str]:
    """Every table of the application."""
    return [str(name) for (name,) in connection.execute(TABLES).fetchall()]


def count(connection: psycopg.Connection, table: str) -> int:
    """Rows of `table` that this connection sees."""
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def crowded(superuser: str) -> Iterator[psycopg.Connection]:
    """A transaction in which every table has a row and entrepot_web asks; all of it is undone at the end.

    The rows make sense to no constraint, so checks, references and exclusions are put away first: policies are what is
    looked at.
    """
    with psycopg.connect(superuser) as connection:
        connection.execute("SET LOCAL ROLE entrepot_owner")
        for table, name in connection.execute(CONSTRAINTS).fetchall():
            drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
            connection.execute(drop.format(sql.Identifier(table), sql.Identifier(name)))
        _fill(connection)
        connection.execute("RESET ROLE")
        connection.execute("GRANT entrepot_web TO CURRENT_USER")
        connection.execute("SET LOCAL ROLE entrepot_web")
        yield connection
        connection.rollback()


def _fill(connection: psycopg.Connection) -> None:
    values: dict[str, dict[str, object]] = {table: {} for table in tables(connection)}
    for table, column, kind in connection.execute(COLUMNS).fetchall():
        values[table][column] = VALUES[kind]
    for table, row in values.items():
        if count(connection, table):
            continue
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        places = sql.SQL(", ").join(sql.Placeholder() for _ in row)
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})") if row else sql.SQL("INSERT INTO {} DEFAULT VALUES")
        connection.execute(statement.format(sql.Identifier(table), names, places), list(row.values()))
        assert count(connection, table) == 1, table
