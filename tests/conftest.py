"""One database server a worker, a copy of one that is migrated once, and a clean database for each test.

A test that asks for `db`, or for a fixture built on it, finds the tables as the migrations left them and the three
connection strings in the environment. Nothing is started for tests that do not ask. How: databases.py.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests import databases
from tests.databases import Cleaner, Database

if TYPE_CHECKING:
    from django.test import Client

pytest_plugins = ["tests.budget"]
LONGEST_NAME = 40
PURE = {"unit", "rulebook"}  # folders whose tests run without Django
_LOCK: pytest.StashKey[int] = pytest.StashKey()

# How long a case takes says something of the machine: speed is for benches.
settings.register_profile("entrepot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("entrepot")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get(databases.ELSEWHERE) and (config.getoption("numprocesses", None) or 0) > 1:
        raise pytest.UsageError(
            f"expected one worker with {databases.ELSEWHERE}: workers share no server; leave out -n"
        )
    if databases.RUN not in os.environ:
        config.stash[_LOCK] = databases.begin_run()
    os.environ |= databases.environment(databases.planned(_worker()))


def pytest_unconfigure(config: pytest.Config) -> None:
    lock = config.stash.get(_LOCK, None)
    if lock is not None:
        databases.end_run(lock)


@pytest.hookimpl(tryfirst=True)
def pytest_collect_file(file_path: Path) -> None:
    here = Path(__file__).parent
    inside = file_path.relative_to(here).parts[0] if file_path.is_relative_to(here) else ""
    if file_path.suffix == ".py" and inside not in PURE:
        _set_up_django()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long texts and bytes are numbered, not spelled: all workers must see the same names, also of random content."""
    spelled_badly = isinstance(val, bytes) or (isinstance(val, str) and len(val) > LONGEST_NAME)
    return argname if spelled_badly else None


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


def _set_up_django() -> None:
    from entrepot.project.server.schema import set_up_django

    set_up_django()


@pytest.fixture(scope="session")
def _cleaner() -> Iterator[tuple[Database, Cleaner]]:
    database = databases.make(_worker())
    cleaner = Cleaner(database)
    yield database, cleaner
    cleaner.close()


@pytest.fixture
def db(_cleaner: tuple[Database, Cleaner]) -> Iterator[Database]:
    """The tables as the migrations left them; connection strings in the environment and in the result."""
    _set_up_django()
    from django.db import connections

    database, cleaner = _cleaner
    cleaner.clean()
    yield database
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
