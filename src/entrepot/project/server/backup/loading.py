"""Rows of a backup into an empty schema: one transaction, compared with what was taken before it is committed."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from typing import Any

import psycopg
from psycopg import sql

from entrepot.project.server.backup import content
from entrepot.project.server.backup.archive import ROWS, SEQUENCES, TOTALS, BackupRefused
from entrepot.project.server.backup.reading import Backup
from entrepot.project.wording import Text

NO_PLACE = Text(
    "The backup holds the table {found}, which the schema it came with does not have here. Nothing was restored.",
    "备份中的数据表 {found} 在其对应的结构中不存在。未恢复任何内容。",
)
NOT_EQUAL = Text(
    "After loading, {found} is not what was taken: {was} then, {now} now. Nothing was restored; please report this.",
    "载入后 {found} 与备份时不同：当时 {was}，现在 {now}。未恢复任何内容；请反馈此问题。",
)


def load(connection: psycopg.Connection, backup: Backup, tell: Callable[[int], None]) -> dict[str, Any]:
    """Put every row in, set the numbers, compare every table. The caller commits; returns what was taken."""
    content.speak_one_way(connection)
    connection.execute("SET CONSTRAINTS ALL DEFERRED")
    every = content.tables(connection)
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in every)
    for table in every:  # what triggers keep has been kept already: it is among the rows
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table.name)))
    connection.execute(sql.SQL("TRUNCATE {}").format(names))  # rows that migrations wrote are in the backup too
    said = _copy(connection, backup, tell)
    _compare(connection, said)
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # references are checked now, before triggers change tables
    for table in every:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table.name)))
    return said


def _copy(connection: psycopg.Connection, backup: Backup, tell: Callable[[int], None]) -> dict[str, Any]:
    columns = {table["name"]: table["columns"] for table in backup.contents["tables"]}
    here = {table.name: set(table.columns) for table in content.tables(connection)}
    for name, wanted in columns.items():
        if not set(wanted) <= here.get(name, set()):
            raise BackupRefused(NO_PLACE, found=name)
    said: dict[str, Any] = {}
    copied = 0
    for name, parts in groupby(backup.parts(), key=itemgetter(0)):
        if name.startswith(ROWS):
            table = name.removeprefix(ROWS)
            _copy_table(connection, table, columns[table], (text for _, text in parts))
            copied += 1
            tell(1)
        elif name == SEQUENCES:
            for sequence, value in json.loads(next(parts)[1]).items():
                connection.execute("SELECT setval(%s::regclass, %s)", (sequence, value))
        elif name == TOTALS:
            said = json.loads(next(parts)[1])
    tell(len(columns) - copied)  # those without rows
    return said


def _copy_table(connection: psycopg.Connection, table: str, columns: list[str], texts: Iterable[bytes]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        for text in texts:
            copy.write(text)


def _compare(connection: psycopg.Connection, said: dict[str, Any]) -> None:
    """Every table as it lies here against what was written down when it was taken."""
    for table in content.tables(connection):
        was = said["tables"].get(table.name)
        now = asdict(content.summed(connection, table))
        if was != now:
            raise BackupRefused(NOT_EQUAL, found=table.name, was=was, now=now)


def pass_transactions(connection: psycopg.Connection, latest: int) -> None:
    """Let the server count its transactions past `latest`: feeds read on from numbers that must only grow.

    `connection` commits by itself. Some ten thousand numbers a second.
    """
    connection.execute("SET synchronous_commit = off")
    connection.execute(
        sql.SQL("DO $$ BEGIN WHILE pg_current_xact_id() <= {}::text::xid8 LOOP COMMIT; END LOOP; END $$").format(
            sql.Literal(str(latest))
        )
    )
    connection.execute("RESET synchronous_commit")
