"""Data folders and the command line as a person uses it."""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from entrepot.project.server import account
from entrepot.project.server.binaries import Binaries
from entrepot.project.server.cluster import Cluster
from entrepot.store import dsn

READY_WITHIN_S = 150
NOT_HANDED_ON = {dsn.OWNER, dsn.WEB, dsn.READ, "ENTREPOT_DATA", "DATABASE_URL", "ENTREPOT_STATION", "LANG", "LC_ALL"}


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> Any:  # noqa: ANN401 - JSON
        """The object for programs: the last line of standard output."""
        return json.loads(self.out.splitlines()[-1])


def clean_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)} | more


def entrepot(*words: str | Path, **environment: str) -> Said:
    """Run one command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "entrepot", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        env=clean_environment(**environment),
        timeout=100,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def cluster_of(folder: Path) -> Cluster:
    """The cluster in a folder, to look at it."""
    me = account.Account("", os.getuid(), os.getgid(), changes_user=False)
    return Cluster(folder, me, Binaries(folder))


def health(address: str) -> tuple[int, bytes]:
    """What the pages answer when asked whether they can work."""
    with urllib.request.urlopen(f"{address}health", timeout=10) as answer:  # noqa: S310 - our own address
        return answer.status, answer.read()


def quiet(_line: str) -> None:
    """Progress nobody listens to."""


def runs(folder: Path) -> bool:
    """Whether the database of that folder runs."""
    return cluster_of(folder).postmaster() is not None


class Up:
    """A running `entrepot up --json`."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.port = free_port()
        line = [sys.executable, "-m", "entrepot", "up", "--data", str(folder), "--port", str(self.port), "--json"]
        self.process = subprocess.Popen(
            [*line, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
        )
        assert self.process.stdout is not None
        heard, _, _ = select.select([self.process.stdout], [], [], READY_WITHIN_S)
        self.ready = json.loads(self.process.stdout.readline() or "{}") if heard else {}
        if "ready" not in self.ready:
            self.process.terminate()
            out, err = self.process.communicate(timeout=30)
            logs = "".join(path.read_text("utf-8")[-1500:] for path in sorted((folder / "logs").glob("*.log")))
            pytest.fail(f"up did not become ready: {self.ready} {out} {err} {logs}")

    def family(self) -> list[psutil.Process]:
        """It and all it has started."""
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def kill_family(self) -> list[psutil.Process]:
        """Kill all of it at once; those it was. Some end by themselves once their parent is gone."""
        family = self.family()
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        return family

    def end(self, how: signal.Signals = signal.SIGTERM) -> Said:
        """Tell it to end and wait until it has."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=90)
        return Said(self.process.returncode, out, err)


@pytest.fixture(autouse=True)
def _environment_as_before() -> Iterator[None]:
    """Joining an installation tells this process where its database is; the next test has another one."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """A place for a data folder that the service account reaches, removed with whatever still runs in it."""
    yield from _folder()


@pytest.fixture(scope="session")
def _mould() -> Iterator[Path]:
    for folder in _folder():
        made = entrepot("init", "--data", folder, "--json")
        assert made.code == 0, made.err
        yield folder


@pytest.fixture(scope="module")
def station(_mould: Path) -> Iterator[Path]:
    """A practice station, made and stopped: a copy of one made once."""
    for folder in _folder():
        subprocess.run(["cp", "-a", str(_mould), str(folder)], check=True)
        yield folder


def _folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="entrepot-house-"))
    parent.chmod(0o711)
    yield parent / "data"
    process = cluster_of(parent / "data").postmaster()
    if process is not None:
        process.kill()
        process.wait(30)
    shutil.rmtree(parent)


@pytest.fixture
def start() -> Iterator[Callable[..., Up]]:
    """Start stations; what still runs at the end of the test is killed."""
    started: list[Up] = []

    def up(folder: Path, *words: str) -> Up:
        started.append(Up(folder, *words))
        return started[-1]

    yield up
    for one in started:
        if one.process.poll() is None:
            one.kill_family()
        one.process.communicate(timeout=30)
