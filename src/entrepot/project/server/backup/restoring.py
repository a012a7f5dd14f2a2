"""A backup onto a server: into a database and a folder under passing names, which take their own at the very end.

Whatever fails or is killed on the way leaves neither a database nor a folder of the name that was asked for; what lies
under a passing name is removed by the next attempt.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from entrepot.project.server import account, schema
from entrepot.project.server.backup import loading, reading
from entrepot.project.server.backup.archive import DJANGO, KEY_FILE, BackupRefused
from entrepot.project.server.backup.reading import Backup
from entrepot.project.server.cluster import Progress
from entrepot.project.server.folder import DataFolder, Identity
from entrepot.project.server.installation import Installation
from entrepot.project.wording import Text
from entrepot.store import dsn, roles

FOLDER_TAKEN = Text(
    "{path} is not empty: expected a folder that is not there yet, to restore into. Name another with --data DIR.",
    "{path} 不是空目录：恢复须使用尚不存在的目录。请用 --data 另指定一个。",
)
OTHER_STATION = Text(
    "{path} is another station ({found}) than that of the backup ({expected}). Name a new folder with --data DIR.",
    "{path} 是另一个站（{found}），备份的站是 {expected}。请用 --data 指定新目录。",
)
DATABASE_TAKEN = Text(
    "The database {found} is not empty: expected one that is empty or not there yet. Name another in --to.",
    "数据库 {found} 不为空：恢复须使用空库或尚不存在的库。请在 --to 中另指定一个。",
)
IN_USE = Text(
    "The empty database {found} is in use by others: {said}. End their connections and try again.",
    "空数据库 {found} 正被他人使用：{said}。请断开其连接后重试。",
)
OTHER_KIND = Text(
    "The backup says that it is of a {said} station, its rows say {found}. Nothing was restored.",
    "备份标明为 {said} 站，而其数据为 {found} 站。未恢复任何内容。",
)
MAKING_TABLES = Text("making the tables as they were when the backup was taken", "正在按备份时的结构建表")
COMING_FORWARD = Text("bringing the tables forward to this release", "正在将数据表升级到本版本")
COUNTING_ON = Text("letting the server count its transactions past {latest}", "正在将事务号推进到 {latest} 之后")
CLEARING = Text("removing what a restore left that did not finish", "正在清除上次未完成的恢复遗留")


@dataclass(frozen=True)
class Restored:
    """What was restored, and the hashes of what was taken; they were compared with what lies there now."""

    station: str
    folder: Path
    database: str
    said: dict[str, Any]
    new_key: str  # fingerprint of the key that was made because the old one was not there to be restored; else empty


@dataclass(frozen=True)
class Plan:
    """What to restore where. url: the server's connection string, or None for a database of the folder's own."""

    backup: Backup
    folder: DataFolder
    url: str | None
    now: datetime
    note: Progress
    tell: Callable[[int], None]

    @property
    def station(self) -> UUID:
        return UUID(self.backup.contents["station"]["id"])

    @property
    def passing(self) -> str:
        """The name of the database while it is not complete."""
        return f"entrepot_restoring_{self.station.hex[:12]}"


def restore(plan: Plan) -> Restored:
    """Restore; raises Refusal or what the database raises, and leaves nothing behind."""
    with _folder(plan) as folder:
        installation = Installation(folder, plan.note, database_url=plan.url)
        with installation.serving(fresh=folder is not plan.folder) as superuser:
            _refuse_taken_database(superuser, installation.database())
            try:
                restored = _fill(plan, installation, superuser)
                _take_name(superuser, plan.passing, installation.database())
                if plan.url:
                    installation.claim()
            except BaseException:
                _drop(superuser, plan.passing)
                raise
    return restored


# ---- the folder ------------------------------------------------------------------------------------------------------


@contextmanager
def _folder(plan: Plan) -> Iterator[DataFolder]:
    """The folder as it is, where it is this station's and wants a database only; else one under a passing name."""
    if plan.url and plan.folder.exists():
        found = plan.folder.identity()
        if found.id != plan.station:
            raise BackupRefused(OTHER_STATION, path=plan.folder.path, found=found.id, expected=plan.station)
        yield plan.folder
        return
    path = plan.folder.path
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise BackupRefused(FOLDER_TAKEN, path=path)
    passing = DataFolder(path.with_name(f".{path.name}.restoring"))
    _remove(passing, plan.note)
    try:
        _make_folder(passing, plan)
        yield passing
        passing.path.rename(path)  # over an empty folder of that name too
    except BaseException:
        _remove(passing, plan.note)
        raise


def _make_folder(passing: DataFolder, plan: Plan) -> None:
    secrets = plan.backup.secrets or {}
    said = plan.backup.contents["station"]
    like = Identity(plan.station, said["kind"], datetime.fromisoformat(said["created_at"]), passing.path)
    key = secrets.get(DJANGO)
    passing.make(
        said["kind"], account.current(), now=plan.now, like=like, django=key.decode() if key is not None else None
    )
    if KEY_FILE in secrets:
        descriptor = os.open(passing.path / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets[KEY_FILE])


def _remove(passing: DataFolder, note: Progress) -> None:
    """A folder under a passing name, with the database that may still run in it."""
    if not passing.path.exists():
        return
    note(CLEARING.say())
    if passing.exists():
        cluster = Installation(passing, note).cluster
        place = passing.identity().place
        if cluster is not None and cluster.exists():
            cluster.stop(note)
        if place != passing.path:
            shutil.rmtree(place)
    shutil.rmtree(passing.path)


# ---- the database ----------------------------------------------------------------------------------------------------


def _refuse_taken_database(superuser: str, name: str) -> None:
    with psycopg.connect(_beside(superuser), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return
    with psycopg.connect(make_conninfo(superuser, dbname=name)) as connection:
        count = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        row = connection.execute(count).fetchone()
    if row is None or row[0]:
        raise BackupRefused(DATABASE_TAKEN, found=name)


def _fill(plan: Plan, installation: Installation, superuser: str) -> Restored:
    _drop(superuser, plan.passing)
    strings = roles.setup(_beside(superuser), plan.passing, installation.passwords)
    inside = {dsn.OWNER: strings.owner, dsn.WEB: strings.web, dsn.READ: strings.read}
    os.environ.update(installation.environment() | inside)
    schema.set_up_django()
    reading.refuse_newer(plan.backup, schema.known())
    plan.note(MAKING_TABLES.say())
    schema.migrate_to(plan.backup.migrations)
    latest = int(plan.backup.contents["latest_transaction"])
    plan.note(COUNTING_ON.say(latest=latest))
    with psycopg.connect(strings.owner, autocommit=True) as connection:
        loading.pass_transactions(connection, latest)
    with psycopg.connect(strings.owner) as connection:
        said = loading.load(connection, plan.backup, plan.tell)
        _check_kind(connection, plan.backup)
        new_key = _settle_key(connection, installation.folder)
    plan.note(COMING_FORWARD.say())
    schema.migrate(plan.note)
    with psycopg.connect(strings.owner, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return Restored(plan.backup.contents["station"]["kind"], plan.folder.path, installation.database(), said, new_key)


def _check_kind(connection: psycopg.Connection, backup: Backup) -> None:
    row = connection.execute("SELECT kind FROM parties_station").fetchone()
    said = backup.contents["station"]["kind"]
    if row is not None and row[0] != said:
        raise BackupRefused(OTHER_KIND, said=said, found=row[0])


def _settle_key(connection: psycopg.Connection, folder: DataFolder) -> str:
    """Where the key could not be restored, a new one signs from now on, and the station says so."""
    from entrepot.modules.parties import api as parties

    path = folder.path / KEY_FILE
    if path.exists():
        return ""
    fingerprint = parties.make_key_file(path)
    connection.execute("UPDATE parties_station SET signing_key = %s", (fingerprint,))
    return fingerprint


def _take_name(superuser: str, passing: str, name: str) -> None:
    from django.db import connections

    connections.close_all()
    with psycopg.connect(_beside(superuser), autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))  # an empty one
        except psycopg.errors.ObjectInUse as error:
            raise BackupRefused(IN_USE, found=name, said=str(error).strip()) from error
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(passing), sql.Identifier(name))
        )


def _drop(superuser: str, name: str) -> None:
    with psycopg.connect(_beside(superuser), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _beside(superuser: str) -> str:
    """The same server, in the database that every server has."""
    return make_conninfo(superuser, dbname="postgres")
