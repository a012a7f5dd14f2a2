"""The tables of a station as text in one order, and hashes over them: two databases with one hash say the same.

Rows come from COPY in the order of the primary key, texts compared byte by byte, so that the same rows give the same
bytes on every server and every PostgreSQL from 15.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import psycopg
from psycopg import sql

from entrepot.project.server.backup.archive import CHUNK

SCHEMA_TABLE = "django_migrations"  # says what the schema is, not what happened
# What was decided, why, under which rules, and what an officer said: equal on two stations means equal decisions.
DECISIONS = (
    "declarations_basis",
    "declarations_decision",
    "declarations_finding",
    "declarations_reply",
    "declarations_review",
    "declarations_rulebook",
)
_ONE_TEXT = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';"
    " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL client_encoding = 'UTF8';"
    " SET LOCAL row_security = off; SET LOCAL search_path = public"
)


@dataclass(frozen=True)
class Table:
    """One table: its columns and those its rows are put in order by."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    texts: frozenset[str]  # columns that a collation would put in order


@dataclass(frozen=True)
class Sum:
    """What a table holds: how many rows, and the SHA-256 of them as text."""

    rows: int
    sha256: str


def speak_one_way(connection: psycopg.Connection) -> None:
    """For the running transaction: times, bytes and numbers as everywhere else, and no policy in between."""
    connection.execute(_ONE_TEXT)


def tables(connection: psycopg.Connection) -> list[Table]:
    """Every table of the schema but that of the migrations; what others refer to comes before them."""
    rows = connection.execute(
        """
        SELECT c.relname,
               array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
               coalesce((SELECT array_agg(k.attname::text ORDER BY p.place)
                           FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS p (number, place)
                           JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = p.number
                          WHERE i.indrelid = c.oid AND i.indisprimary),
                        array_agg(a.attname::text ORDER BY a.attnum)),
               coalesce(array_agg(a.attname::text) FILTER (WHERE a.attcollation <> 0), '{}')
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> %s
         GROUP BY c.oid, c.relname
        """,
        (SCHEMA_TABLE,),
    ).fetchall()
    found = {name: Table(name, tuple(columns), tuple(order), frozenset(texts)) for name, columns, order, texts in rows}
    return [found[name] for name in _referred_first(connection, sorted(found))]


def _referred_first(connection: psycopg.Connection, names: Sequence[str]) -> list[str]:
    """References that may wait for the end of the transaction need no order; the others are no circle."""
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(names, ()))
    for child, parent in connection.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid"
    ):
        sorter.add(child, parent)
    return list(sorter.static_order())


def chunks(connection: psycopg.Connection, table: Table) -> Iterator[tuple[int, bytes]]:
    """The rows of a table as COPY writes them, some at a time: (number of rows, text)."""
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, table.columns)),
        sql.Identifier(table.name),
        sql.SQL(", ").join(_in_order(table, column) for column in table.order),
    )
    rows: list[bytes] = []
    size = 0
    with connection.cursor().copy(query) as copy:
        for row in copy:
            rows.append(bytes(row))
            size += len(row)
            if size >= CHUNK:
                yield len(rows), b"".join(rows)
                rows, size = [], 0
    if rows:
        yield len(rows), b"".join(rows)


def _in_order(table: Table, column: str) -> sql.Composable:
    name = sql.Identifier(column)
    return sql.SQL('{} COLLATE "C"').format(name) if column in table.texts else name


def summed(connection: psycopg.Connection, table: Table) -> Sum:
    """Count and hash of a table."""
    found, rows = hashlib.sha256(), 0
    for count, text in chunks(connection, table):
        rows += count
        found.update(text)
    return Sum(rows, found.hexdigest())


def together(sums: Mapping[str, Sum], names: Sequence[str] | None = None) -> str:
    """One hash over those of several tables, or of all."""
    lines = [f"{name} {sums[name].rows} {sums[name].sha256}\n" for name in sorted(names or sums) if name in sums]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def latest_transaction(connection: psycopg.Connection) -> int:
    """The highest transaction number that a row carries: feeds are read on by these numbers."""
    latest = 0
    for table, column in connection.execute(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        "   AND a.atttypid = 'xid8'::regtype AND a.attnum > 0 AND NOT a.attisdropped"
    ).fetchall():
        ask = sql.SQL("SELECT {0}::text::bigint FROM {1} ORDER BY {0} DESC LIMIT 1")
        row = connection.execute(ask.format(sql.Identifier(column), sql.Identifier(table))).fetchone()
        latest = max(latest, int(row[0]) if row else 0)
    return latest


def sequences(connection: psycopg.Connection) -> dict[str, int]:
    """The last number each sequence gave out; those that gave none are left out."""
    rows = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
    )
    return {str(name): int(value) for name, value in rows}
