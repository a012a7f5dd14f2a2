"""The programs that `up` keeps running: web and workers, restarted with a growing pause, ended in order."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from entrepot.project.server.cluster import Progress, last_lines, send
from entrepot.project.wording import Text

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
SETTLED_S = 60.0  # lived that long: the next end is a new trouble and begins with the first pause
ORPHANS_END_S = 5.0
LOG_LIMIT = 20 * 1024 * 1024
MARK = "ENTREPOT_CHILD_OF"  # names the data folder in the environment of every child and its descendants
ENDED = Text(
    "{name} ended with code {code}; starting it again in {pause} s. Its log {log} ends: {said}",
    "{name} 已结束，退出码 {code}；{pause} 秒后重新启动。日志 {log} 的结尾：{said}",
)
LEFT_OVER = Text("ending {count} processes of the last run", "正在结束上次运行遗留的 {count} 个进程")
_LIBC = ctypes.CDLL(None)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """One program and what is known of its run."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    next_start: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start it; its output goes to its log."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509 - we have no threads
            )  # fmt: skip
        self.began = now

    def look_after(self, now: float, tell: Progress) -> None:
        """Start it again if it has ended and its pause is over."""
        if self.process is None:
            if now >= self.next_start:
                self.start(now)
        elif (code := self.process.poll()) is not None:
            self.pause_s = FIRST_PAUSE_S if now - self.began > SETTLED_S else min(self.pause_s * 2, LONGEST_PAUSE_S)
            self.next_start = now + self.pause_s
            _end_orphans(self.process.pid, self.environment)
            self.process = None
            tell(ENDED.say(name=self.name, code=code, pause=self.pause_s, log=self.log, said=last_lines(self.log, 1)))

    def ask_to_end(self) -> None:
        """SIGTERM: finish what is in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Until it has ended; it and its descendants are killed when the time is over."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _end_orphans(leader: int, environment: Mapping[str, str]) -> None:
    """What a child that ended by itself left running in its session: they would keep its port, or its work."""
    folder = environment.get(MARK)
    if folder is None:
        return
    orphans = [process for process in left_over(Path(folder)) if _session_of(process) == leader]
    _end(orphans, ORPHANS_END_S)


def _end(processes: list[psutil.Process], seconds: float) -> None:
    """Gently, then for good; some end by themselves meanwhile."""
    send(signal.SIGTERM, processes)
    _, stubborn = psutil.wait_procs(processes, timeout=seconds)
    send(signal.SIGKILL, stubborn)
    psutil.wait_procs(stubborn, timeout=ORPHANS_END_S)


def _session_of(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except ProcessLookupError:
        return 0


def _die_with_parent() -> None:
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def left_over(folder: Path) -> list[psutil.Process]:
    """Children of an earlier `up` on this folder that was killed, known by the folder in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(folder):
                found.append(process)
        except psutil.Error:  # of another account, or gone by now: not ours
            continue
    return found


def end_left_over(folder: Path, tell: Progress, *, seconds: float = 20.0) -> None:
    """End them, gently first."""
    remaining = left_over(folder)
    if not remaining:
        return
    tell(LEFT_OVER.say(count=len(remaining)))
    _end(remaining, seconds)


def until(ready: Callable[[], bool], still_alive: Callable[[], None]) -> None:
    """Wait for `ready`, looking after everything meanwhile."""
    while not ready():
        still_alive()
        time.sleep(0.1)
