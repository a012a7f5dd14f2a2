"""Taking a backup: one snapshot of the database, table by table, into one signed file."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from entrepot import __version__
from entrepot.modules.parties import api as parties
from entrepot.project.server.backup import content, sealing
from entrepot.project.server.backup.archive import (
    DJANGO,
    FIRST,
    FORMAT,
    KEY_FILE,
    ROWS,
    SECRETS,
    SEQUENCES,
    TOTALS,
    Writer,
)
from entrepot.project.server.folder import DataFolder
from entrepot.project.wording import Refusal, Text
from entrepot.store import dsn

TAKEN = Text("{path} is there already. Give the backup another name.", "{path} 已存在。请为备份另取名称。")
NO_KEY = Text(
    "{path} is missing: a backup is signed with the key of its station. Put the key back.",
    "缺少 {path}：备份须用本站密钥签名。请放回密钥。",
)
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Taken:
    """What was taken: how much, and the hashes by which a restored station is compared."""

    tables: int
    rows: int
    bytes: int
    decisions: str
    everything: str
    fingerprint: str


def hashes() -> dict[str, Any]:
    """Hashes over the decisions and over every table of the database that the environment names, in one snapshot."""
    with psycopg.connect(dsn.owner()) as connection:
        _one_snapshot(connection)
        sums = {table.name: content.summed(connection, table) for table in content.tables(connection)}
    return totals(sums)


def totals(sums: dict[str, content.Sum]) -> dict[str, Any]:
    """The last part of a backup, and what `hashes` says."""
    return {
        "decisions": content.together(sums, content.DECISIONS),
        "everything": content.together(sums),
        "tables": {name: asdict(one) for name, one in sorted(sums.items())},
    }


def take(folder: DataFolder, out: Path, *, passphrase: str | None, now: datetime, tell: Tell) -> Taken:
    """Write the backup; the file takes its name only when it is complete. Raises Refusal.

    tell: called with 1 for every table that is written.
    """
    if out.exists():
        raise Refusal(TAKEN, path=out)
    key_file = folder.path / KEY_FILE
    if not key_file.is_file():
        raise Refusal(NO_KEY, path=key_file)
    key = parties.load_key_file(key_file)
    half = out.with_name(f".{out.name}.new")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            writer = Writer(file)
            said = _write(writer, folder, passphrase, now, tell)
            writer.close(key)
            file.flush()
            os.fsync(file.fileno())
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    rows = sum(table["rows"] for table in said["tables"].values())
    fingerprint = parties.fingerprint(key.public_key())
    return Taken(len(said["tables"]), rows, out.stat().st_size, said["decisions"], said["everything"], fingerprint)


def _one_snapshot(connection: psycopg.Connection) -> None:
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    content.speak_one_way(connection)


def _write(writer: Writer, folder: DataFolder, passphrase: str | None, now: datetime, tell: Tell) -> dict[str, Any]:
    with psycopg.connect(dsn.owner()) as connection:
        _one_snapshot(connection)
        every = content.tables(connection)
        writer.object(FIRST, _contents(connection, folder, every, sealed=passphrase is not None, now=now))
        if passphrase is not None:
            writer.part(SECRETS, sealing.seal(_secrets(folder), passphrase))
        sums = {}
        for table in every:
            sums[table.name] = _write_table(writer, connection, table)
            tell(1)
        # numbers are given out outside of transactions: read last, they lie behind every row of the snapshot
        writer.object(SEQUENCES, content.sequences(connection))
    said = totals(sums)
    writer.object(TOTALS, said)
    return said


def _write_table(writer: Writer, connection: psycopg.Connection, table: content.Table) -> content.Sum:
    found, rows = hashlib.sha256(), 0
    for count, text in content.chunks(connection, table):
        writer.part(ROWS + table.name, text)
        rows += count
        found.update(text)
    return content.Sum(rows, found.hexdigest())


def _contents(
    connection: psycopg.Connection, folder: DataFolder, every: list[content.Table], *, sealed: bool, now: datetime
) -> dict[str, Any]:
    identity = folder.identity()
    applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return {
        "format": FORMAT,
        "release": __version__,
        "taken_at": now.isoformat(),
        "postgresql": connection.info.server_version // 10000,
        "station": {"id": str(identity.id), "kind": identity.kind, "created_at": identity.created_at.isoformat()},
        "migrations": [list(one) for one in applied],
        "latest_transaction": content.latest_transaction(connection),
        "sealed": sealed,
        "tables": [{"name": table.name, "columns": list(table.columns)} for table in every],
    }


def _secrets(folder: DataFolder) -> dict[str, bytes]:
    """What the station signs with, and the key of its hashes; passwords of the database are made anew."""
    return {KEY_FILE: (folder.path / KEY_FILE).read_bytes(), DJANGO: folder.secrets().django.encode()}
