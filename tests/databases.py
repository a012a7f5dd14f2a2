"""The databases of a test run, each on a server of its own, and how a database is made clean.

Whether an event may be told depends on the oldest transaction of its server, in whichever database that runs: workers
share no server. The servers are embedded ones with fsync off, which only test databases may have, copies of one that
is migrated once. ENTREPOT_TEST_DATABASE_URL names another server (PostgreSQL 15 or later) and a superuser on it; then
one worker runs all tests.
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
        try:
            with (folder / "run.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
        except (BlockingIOError, FileNotFoundError):  # in use, or ended while it was looked at
            continue


def _remove(folder: Path) -> None:
    me = account.Account("", os.getuid(), os.getgid(), changes_user=False)
    for made in folder.glob("*/postgres"):
        process = Cluster(made.parent, me, binaries.Binaries(folder)).postmaster()
        if process is not None:
            process.kill()
            process.wait(30)
    shutil.rmtree(folder)


# ---- server and database ---------------------------------------------------------------------------------------------


def planned(worker: str) -> Database:
    """The connection strings of a worker's database; it need not exist yet."""
    name = f"{_prefix(Path(os.environ[RUN]))}_{worker}" if os.environ.get(ELSEWHERE) else "test"
    inside = make_conninfo(_superuser(worker), dbname=name)
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
    """The migrated database of a worker, on a server of its own; the first to come makes what all copy."""
    mine = planned(worker)
    if os.environ.get(ELSEWHERE):
        _fill(worker)
        return mine
    folder = Path(os.environ[RUN])
    with _one_at_a_time():
        template = folder / "template"
        if not template.exists():
            _make_template(folder / "half")
            (folder / "half").rename(template)
    own = folder / worker
    own.mkdir(mode=0o711)
    subprocess.run(["cp", "-a", "--reflink=auto", str(template / "postgres"), str(own / "postgres")], check=True)
    _start(_cluster(own))
    return mine


def _superuser(worker: str) -> str:
    if elsewhere := os.environ.get(ELSEWHERE):
        return make_conninfo(elsewhere)
    sockets = socket_folder(Path(os.environ[RUN]) / worker)
    return make_conninfo(host=str(sockets), port=PORT, user=SUPERUSER, password=SUPERUSER_PASSWORD, dbname="postgres")


def _prefix(folder: Path) -> str:
    return "test_" + folder.name.removeprefix(_RUNS).lower()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(os.environ[RUN]) / "turn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _cluster(folder: Path) -> Cluster:
    me = account.current()
    return Cluster(folder, me, binaries.locate(me))


def _start(cluster: Cluster) -> None:
    cluster.start(tuning.settings(4 * tuning.GIB, 2, 64 * tuning.GIB) | tuning.THROWAWAY, progress=print)


def _make_template(folder: Path) -> None:
    folder.mkdir(mode=0o711)
    cluster = _cluster(folder)
    cluster.make(SUPERUSER_PASSWORD, sync=False)
    _start(cluster)
    _fill(folder.name)
    cluster.stop(progress=print)


def _fill(worker: str) -> None:
    """Roles, tables, and a copy of what the migrations wrote."""
    database = planned(worker)
    roles.setup(_superuser(worker), database.name, PASSWORDS)
    _migrate(database)
    _remember_first_rows(database)


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
    with psycopg.connect(make_conninfo(os.environ[ELSEWHERE]), autocommit=True) as connection:
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
