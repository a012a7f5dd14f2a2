"""`entrepot up`: one process that keeps database, web and workers running until it is told to end."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import psutil

from entrepot.project.server.children import FIRST_PAUSE_S, LONGEST_PAUSE_S, MARK, Child, end_left_over
from entrepot.project.server.cluster import ServerFailed
from entrepot.project.server.installation import Installation
from entrepot.project.wording import Refusal, Text

WORKERS_END_S = 60.0
WEB_ENDS_S = 15.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORT_TAKEN = Text(
    "Port {port} on {host} is in use by another program. Choose another: --port {other}",
    "{host} 的端口 {port} 已被其他程序占用。请换一个：--port {other}",
)
BACK = Text("the database had ended and runs again", "数据库曾中断，现已恢复运行")
NOT_BACK = Text("{said} Trying again in {pause} s.", "{said} {pause} 秒后重试。")
ENDING = Text("ending: workers, pages, database", "正在结束：工作进程、网页、数据库")


@dataclass(frozen=True)
class Plan:
    """What `up` was asked for."""

    host: str
    port: int
    workers: int

    @property
    def address(self) -> str:
        """Where a browser finds us."""
        host = self.host if self.host not in {"0.0.0.0", "::", "::1"} else "127.0.0.1"  # noqa: S104 - compared only
        return f"http://{host}:{self.port}/"


class Supervisor:
    """Runs a plan on an installation that was joined already."""

    def __init__(
        self, installation: Installation, plan: Plan, tell: Callable[[str], None], once: Sequence[str] = ()
    ) -> None:
        """once: words of a command that is started when the pages answer and not again after it has ended."""
        self.installation = installation
        self.plan = plan
        self.tell = tell
        self.children = self._children()
        self.once = self._once(once) if once else None
        self._end = False
        self._database_pause_s, self._database_next = FIRST_PAUSE_S, 0.0

    def run(self, on_ready: Callable[[], None]) -> None:
        """Start everything, call `on_ready` once the pages answer, keep it running until SIGTERM or Ctrl-C, end it."""
        end_left_over(self.installation.folder.path, self.tell)
        refuse_taken_port(self.plan)
        before = {one: signal.signal(one, self._asked_to_end) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
        try:
            told = False
            while not self._end:
                self._look_after_all()
                if not told and self._answers():
                    told = True
                    on_ready()
                    if self.once is not None:
                        self.once.start(time.monotonic())
                time.sleep(0.2 if told else 0.05)
        finally:
            self._end_all()
            for one, handler in before.items():
                signal.signal(one, handler)

    def _asked_to_end(self, _signal: int, _frame: FrameType | None) -> None:
        self._end = True

    def _look_after_all(self) -> None:
        self._revive(time.monotonic())
        for child in self.children:
            child.look_after(time.monotonic(), self.tell)
        if self.once is not None and self.once.process is not None:
            self.once.process.poll()  # so that it leaves nothing behind when it has ended

    def _revive(self, now: float) -> None:
        """Start the database again if it has ended; one that is killed while it recovers is started once more."""
        if now < self._database_next:
            return
        try:
            had_ended = self.installation.revive()
        except ServerFailed as failed:
            self._database_pause_s = min(self._database_pause_s * 2, LONGEST_PAUSE_S)
            self._database_next = now + self._database_pause_s
            self.tell(NOT_BACK.say(said=failed, pause=self._database_pause_s))
            return
        if had_ended:
            self._database_pause_s = FIRST_PAUSE_S
            self.tell(BACK.say())

    def _end_all(self) -> None:
        self.tell(ENDING.say())
        every = [*self.children, *([self.once] if self.once else [])]
        for child in every:
            child.ask_to_end()
        for child in every:
            child.wait(WEB_ENDS_S if child.name == "web" else WORKERS_END_S)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.plan.address}health", timeout=5) as answer:  # noqa: S310 - http, ours
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _environment(self) -> dict[str, str]:
        """Of every child: the marks by which it is known, and its share of the processors."""
        mark = {MARK: str(self.installation.folder.path)}
        # workers share the processors: each with threads for all of them would only wait for the others
        threads = {"POLARS_MAX_THREADS": str(max(1, (os.cpu_count() or 1) // max(1, self.plan.workers)))}
        return {**os.environ, **self.installation.environment(), **mark, **hosts(self.plan.host), **threads}

    def _once(self, words: Sequence[str]) -> Child:
        log = self.installation.folder.logs / f"{words[1]}.log"
        return Child(words[1], [sys.executable, "-m", "entrepot", *words], self._environment(), log)

    def _children(self) -> list[Child]:
        folder, environment = self.installation.folder, self._environment()
        web = web_command(self.plan.host, self.plan.port)
        work = [sys.executable, "-m", "entrepot", "worker", "--data", str(folder.path)]
        programs = {f"worker-{number}": work for number in range(1, self.plan.workers + 1)} | {"web": web}
        return [Child(name, line, environment, folder.logs / f"{name}.log") for name, line in programs.items()]


def web_command(host: str, port: int) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(max(1, (os.cpu_count() or 1) // 2)), "--blocking-threads", "4",
        "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", "10", "--log-level", "warning", "entrepot.project.wsgi:application",
    ]  # fmt: skip


def hosts(host: str) -> dict[str, str]:
    """The names a browser may call us by: those ENTREPOT_HOSTS lists, else this machine's own.

    Always those of loopback: `up` and a container's health check ask there whether the pages answer.
    """
    names = {"localhost", "127.0.0.1", "[::1]"}
    if told := os.environ.get("ENTREPOT_HOSTS"):
        names |= {name.strip() for name in told.split(",") if name.strip()}
    elif host not in _LOOPBACK:
        addresses = [one.address for found in psutil.net_if_addrs().values() for one in found]
        names |= {host, socket.gethostname(), *(one for one in addresses if one.count(".") == 3)}
    return {"ENTREPOT_HOSTS": ",".join(sorted(names))}


def refuse_taken_port(plan: Plan) -> None:
    """Raise Refusal if another program listens where the pages would be."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((plan.host, plan.port))
        except OSError:
            raise Refusal(PORT_TAKEN, host=plan.host, port=plan.port, other=plan.port + 1) from None
