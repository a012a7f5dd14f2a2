"""kill -9 at any moment: start again, and what was committed is there."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from entrepot.project.server import account, binaries
from entrepot.project.server.cluster import Cluster
from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from tests.house.conftest import Up, cluster_of, entrepot, quiet, runs

Start = Callable[..., Up]
WRITE = "INSERT INTO store_event (kind, at, batch) VALUES (%s, now(), '{}')"
COUNT = "SELECT count(*) FROM store_event WHERE kind = %s"


def owner_of(folder: Path) -> str:
    return Installation(DataFolder(folder), quiet).dsns().owner


def write(folder: Path, kind: str) -> None:
    with psycopg.connect(owner_of(folder)) as connection:
        connection.execute(WRITE, [kind])


def count(folder: Path, kind: str) -> int:
    with psycopg.connect(owner_of(folder)) as connection:
        row = connection.execute(COUNT, [kind]).fetchone()
    assert row is not None
    return int(row[0])


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def wait_until(happened: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_everything_killed_at_once_starts_again_with_what_was_committed(station: Path, start: Start) -> None:
    first = start(station, "--workers", "1")
    write(station, "test.all-killed")
    family = first.kill_family()
    first.process.communicate(timeout=30)
    wait_until(lambda: all(gone(process) for process in family))
    second = start(station, "--workers", "0")
    assert second.ready["ready"] is True
    assert count(station, "test.all-killed") == 1
    assert second.end().code == 0


def test_the_supervisor_killed_alone_takes_pages_and_workers_with_it(station: Path, start: Start) -> None:
    first = start(station, "--workers", "1")
    others = [process for process in first.family()[1:] if process.name() != "postgres"]
    first.process.kill()
    first.process.communicate(timeout=30)
    wait_until(lambda: all(gone(process) for process in others))
    wait_until(lambda: not runs(station))  # the worker was told to end and was the last one out


def test_a_database_left_behind_is_stopped_by_the_next_command(station: Path, start: Start) -> None:
    first = start(station, "--workers", "0")
    first.process.kill()
    first.process.communicate(timeout=30)
    assert runs(station)
    assert entrepot("doctor", "--data", station).code == 0
    assert not runs(station)


def test_the_database_killed_alone_is_started_again(station: Path, start: Start) -> None:
    up = start(station, "--workers", "0")
    write(station, "test.database-killed")
    before = cluster_of(station).postmaster()
    assert before is not None
    before.kill()
    wait_until(lambda: gone(before))
    wait_until(lambda: runs(station) and cluster_of(station).answers())
    assert count(station, "test.database-killed") == 1
    said = up.end()
    assert said.code == 0
    assert "the database had ended and runs again" in said.err


def test_a_pid_file_with_the_number_of_somebody_else_is_no_hindrance(station: Path) -> None:
    pid_file = station / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{station / 'postgres'}\n0\n5432\n\n\n\n", "ascii")
    assert not runs(station)
    said = entrepot("doctor", "--data", station)
    assert said.code == 0, said.err
    os.kill(os.getpid(), 0)  # we were not taken for the database
    assert not pid_file.exists()


def test_an_interrupted_making_of_the_database_is_made_anew(new_folder: Path) -> None:
    half = new_folder / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", "ascii")
    me = account.current()
    cluster = Cluster(new_folder, me, binaries.locate(me))
    cluster.make("secret", sync=False)
    assert not half.exists()
    assert (new_folder / "postgres" / "global").is_dir()
    assert sorted(path.name for path in new_folder.iterdir()) == ["postgres"]  # no password left lying


def test_ends_a_backend_without_postmaster_and_touches_no_other(station: Path) -> None:
    assert entrepot("doctor", "--data", station).code == 0  # prepared by a process whose Django is on this database
    installation = Installation(DataFolder(station), quiet)
    with installation:
        postmaster = cluster_of(station).postmaster()
        assert postmaster is not None
        with psycopg.connect(installation.dsns().owner) as connection:
            backend = psutil.Process(connection.info.backend_pid)
            backend.suspend()  # cannot notice that its postmaster is gone
            postmaster.send_signal(signal.SIGKILL)
            wait_until(lambda: gone(postmaster))
            assert installation.revive()
            assert gone(backend)
        assert count(station, "test.nothing") == 0
