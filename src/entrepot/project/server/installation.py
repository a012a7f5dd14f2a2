"""One installation: a data folder and its database, joined by every command and left by the last one out.

Whoever needs the database holds the lock `users` shared. Starting and stopping happen under the lock `turn`, so
that nobody joins a server that another one is about to stop. The locks go with their process, also on kill -9: a
server without users is stopped by the next command that leaves, whoever started it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import entrepot
from entrepot.project.server import account, binaries, tuning
from entrepot.project.server.cluster import Cluster, Progress, ServerFailed
from entrepot.project.server.folder import DataFolder, FolderRefused
from entrepot.project.wording import Text
from entrepot.store import dsn, roles

DATABASE = "entrepot"
OLDEST = 15
FOREIGN = Text(
    "The database in {path} belongs to {found}, you are {me}. Use that account, or another folder with --data.",
    "{path} 中的数据库属于 {found}，当前账户是 {me}。请使用该账户，或用 --data 指定其他目录。",
)
TOO_OLD = Text(
    "DATABASE_URL names a PostgreSQL {found}; expected {oldest} or later. Upgrade that server.",
    "DATABASE_URL 指向 PostgreSQL {found}；要求 {oldest} 或更新版本。请升级该服务器。",
)
TAKEN = Text(
    "The server of DATABASE_URL serves another data folder ({found}; this one is {mine}), and its roles can have one"
    " password only. Use that folder or another server; if that folder is gone for good, give the server free with:"
    " COMMENT ON ROLE entrepot_owner IS NULL",
    "DATABASE_URL 所指服务器已属于另一个数据目录（{found}；本目录为 {mine}），其角色只能有一个密码。"
    "请使用该目录或另一台服务器；若该目录已永久删除，可执行以下语句释放该服务器："
    "COMMENT ON ROLE entrepot_owner IS NULL",
)
MAKING = Text("making the database", "正在建立数据库")
PREPARING = Text("preparing the database", "正在准备数据库")
_PACKAGE = Path(entrepot.__file__).parent


class Installation:
    """A data folder with the database it uses: its own, or the one DATABASE_URL names."""

    def __init__(self, folder: DataFolder, progress: Progress, *, database_url: str | None = None) -> None:
        self.folder = folder
        self.progress = progress
        self.identity = folder.identity()
        self.secrets = folder.secrets()
        self.database_url = database_url
        self.cluster = None if database_url else self._cluster()
        self._turn = folder.lock("turn")
        self._users = folder.lock("users")

    def _cluster(self) -> Cluster:
        me = account.current()
        cluster = Cluster(self.identity.place, me, binaries.locate(me))
        if cluster.exists() and not me.changes_user and cluster.data.stat().st_uid != me.uid:
            raise FolderRefused(FOREIGN, path=cluster.data, found=account.owner_of(cluster.data), me=me.name)
        return cluster

    # ---- joining and leaving -----------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        """Join: start the database if it does not run, bring its schema up to date, set the environment."""
        with self._turn.held():
            self._users.take(shared=True)
            try:
                self.ensure_running()
                os.environ.update(self.environment())
                if not self._is_prepared():
                    self._prepare()
            except BaseException:
                self._stop_if_last()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave, and stop the database if nobody else needs it."""
        with self._turn.held():
            self._stop_if_last()

    def ensure_running(self) -> None:
        """Start our own database if it does not run; the caller holds `turn` or is the only supervisor."""
        if self.cluster is None:
            return
        if not self.cluster.exists():
            self.progress(MAKING.say())
            self.cluster.make(self.secrets.superuser)
        self.cluster.start(tuning.for_machine(self.identity.place), self.progress)

    def revive(self) -> bool:
        """For the supervisor: start the database again if it has died. Returns whether it had."""
        if self.cluster is None or self.cluster.postmaster() is not None:
            return False
        with self._turn.held():
            self.ensure_running()
        return True

    def _stop_if_last(self) -> None:
        """The caller holds `turn`."""
        self._users.drop()
        if self.cluster is not None and self._users.take(wait=False):
            self.cluster.stop(self.progress)
            self._users.drop()

    @contextmanager
    def serving(self, *, fresh: bool) -> Iterator[str]:
        """The server runs and is ours, its database is left alone: for a restore. Gives the superuser's string.

        fresh: the folder was made just now, so a server that any folder has is taken. Raises ServerFailed.
        """
        with self._turn.held():
            self._users.take(shared=True)
            self.ensure_running()
        try:
            superuser = self._check_version()
            if self.cluster is None:
                self._refuse_taken_server(superuser, fresh=fresh)
            yield superuser
        finally:
            with self._turn.held():
                self._stop_if_last()

    # ---- what others need to connect ---------------------------------------------------------------------------

    def superuser(self) -> str:
        """The connection string that may make roles and databases."""
        if self.cluster is None:
            return make_conninfo(self.database_url or "")
        return self.cluster.conninfo(self.secrets.superuser)

    def database(self) -> str:
        """The name of the database."""
        if self.database_url:
            return str(conninfo_to_dict(self.database_url).get("dbname") or DATABASE)
        return DATABASE

    def dsns(self) -> roles.Dsns:
        """The connection strings of the three roles."""
        inside = make_conninfo(self.superuser(), dbname=self.database())
        mine = self.secrets
        return roles.Dsns(
            owner=make_conninfo(inside, user=roles.OWNER, password=mine.owner),
            web=make_conninfo(inside, user=roles.WEB, password=mine.web),
            read=make_conninfo(inside, user=roles.READ, password=mine.read),
        )

    def environment(self) -> dict[str, str]:
        """What every process of this installation finds in its environment."""
        strings = self.dsns()
        return {
            dsn.OWNER: strings.owner,
            dsn.WEB: strings.web,
            dsn.READ: strings.read,
            "ENTREPOT_SECRET_KEY": self.secrets.django,
            "ENTREPOT_DATA": str(self.folder.path),
            "ENTREPOT_STATION": self.identity.kind,
            "DJANGO_SETTINGS_MODULE": "entrepot.project.settings",
        }

    # ---- schema ------------------------------------------------------------------------------------------------

    def _stamp(self) -> dict[str, str]:
        target = conninfo_to_dict(self.dsns().owner)
        where = f"{target.get('host', '')}:{target.get('port', '')}/{target['dbname']}"
        return {"release": entrepot.__version__, "migrations": migrations_fingerprint(), "database": where}

    def _is_prepared(self) -> bool:
        """Whether setup ran for this code and this database, and the database still holds what setup left."""
        path = self.folder.path / "prepared.json"
        try:
            noted = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return False
        if {key: noted.get(key) for key in self._stamp()} != self._stamp():
            return False
        try:
            return bool(noted.get("applied") == self._applied())
        except psycopg.Error:
            return False

    def _applied(self) -> int:
        with psycopg.connect(self.dsns().owner) as connection:
            row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        return int(row[0]) if row else 0

    def _prepare(self) -> None:
        """Roles, database, migrations, station. May run any number of times."""
        self.progress(PREPARING.say())
        superuser = self._check_version()
        if self.cluster is None:
            self._refuse_taken_server(superuser)
        roles.setup(superuser, self.database(), self.passwords)
        roles.claim(superuser, self._mark)
        from entrepot.project.server import schema

        schema.migrate(self.progress)
        schema.settle_station(self.identity.kind, self.database())
        stamp = self._stamp() | {"applied": self._applied()}
        (self.folder.path / "prepared.json").write_text(json.dumps(stamp), "utf-8")

    @property
    def passwords(self) -> roles.Passwords:
        """Of the three roles."""
        return roles.Passwords(owner=self.secrets.owner, web=self.secrets.web, read=self.secrets.read)

    @property
    def _mark(self) -> str:
        return f"station {self.identity.id}"

    def claim(self) -> None:
        """Mark the server's roles as those of this folder's station."""
        roles.claim(self._check_version(), self._mark)

    def _refuse_taken_server(self, superuser: str, *, fresh: bool = False) -> None:
        found = roles.claimed_by(superuser)
        if found and (fresh or found != self._mark):
            raise ServerFailed(TAKEN, found=found, mine=self._mark)

    def _check_version(self) -> str:
        """Refuse an old server; the connection string to set up with, which works before the database is there."""
        superuser = self.superuser()
        try:
            connection = psycopg.connect(superuser)
        except psycopg.OperationalError:
            superuser = make_conninfo(superuser, dbname="postgres")
            connection = psycopg.connect(superuser)
        with connection:
            found = connection.info.server_version // 10000
        if found < OLDEST:
            raise ServerFailed(TOO_OLD, found=found, oldest=OLDEST)
        return superuser


def migrations_fingerprint() -> str:
    """A hash over every migration of the package: another one means the schema may be behind."""
    found = hashlib.sha256()
    for path in sorted(_PACKAGE.glob("**/migrations/*")):
        if path.suffix in {".py", ".sql"}:
            found.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:32]
