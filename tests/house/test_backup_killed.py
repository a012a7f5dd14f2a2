"""A backup and a restore that are killed half way leave nothing of the name that was asked for."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.house.conftest import clean_environment, cluster_of, entrepot, runs
from tests.house.test_database_url import elsewhere

__all__ = ["elsewhere"]


@pytest.fixture
def taken(station: Path) -> Path:
    out = station.parent / "killed.backup"
    if not out.exists():
        said = entrepot("backup", out, "--data", station, "--json")
        assert said.code == 0, said.err
    return out


def killed_when(ready: Callable[[], bool], *words: str | Path) -> None:
    """Start a command and kill it as soon as `ready`."""
    line = [sys.executable, "-m", "entrepot", *map(str, words)]
    process = subprocess.Popen(line, env=clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    while not ready():
        assert process.poll() is None, "it ended before it was killed"
        assert time.monotonic() - began < 80
        time.sleep(0.01)
    process.kill()
    process.wait(30)


def databases(server: str) -> set[str]:
    with psycopg.connect(make_conninfo(server, dbname="postgres")) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def has_tables(server: str, name: str) -> bool:
    with contextlib.suppress(psycopg.Error), psycopg.connect(make_conninfo(server, dbname=name)) as connection:
        return bool(
            connection.execute("SELECT to_regclass('public.parties_station') IS NOT NULL").fetchone() == (True,)
        )
    return False


def test_on_a_server_the_database_is_there_whole_or_not_at_all(taken: Path, new_folder: Path, elsewhere: str) -> None:
    def half_way() -> bool:
        return any(
            has_tables(elsewhere, name) for name in databases(elsewhere) if name.startswith("entrepot_restoring")
        )

    killed_when(half_way, "restore", taken, "--to", elsewhere, "--data", new_folder)
    assert "trade" not in databases(elsewhere)
    assert not new_folder.exists()
    again = entrepot("restore", taken, "--to", elsewhere, "--data", new_folder, "--json")
    assert again.code == 0, again.err
    assert {name for name in databases(elsewhere) if not name.startswith("template")} == {"postgres", "trade"}
    assert [path.name for path in new_folder.parent.iterdir() if "restoring" in path.name] == []


def test_a_folder_is_there_whole_or_not_at_all(taken: Path, new_folder: Path) -> None:
    passing = new_folder.with_name(f".{new_folder.name}.restoring")
    killed_when((passing / "postgres" / "postmaster.pid").exists, "restore", taken, "--data", new_folder)
    assert not new_folder.exists()
    left = cluster_of(passing).postmaster()
    again = entrepot("restore", taken, "--data", new_folder, "--json")
    assert again.code == 0, again.err
    assert left is None or not left.is_running()
    assert not passing.exists()
    assert not runs(new_folder)


def test_a_backup_takes_its_name_when_it_is_complete(station: Path, taken: Path) -> None:
    out = station.parent / "half.backup"
    half = out.with_name(f".{out.name}.new")
    killed_when(half.exists, "backup", out, "--data", station)
    assert not out.exists()
    assert entrepot("backup", out, "--data", station, "--json").code == 0
    assert not half.exists()
