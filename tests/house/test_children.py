"""Web and workers: started again after they end, with a growing pause; the database too."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest

from entrepot.project.server import children, cluster
from entrepot.project.server.children import MARK, Child, end_left_over, left_over
from entrepot.project.server.cluster import NOT_STARTED, ServerFailed
from entrepot.project.server.supervisor import Plan, Supervisor
from tests.house.conftest import cluster_of, quiet


def child(tmp_path: Path, script: str, **environment: str) -> Child:
    return Child("worker-1", [sys.executable, "-c", script], {**os.environ, **environment}, tmp_path / "worker-1.log")


def ended(one: Child) -> None:
    assert one.process is not None
    one.process.wait(30)


def test_a_child_that_keeps_failing_is_started_again_with_growing_pauses(tmp_path: Path) -> None:
    told: list[str] = []
    failing, now, pauses = child(tmp_path, "print('no rules found'); raise SystemExit(3)"), 100.0, []
    for _ in range(4):
        failing.look_after(now, told.append)
        ended(failing)
        failing.look_after(now, told.append)  # notices the end
        pauses.append(failing.next_start - now)
        failing.look_after(now, told.append)  # too early to start again
        assert failing.process is None
        now = failing.next_start
    assert pauses == [1.0, 2.0, 4.0, 8.0]
    assert told[0] == (
        f"worker-1 ended with code 3; starting it again in 1.0 s. "
        f"Its log {tmp_path / 'worker-1.log'} ends: no rules found"
    )


def test_a_child_that_lived_long_begins_with_the_first_pause(tmp_path: Path) -> None:
    settled = child(tmp_path, "pass")
    settled.pause_s = 30.0
    settled.look_after(100.0, quiet)
    ended(settled)
    settled.look_after(100.0 + 61.0, quiet)
    assert settled.next_start == 161.5


def test_a_child_that_does_not_end_is_killed_after_its_time(tmp_path: Path) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    deaf = child(tmp_path, script)
    deaf.start(0.0)
    assert deaf.process is not None
    while not (tmp_path / "worker-1.log").read_text("ascii"):
        pass
    deaf.ask_to_end()
    deaf.wait(0.2)
    assert deaf.process.returncode == -9


@pytest.mark.parametrize("name", ["data", "another"])
def test_only_children_of_the_same_folder_are_ended(tmp_path: Path, name: str) -> None:
    folder, mine = tmp_path / "data", name == "data"
    other = child(tmp_path, "import time; time.sleep(60)", **{MARK: str(tmp_path / name)})
    other.start(0.0)
    assert other.process is not None
    assert [process.pid for process in left_over(folder)] == ([other.process.pid] if mine else [])
    end_left_over(folder, quiet, seconds=10)
    assert psutil.pid_exists(other.process.pid) is not mine
    other.ask_to_end()
    other.process.wait(10)


def over() -> psutil.Process:
    """A process that has ended since somebody found it."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    found = psutil.Process(process.pid)
    process.kill()
    process.wait(10)
    return found


def test_what_ends_by_itself_before_its_signal_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "left_over", lambda _folder: [over()])
    monkeypatch.setattr(children, "_session_of", lambda _process: 1)
    end_left_over(tmp_path, quiet, seconds=1)
    children._end_orphans(1, {MARK: str(tmp_path)})
    left = [[over()], []]
    monkeypatch.setattr(cluster, "_ORPHANS_END_S", -1.0)
    there = cluster_of(tmp_path)
    monkeypatch.setattr(there, "_processes", lambda: left.pop(0))
    there._clear_remains(quiet)
    assert left == []


def test_a_database_that_is_killed_while_it_recovers_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    answers: list[bool | ServerFailed] = [ServerFailed(NOT_STARTED, log="log", said="killed")] * 2 + [True, False]
    told: list[str] = []

    def revive() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, ServerFailed):
            raise answer
        return answer

    folder = SimpleNamespace(path=tmp_path, logs=tmp_path)
    station = SimpleNamespace(folder=folder, environment=dict, revive=revive)
    up = Supervisor(cast("Any", station), Plan("127.0.0.1", 8000, 0), told.append)
    for now in (10.0, 10.9, 11.0, 12.9, 13.0, 13.1):
        up._revive(now)
    assert answers == []
    assert [line.rpartition(" Trying")[2] for line in told[:2]] == [" again in 1.0 s.", " again in 2.0 s."]
    assert told[2:] == ["the database had ended and runs again"]
