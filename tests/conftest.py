"""One database server a run, migrations once into a template, one database a worker, a clean one for each test.

The server is the embedded one with fsync off, which only test databases may have. ENTREPOT_TEST_DATABASE_URL names
another server (PostgreSQL 15 or later) and an account on it that may make roles and databases.

A test that asks for `db`, or for a fixture built on it, finds the tables as the migrations left them and the three
connection strings in the environment. Nothing is started for tests that do not ask.
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
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from entrepot.project.server import account, binaries, tuning
from entrepot.project.server.cluster import PORT, SUPERUSER, Cluster, socket_folder
from entrepot.store import dsn, roles

if TYPE_CHECKING:
    from django.test import Client

PASSWORDS = roles.Passwords(owner="test-owner", web="test-web", read="test-read")
SUPERUSER_PASSWORD = "test-superuser"
PURE = ("unit", "rulebook")  # folders whose tests run without Django
RUN_VARIABLE = "ENTREPOT_TEST_RUN"  # the folder of this run, handed from the controller to its workers
_RUNS = "entrepot-tests-"


@dataclass(frozen=True)
class Database:
    """The database of this worker: one connection string a role."""

    name: str
    superuser: str
    owner: str
    web: str
    read: str


# ---- one run ---------------------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if RUN_VARIABLE not in os.environ:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{_RUNS}{os.getuid()}-", dir="/tmp"))
        folder.chmod(0o711)  # as root the server runs under the service account
        lock = (folder / "run.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        config.stash[_OWN_RUN] = lock
        os.environ[RUN_VARIABLE] = str(folder)
    database = _planned(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    os.environ |= {dsn.OWNER: database.owner, dsn.WEB: database.web, dsn.READ: database.read}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.project.settings")


def pytest_unconfigure(config: pytest.Config) -> None:
    lock = config.stash.get(_OWN_RUN, None)
    if lock is None:
        return
    folder = Path(os.environ.pop(RUN_VARIABLE))
    if os.environ.get("ENTREPOT_TEST_DATABASE_URL"):
        _drop_databases(folder)
    _remove(folder)
    lock.close()


_OWN_RUN: pytest.StashKey = pytest.StashKey()


def _sweep() -> None:
    """End the servers of runs that were killed before they could."""
    for folder in Path("/tmp").glob(f"{_RUNS}{os.getuid()}-*"):
        with (folder / "run.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _remove(folder)


def _remove(folder: Path) -> None:
    cluster = Cluster(folder, account.Account("", 0, 0, changes_user=False), binaries.Binaries(folder))
    process = cluster.postmaster()
    if process is not None:
        process.terminate()
        process.kill()
        process.wait(30)
    shutil.rmtree(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_collect_file(file_path: Path) -> None:
    here = Path(__file__).parent
    if file_path.suffix == ".py" and file_path.is_relative_to(here) and file_path.relative_to(here).parts[0] not in PURE:
        _set_up_django()


def _set_up_django() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


# ---- server, template, databases -------------------------------------------------------------------------------------


def _superuser_conninfo() -> str:
    elsewhere = os.environ.get("ENTREPOT_TEST_DATABASE_URL")
    if elsewhere:
        return make_conninfo(elsewhere)
    sockets = socket_folder(Path(os.environ[RUN_VARIABLE]))
    return make_conninfo(host=str(sockets), port=PORT, user=SUPERUSER, password=SUPERUSER_PASSWORD, dbname="postgres")


def _prefix() -> str:
    return "test_" + Path(os.environ[RUN_VARIABLE]).name.removeprefix(_RUNS).replace("-", "_")


def _planned(worker: str) -> Database:
    """The connection strings of a worker's database; it need not exist yet."""
    name = f"{_prefix()}_{worker}"
    inside = make_conninfo(_superuser_conninfo(), dbname=name)
    return Database(
        name=name,
        superuser=inside,
        owner=make_conninfo(inside, user=roles.OWNER, password=PASSWORDS.owner),
        web=make_conninfo(inside, user=roles.WEB, password=PASSWORDS.web),
        read=make_conninfo(inside, user=roles.READ, password=PASSWORDS.read),
    )


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    folder = Path(os.environ[RUN_VARIABLE])
    with (folder / "turn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _start_server(folder: Path) -> None:
    if os.environ.get("ENTREPOT_TEST_DATABASE_URL"):
        return
    me = account.current()
    cluster = Cluster(folder, me, binaries.locate(me))
    if not cluster.exists():
        cluster.make(SUPERUSER_PASSWORD, sync=False)
    small = tuning.settings(4 * tuning.GIB, 2, 64 * tuning.GIB) | tuning.THROWAWAY
    cluster.start(small, lambda line: print(line, file=sys.stderr))


def _make_template() -> str:
    template = _planned("template")
    with psycopg.connect(_superuser_conninfo(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (template.name,)).fetchone():
            return template.name
    half = _planned("half")  # takes the template's name when it is complete
    roles.setup(_superuser_conninfo(), half.name, PASSWORDS)
    _migrate(half)
    _remember_first_rows(half)
    with psycopg.connect(_superuser_conninfo(), autocommit=True) as connection:
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(half.name), sql.Identifier(template.name)))
    return template.name


def _migrate(database: Database) -> None:
    strings = {dsn.OWNER: database.owner, dsn.WEB: database.web, dsn.READ: database.read}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | strings | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    if done.returncode:
        pytest.exit(f"the migrations fail on an empty database: {done.stderr.strip()[-1500:]}", returncode=1)


@pytest.fixture(scope="session")
def database() -> Database:
    """The database of this worker, migrated; its rows are whatever the last test left. Tests ask for `db`."""
    mine = _planned(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    with _one_at_a_time() as folder:
        _start_server(folder)
        template = _make_template()
        with psycopg.connect(_superuser_conninfo(), autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            names = (sql.Identifier(name) for name in (mine.name, template, roles.OWNER))
            connection.execute(create.format(*names))
        roles.setup(_superuser_conninfo(), mine.name, PASSWORDS)
    return mine


def _drop_databases(folder: Path) -> None:
    with psycopg.connect(_superuser_conninfo(), autocommit=True) as connection:
        prefix = "test_" + folder.name.removeprefix(_RUNS).replace("-", "_")
        names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,)).fetchall()
        for (name,) in names:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# ---- a clean state for each test -------------------------------------------------------------------------------------


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
    return sorted(name for (name,) in rows)


def _with_rows(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    asks = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(table), sql.Identifier(table))
        for table in tables
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asks))] if asks else []


def _remember_first_rows(database: Database) -> None:
    """Keep a copy of what the migrations wrote, to which every test returns."""
    with psycopg.connect(database.superuser) as connection:
        connection.execute("CREATE SCHEMA first_rows")
        for table in _with_rows(connection, _tables(connection)):
            copy = sql.SQL("CREATE TABLE first_rows.{0} AS TABLE public.{0}")
            connection.execute(copy.format(sql.Identifier(table)))


def _clean(database: Database) -> None:
    with psycopg.connect(database.superuser) as connection:
        connection.execute("SET lock_timeout = '20s'")
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'first_rows'").fetchall()
        first = {name for (name,) in rows}
        written = set(_with_rows(connection, _tables(connection)))
        changed = (written - first) | {table for table in first if _differs(connection, table)}
        if changed:
            names = sql.SQL(", ").join(sql.Identifier(name) for name in sorted(changed))
            connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for table in first & set(_emptied(connection, sorted(first))):
            back = sql.SQL("INSERT INTO public.{0} OVERRIDING SYSTEM VALUE TABLE first_rows.{0}")
            connection.execute(back.format(sql.Identifier(table)))
        _restart_sequences(connection)


def _differs(connection: psycopg.Connection, table: str) -> bool:
    content = "(SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM {}.{} AS t)"
    name = sql.Identifier(table)
    both = (sql.SQL(content).format(sql.Identifier(schema), name) for schema in ("public", "first_rows"))
    row = connection.execute(sql.SQL("SELECT {} <> {}").format(*both)).fetchone()
    return bool(row and row[0])


def _emptied(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    return sorted(set(tables) - set(_with_rows(connection, tables)))


def _restart_sequences(connection: psycopg.Connection) -> None:
    """Numbers begin again at 1, or after the highest number that the migrations gave out."""
    connection.execute(
        """
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
    )


@pytest.fixture
def db(database: Database) -> Iterator[Database]:
    """The tables as the migrations left them; connection strings in the environment and in the result."""
    _set_up_django()
    _clean(database)
    yield database
    from django.db import connections

    connections.close_all()


@pytest.fixture
def owner(db: Database) -> Iterator[psycopg.Connection]:
    """An autocommit connection as entrepot_owner."""
    with psycopg.connect(db.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def django_client(db: Database) -> "Client":
    """Django's test client on the clean database."""
    from django.test import Client

    return Client()


def conninfo_of(url: str) -> dict[str, str]:
    """The parts of a connection string, as text."""
    return {key: str(value) for key, value in conninfo_to_dict(url).items()}
