"""The HTTP bench: sets come in messages of 25 by a plan that does not wait; how long until each has its verdict."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import psycopg

from entrepot.project.bench.feed import SEED
from entrepot.project.bench.load import Request, write_requests
from entrepot.project.bench.scratch import Scratch
from entrepot.project.practice.messages import messages_of
from entrepot.project.practice.sets import bare_sets
from entrepot.project.server.supervisor import web_command

SETS_A_MESSAGE = 25
WARM_UP_S = 5
WORKERS = 2
FIRST_NO = 60_000_001
STATION = (sys.executable, "-m", "entrepot.project.bench.station")
_LOOK_EVERY_S = 0.01  # verdicts are seen at most that much after their commit
_PATIENCE_S = 30.0
_OVERLAP = 100  # batches commit out of the order of their numbers


@dataclass(frozen=True)
class Answered:
    """What an open loop showed; milliseconds from the planned moment of a set's messages to its verdict's commit."""

    sets: int
    undecided: int
    p50_ms: float
    p99_ms: float
    failed_requests: int
    lag_p99_ms: float
    generator_cpu: float  # of one processor

    def figures(self, *, rate: int, seconds: int) -> dict[str, object]:
        """As the bench prints them."""
        return {
            "p50_ms": self.p50_ms,
            "p99_ms": self.p99_ms,
            "http": {
                "sets_per_s_planned": rate,
                "seconds": seconds,
                "sets": self.sets,
                "sets_a_message": SETS_A_MESSAGE,
                "undecided": self.undecided,
                "failed_requests": self.failed_requests,
                "generator_lag_p99_ms": self.lag_p99_ms,
                "generator_cpu": self.generator_cpu,
            },
        }


def measure_http(place: Scratch, folder: Path, *, rate: int, seconds: int) -> Answered:
    """Send `rate` sets a second for `seconds`, after a warm-up that is not counted, to web and workers of `place`."""
    with ExitStack() as stack:
        tokens = _prepare(place)
        due = _write_plan(folder / "requests", tokens, rate=rate, seconds=seconds)
        port = free_port()
        stack.enter_context(running(web_command("127.0.0.1", port), place))
        for _ in range(WORKERS):
            stack.enter_context(running([*STATION, "work"], place))
        wait_for_pages(port)
        generator = _start_generator(folder, port)
        begin = time.time() + 1
        with _watching(place.owner, due) as decided_at:
            told = json.loads(generator.communicate(f"{begin}\n")[0])
    counted = {order: planned for order, planned in due.items() if planned >= WARM_UP_S}
    times = [(decided_at[order] - begin - planned) * 1000 for order, planned in counted.items() if order in decided_at]
    if len(times) < len(counted) / 2:
        raise RuntimeError(f"expected a verdict for each of {len(counted)} sets, found {len(times)}; see the log above")
    hundredths = quantiles(times, n=100)
    return Answered(
        sets=len(counted),
        undecided=len(counted) - len(times),
        p50_ms=round(hundredths[49]),
        p99_ms=round(hundredths[98]),
        failed_requests=sum(count for status, count in told["statuses"].items() if status != "202"),
        lag_p99_ms=told["lag_p99_ms"],
        generator_cpu=round(told["cpu_s"] / (seconds + WARM_UP_S), 3),
    )


def _write_plan(path: Path, tokens: dict[str, str], *, rate: int, seconds: int) -> dict[str, float]:
    """Write the requests; returns when each order's messages are due, in seconds from the beginning."""
    due: dict[str, float] = {}

    def requests() -> Iterator[Request]:
        groups = (seconds + WARM_UP_S) * rate // SETS_A_MESSAGE
        now = datetime.now(UTC) - timedelta(hours=2)
        for group in range(groups):
            moment = group * SETS_A_MESSAGE / rate
            sets = bare_sets(SETS_A_MESSAGE, SEED, first_no=FIRST_NO + group * SETS_A_MESSAGE, at=now)
            due.update(dict.fromkeys(sets.orders["order_no"], moment))
            for code, body in messages_of(sets):
                yield Request(moment, tokens[code], body)

    write_requests(path, requests())
    return due


def _prepare(place: Scratch) -> dict[str, str]:
    """Firms, editions and a token a sender; code → token."""
    done = subprocess.run(
        [*STATION, "prepare"], check=True, text=True, stdout=subprocess.PIPE, env=os.environ | place.environment
    )
    tokens: dict[str, str] = json.loads(done.stdout)
    return tokens


@contextmanager
def running(command: list[str], place: Scratch) -> Iterator[None]:
    """A process on the database of `place`, ended at the end."""
    process = subprocess.Popen(command, env=os.environ | place.environment)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for_pages(port: int) -> None:
    """Until the pages answer."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _start_generator(folder: Path, port: int) -> "subprocess.Popen[str]":
    plan = folder / "load.json"
    plan.write_text(
        json.dumps({"port": port, "path": "/api/v1/messages", "requests": str(folder / "requests")}), "utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "entrepot.project.bench.load", str(plan)],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        raise RuntimeError("the generator of the bench did not start; its error stands above")
    return process


@contextmanager
def _watching(conninfo: str, due: Collection[str]) -> Iterator[dict[str, float]]:
    """Order number of `due` → when its first verdict was seen (s since 1970), until all are there or time is up."""
    seen: dict[str, float] = {}
    generated = threading.Event()

    def look() -> None:
        until = float("inf")
        with psycopg.connect(conninfo, autocommit=True) as connection:
            (horizon,) = connection.execute("SELECT coalesce(max(id), 0) FROM declarations_batch").fetchone() or (0,)
            while len(seen) < len(due) and time.monotonic() < until:
                if generated.is_set():
                    until = min(until, time.monotonic() + _PATIENCE_S)
                rows = connection.execute(
                    "SELECT id, order_nos FROM declarations_batch WHERE id > %s", (horizon - _OVERLAP,)
                ).fetchall()
                now = time.time()
                for identifier, order_nos in rows:
                    horizon = max(horizon, identifier)
                    for order_no in order_nos:
                        if order_no in due:  # others were decided before
                            seen.setdefault(order_no, now)
                time.sleep(_LOOK_EVERY_S)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        generated.set()
        watcher.join()
