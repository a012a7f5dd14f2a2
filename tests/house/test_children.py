"""Web and workers: started again after they end, with a growing pause."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from entrepot.project.server.children import MARK, Child, end_left_over, left_over
from tests.house.conftest import quiet


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
