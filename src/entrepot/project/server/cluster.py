"""One PostgreSQL cluster in one folder: made, started, found again after a crash, stopped.

A server is known by its folder: every PostgreSQL process has its cluster as working directory. Processes of
other folders are never touched.
"""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import psutil
from psycopg import pq
from psycopg.conninfo import make_conninfo

from entrepot.project.server.account import Account, owner_of
from entrepot.project.server.binaries import MAJOR, Binaries
from entrepot.project.server.tuning import written
from entrepot.project.wording import Refusal, Text

SUPERUSER = "postgres"
PORT = 5432  # only part of the socket's name: nothing listens on the network
_LONGEST_SOCKET = 107  # bytes in sockaddr_un.sun_path, less the closing zero
_LOG_LIMIT = 20 * 1024 * 1024
_ORPHANS_END_S = 10.0
_CHILDREN: list[subprocess.Popen[bytes]] = []  # servers this process started; they may outlive it
Progress = Callable[[str], None]


NOT_MADE = Text("PostgreSQL could not make its folder {path}: {said}", "PostgreSQL 无法建立目录 {path}：{said}")
OTHER_RELEASE = Text(
    "The database in {path} is of PostgreSQL {found}; this release runs {expected}. "
    "Take a backup with the release that made it and restore it here.",
    "{path} 中的数据库是 PostgreSQL {found}；本版本运行的是 {expected}。请用建立它的版本备份，再在此恢复。",
)
NOT_STARTED = Text("The database did not start. The end of {log}:\n{said}", "数据库未能启动。{log} 的结尾：\n{said}")
NOT_OURS = Text(
    "{path} belongs to {found}, expected {expected}. Remove it and start again.",
    "{path} 属于 {found}，应属于 {expected}。请删除后重新启动。",
)
ORPHANS = Text("waiting for processes of the database that was killed", "正在等待被终止的数据库的遗留进程结束")
RECOVERING = Text("the database is recovering, {seconds} s: {said}", "数据库正在恢复，已 {seconds} 秒：{said}")
CHECKPOINT = Text("the database is writing its checkpoint, {seconds} s", "数据库正在写检查点，已 {seconds} 秒")


class ServerFailed(Refusal):
    """PostgreSQL did not start or stop; the sentence holds what it wrote."""


class Cluster:
    """The cluster below `place`: `postgres/`, `run/` (socket) and `postgres.log`."""

    def __init__(self, place: Path, account: Account, binaries: Binaries) -> None:
        self.place = place
        self.account = account
        self.binaries = binaries
        self.data = place / "postgres"
        self.log = place / "postgres.log"
        self.sockets = socket_folder(place)

    # ---- making ------------------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the cluster was made completely (an interrupted `make` leaves `postgres.new` only)."""
        return self.data.exists()

    def make(self, password: str, *, sync: bool = True) -> None:
        """Run initdb; the cluster takes its name only when it is complete."""
        new = self.place / "postgres.new"
        if new.exists():
            shutil.rmtree(new)
        self.account.own_folder(new)
        secret = self.place / "initdb.password"
        secret.touch(mode=0o600)
        secret.write_text(password, "utf-8")
        if self.account.changes_user:
            os.chown(secret, self.account.uid, self.account.gid)
        try:
            self._initdb(new, secret, sync=sync)
        finally:
            secret.unlink()
        new.rename(self.data)

    def _initdb(self, new: Path, secret: Path, *, sync: bool) -> None:
        command = [
            self.binaries.program("initdb"), "--pgdata", str(new), "--username", SUPERUSER, "--pwfile", str(secret),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-instructions",
        ]  # fmt: skip
        done = subprocess.run(
            [*command, *([] if sync else ["--no-sync"])],
            check=False, cwd="/", env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            **self.account.popen_arguments(),
        )  # fmt: skip
        if done.returncode:
            raise ServerFailed(NOT_MADE, path=new, said=done.stderr.strip()[-600:])

    # ---- finding -----------------------------------------------------------------------------------------------

    def conninfo(self, password: str, database: str = "postgres") -> str:
        """How the superuser connects."""
        return make_conninfo(
            host=str(self.sockets), port=PORT, user=SUPERUSER, password=password, dbname=database, connect_timeout=30
        )

    def postmaster(self) -> psutil.Process | None:
        """The running server of this folder, whoever started it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text("ascii").split("\n", 1)[0])
            process = psutil.Process(pid)
            return process if self._is_ours(process) else None
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None

    def answers(self) -> bool:
        """Whether the server takes connections."""
        address = make_conninfo(host=str(self.sockets), port=PORT, dbname="postgres", connect_timeout=5)
        return pq.PGconn.ping(address.encode()) == pq.Ping.OK

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.status() != psutil.STATUS_ZOMBIE and process.cwd() == os.path.realpath(self.data)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def _processes(self) -> list[psutil.Process]:
        return [one for one in psutil.process_iter(["name"]) if one.info["name"] == "postgres" and self._is_ours(one)]

    # ---- starting ----------------------------------------------------------------------------------------------

    def start(self, settings: dict[str, str], progress: Progress) -> None:
        """Start the server, or join the one that runs, and wait until it answers, however long recovery takes."""
        self._check_version()
        if self.postmaster() is not None:
            self._wait(None, progress)
            return
        self._clear_remains(progress)
        self.account.own_folder(self.sockets)
        _refuse_foreign(self.sockets, self.account)
        self._write_settings(settings)
        self._turn_log()
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [self.binaries.program("postgres"), "-D", str(self.data)],
                cwd="/", env=_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal ends us first, then we end it
                **self.account.popen_arguments(),
            )  # fmt: skip
        _CHILDREN.append(child)
        self._wait(child, progress)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text("ascii").strip()
        if found != str(MAJOR):
            raise ServerFailed(OTHER_RELEASE, path=self.data, found=found, expected=MAJOR)

    def _clear_remains(self, progress: Progress) -> None:
        """After a kill: end what is left of the old server; the number in its lock files may be another's by now."""
        _take_exit_status()
        began, told = time.monotonic(), False
        while left := self._processes():
            if time.monotonic() - began > _ORPHANS_END_S:  # a backend leaves by itself when its postmaster is gone
                send(signal.SIGKILL, left)
            if not told:
                progress(ORPHANS.say())
                told = True
            time.sleep(0.2)
        for stale in (self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"):
            stale.unlink(missing_ok=True)

    def _write_settings(self, settings: dict[str, str]) -> None:
        text = written(settings | {"unix_socket_directories": str(self.sockets), "port": str(PORT)})
        path = self.data / "postgresql.conf"
        path.write_text(text, "utf-8")
        if self.account.changes_user:
            os.chown(path, self.account.uid, self.account.gid)

    def _turn_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _wait(self, child: subprocess.Popen[bytes] | None, progress: Progress) -> None:
        told = began = time.monotonic()
        while not self.answers():
            ended = child.poll() is not None if child else self.postmaster() is None
            if ended:
                raise ServerFailed(NOT_STARTED, log=self.log, said=last_lines(self.log, 8))
            if time.monotonic() - told > 2:
                told = time.monotonic()
                progress(RECOVERING.say(seconds=round(told - began), said=last_lines(self.log, 1)))
            time.sleep(0.05)

    # ---- stopping ----------------------------------------------------------------------------------------------

    def stop(self, progress: Progress, *, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT closes connections and writes a checkpoint, SIGQUIT leaves that to the next start."""
        process = self.postmaster()
        if process is None:
            return
        send(how, [process])
        began = told = time.monotonic()
        while self._is_ours(process):
            _take_exit_status()
            if time.monotonic() - told > 2:
                told = time.monotonic()
                progress(CHECKPOINT.say(seconds=round(told - began)))
            time.sleep(0.05)


def send(what: signal.Signals, processes: Iterable[psutil.Process]) -> None:
    """Signal these; one that has ended since it was found needs none, and on a loaded machine that is usual."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(what)


def last_lines(log: Path, count: int) -> str:
    """The end of a log."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-count:])


def _take_exit_status() -> None:
    """So that a server we started does not stay as a zombie."""
    _CHILDREN[:] = [child for child in _CHILDREN if child.poll() is None]


def socket_folder(place: Path) -> Path:
    """Where the socket of a cluster lies: beside it, or in /tmp if that path is too long for a socket."""
    near = place / "run"
    name = os.fsencode(near / f".s.PGSQL.{PORT}")
    if len(name) <= _LONGEST_SOCKET and b"," not in name:  # a comma separates hosts in a connection string
        return near
    key = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
    return Path("/tmp") / f"entrepot-{key}"  # noqa: S108 - its mode is 0700 and its owner is checked


def _refuse_foreign(folder: Path, account: Account) -> None:
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != account.uid:
        raise ServerFailed(NOT_OURS, path=folder, found=owner_of(folder), expected=account.name)


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
