"""The database server of a test run, its template, the database of each worker, and how a database is made clean.

The server is the embedded one with fsync off, which only test databases may have. ENTREPOT_TEST_DATABASE_URL names
another server (PostgreSQL 15 or later) and a superuser on it.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from entrepot.project.server import account, binaries, tuning
from entrepot.project.server.cluster import PORT, SUPERUSER, Cluster, socket_folder
from entrepot.store import dsn, roles

PASSWORDS = roles.Passwords(owner="test-owner", web="test-web", read="test-read")
SUPERUSER_PASSWORD = "test-superuser"
RUN = "ENTREPOT_TEST_RUN"  # the folder of this run, handed from the controller to its workers
ELSEWHERE = "ENTREPOT_TEST_DATABASE_URL"
_TEMPORARY = Path(tempfile.gettempdir())
_RUNS = f"entrepot-tests-{os.getuid()}-"


@dataclass(frozen=True)
class Database:
    """One database: a connection string a role."""

    name: str
    superuser: str
    owner: str
    web: str
    read: str


# ---- the folder of a run ---------------------------------------------------------------------------------------------


def begin_run() -> int:
    """Make the folder of this run and hold its lock; returns the lock's descriptor."""
    _sweep()
    hidden = Path(tempfile.mkdtemp(prefix=f".{_RUNS}", dir=_TEMPORARY))  # until it is locked: others sweep
    hidden.chmod(0o711)  # as root the server runs under the service account
    lock = os.open(hidden / "run.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    folder = hidden.rename(hidden.with_name(hidden.name.removeprefix(".")))
    os.environ[RUN] = str(folder)
    return lock


def end_run(lock: int) -> None:
    """Remove what the run made."""
    folder = Path(os.environ.pop(RUN))
    if os.environ.get(ELSEWHERE):
        _drop_databases(_prefix(folder))
    _remove(folder)
    os.close(lock)


def _sweep() -> None:
    """End the servers of runs that were killed before they could."""
    for folder in _TEMPORARY.glob(f"{_RUNS}*"):
        with (folder / "run.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _remove(folder)


def _remove(folder: Path) -> None:
    me = account.Account("", os.getuid(), os.getgid(), changes_user=False)
    process = Cluster(folder, me, binaries.Binaries(folder)).postmaster()
    if process is not None:
        process.kill()
        process.wait(30)
    shutil.rmtree(folder)


# ---- server, template, database --------------------------------------------------------------------------------------


def planned(worker: str) -> Database:
    """The connection strings of a worker's database; it need not exist yet."""
    name = f"{_prefix(Path(os.environ[RUN]))}_{worker}"
    inside = make_conninfo(_superuser(), dbname=name)
    return Database(
        name=name,
        superuser=inside,
        owner=make_conninfo(inside, user=roles.OWNER, password=PASSWORDS.owner),
        web=make_conninfo(inside, user=roles.WEB, password=PASSWORDS.web),
        read=make_conninfo(inside, user=roles.READ, password=PASSWORDS.read),
    )


def environment(database: Database) -> dict[str, str]:
    """What a process on that database finds in its environment."""
    return {
        dsn.OWNER: database.owner,
        dsn.WEB: database.web,
        dsn.READ: database.read,
        "DJANGO_SETTINGS_MODULE": "entrepot.project.settings",
        "ENTREPOT_SECRET_KEY": "test-secret-key",
        "ENTREPOT_STATION": "practice",
    }


def make(worker: str) -> Database:
    """The migrated database of a worker; starts the server and makes the template if nobody has yet."""
    mine = planned(worker)
    with in_company(alone=False), _one_at_a_time() as folder:
        _start_server(folder)
        template = _make_template()
        with psycopg.connect(_superuser(), autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            connection.execute(create.format(*map(sql.Identifier, (mine.name, template, roles.OWNER))))
        roles.setup(_superuser(), mine.name, PASSWORDS)
    return mine


def _superuser() -> str:
    if elsewhere := os.environ.get(ELSEWHERE):
        return make_conninfo(elsewhere)
    sockets = socket_folder(Path(os.environ[RUN]))
    return make_conninfo(host=str(sockets), port=PORT, user=SUPERUSER, password=SUPERUSER_PASSWORD, dbname="postgres")


def _prefix(folder: Path) -> str:
    return "test_" + folder.name.removeprefix(_RUNS).lower()


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    folder = Path(os.environ[RUN])
    with (folder / "turn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@contextmanager
def in_company(*, alone: bool) -> Iterator[None]:
    """Hold this run's server together with other workers, or alone: then no transaction of theirs is running.

    Whether an event may be told depends on the oldest transaction of the server, in whichever database it runs.
    """
    folder = Path(os.environ[RUN])
    with (folder / "company.lock").open("w") as company:
        with (folder / "door.lock").open("w") as door:  # who waits to be alone keeps newcomers out
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(company, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def _start_server(folder: Path) -> None:
    if os.environ.get(ELSEWHERE):
        return
    me = account.current()
    cluster = Cluster(folder, me, binaries.locate(me))
    if not cluster.exists():
        cluster.make(SUPERUSER_PASSWORD, sync=False)
    small = tuning.settings(4 * tuning.GIB, 2, 64 * tuning.GIB) | tuning.THROWAWAY
    cluster.start(small, progress=print)


def _make_template() -> str:
    template, half = planned("template"), planned("half")
    with psycopg.connect(_superuser(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (template.name,)).fetchone():
            return template.name
    roles.setup(_superuser(), half.name, PASSWORDS)
    _migrate(half)
    _remember_first_rows(half)
    with psycopg.connect(_superuser(), autocommit=True) as connection:  # a template is complete or not there
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(half.name), sql.Identifier(template.name)))
    return template.name


def _migrate(database: Database) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | environment(database) | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    if done.returncode:
        pytest.exit(f"the migrations fail on an empty database: {done.stderr.strip()[-1500:]}", returncode=1)


def _drop_databases(prefix: str) -> None:
    with psycopg.connect(_superuser(), autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        for (name,) in names.fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# ---- a clean state for each test -------------------------------------------------------------------------------------

_TABLES = """
SELECT relname FROM pg_class
 WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
# Numbers begin again at 1, or after the highest number that the migrations gave out.
_RESTART_SEQUENCES = """
DO $$ DECLARE s record; top bigint; BEGIN
  FOR s IN SELECT q.sequencename, q.start_value, d.refobjid::regclass AS tab, a.attname
             FROM pg_sequences q
             LEFT JOIN pg_depend d ON d.objid = format('public.%I', q.sequencename)::regclass
                  AND d.classid = 'pg_class'::regclass AND d.refobjsubid > 0
             LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE q.schemaname = 'public' AND q.last_value IS NOT NULL LOOP
    top := NULL;
    IF s.tab IS NOT NULL THEN EXECUTE format('SELECT max(%I) FROM %s', s.attname, s.tab) INTO top; END IF;
    EXECUTE format('ALTER SEQUENCE public.%I RESTART WITH %s', s.sequencename, coalesce(top + 1, s.start_value));
  END LOOP;
END $$
"""


class Cleaner:
    """Brings the tables of one database back to what the migrations left."""

    def __init__(self, database: Database) -> None:
        self._connection = psycopg.connect(database.superuser, autocommit=True)
        self._connection.execute("SET lock_timeout = '20s'")
        self._tables = [name for (name,) in self._connection.execute(_TABLES)]
        first = self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'first_rows'")
        self._first = {name for (name,) in first}

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def clean(self) -> None:
        """Empty what tests have written, put back what the migrations wrote, begin numbers anew."""
        with self._connection.transaction():
            changed = set(with_rows(self._connection, self._tables)) - self._first
            changed |= {table for table in self._first if self._differs(table)}
            if changed:
                # no trigger asks for keys; a TRUNCATE would make a new file for every table and index it reaches
                self._connection.execute("SET LOCAL session_replication_role = replica")
                for table in sorted(changed):
                    self._connection.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
            for table in self._first - set(with_rows(self._connection, sorted(self._first))):
                back = sql.SQL("INSERT INTO public.{0} OVERRIDING SYSTEM VALUE TABLE first_rows.{0}")
                self._connection.execute(back.format(sql.Identifier(table)))
            self._connection.execute(_RESTART_SEQUENCES)

    def _differs(self, table: str) -> bool:
        content = "(SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM {}.{} AS t)"
        both = (sql.SQL(content).format(*map(sql.Identifier, (schema, table))) for schema in ("public", "first_rows"))
        row = self._connection.execute(sql.SQL("SELECT {} <> {}").format(*both)).fetchone()
        return bool(row and row[0])


def with_rows(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    """Those of `tables` that are not empty."""
    asks = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(sql.Literal(table), sql.Identifier(table))
        for table in tables
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asks))] if asks else []


def _remember_first_rows(database: Database) -> None:
    """Keep a copy of what the migrations wrote, to which every test returns."""
    with psycopg.connect(database.superuser) as connection:
        connection.execute("CREATE SCHEMA first_rows")
        for table in with_rows(connection, [name for (name,) in connection.execute(_TABLES)]):
            copy = sql.SQL("CREATE TABLE first_rows.{0} AS TABLE public.{0}")
            connection.execute(copy.format(sql.Identifier(table)))
