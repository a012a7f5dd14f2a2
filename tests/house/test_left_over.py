"""What a killed web server leaves running is ended: at once by the `up` that goes on, else by the next one."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.house.conftest import Up, health
from tests.house.test_killed import gone, wait_until

Start = Callable[..., Up]


def web(up: Up) -> tuple[psutil.Process, list[psutil.Process]]:
    """The web server that `up` started, and its own children."""
    (master,) = [process for process in psutil.Process(up.process.pid).children() if "granian" in process.cmdline()]
    return master, master.children(recursive=True)


def test_a_web_server_killed_alone_is_started_again_and_leaves_no_child(station: Path, start: Start) -> None:
    up = start(station, "--workers", "0")
    master, children = web(up)
    assert children
    master.kill()
    wait_until(lambda: all(gone(process) for process in children))
    wait_until(lambda: _is_back(up, master.pid))
    assert up.end().code == 0


def _is_back(up: Up, before: int) -> bool:
    try:
        return web(up)[0].pid != before and health(f"http://127.0.0.1:{up.port}/")[0] == 200
    except (OSError, ValueError, psutil.Error):  # between the end of one and the answer of the next
        time.sleep(0.2)
        return False


def test_the_next_up_ends_what_the_web_server_of_a_killed_one_left(station: Path, start: Start) -> None:
    first = start(station, "--workers", "0")
    master, children = web(first)
    supervisor = psutil.Process(first.process.pid)
    supervisor.suspend()
    master.kill()  # nobody looks after it: its children stay
    supervisor.kill()
    first.process.communicate(timeout=30)
    second = start(station, "--workers", "0")
    assert [process.pid for process in children if not gone(process)] == []
    assert health(f"http://127.0.0.1:{second.port}/") == (200, b"ok\n")
    assert second.end().code == 0
