"""How long a corrected list waits for its verdict: the eleven taught faults of the first five minutes, sent again.

Web and workers run as `up` runs them. Each refused list is corrected by whoever sends its documents: those that were
wrong, and the list, go over HTTP as changes; the clock runs from the first byte of the first message until the verdict
on the new version is committed.
"""

import json
import math
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

import psycopg

from entrepot.project.bench.http import STATION, WORKERS, free_port, running, wait_for_pages
from entrepot.project.bench.scratch import Scratch
from entrepot.project.server.supervisor import web_command

_LOOK_EVERY_S = 0.005
_PATIENCE_S = 30.0
_DECIDED = ("released", "held", "refused")


@dataclass(frozen=True)
class Correction:
    """The documents of one list as they should have been. messages: (token of the sender, message)."""

    order_no: str
    rules: tuple[str, ...]
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Judged:
    """One list after its correction."""

    rules: tuple[str, ...]
    state: str
    ms: int


def measure_corrections(place: Scratch, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figures of the bench; `tell` hears which part begins. Raises RuntimeError where a verdict does not come."""
    tell("practice sets, eleven with a fault")
    warm_up, *corrections = _taught(place)
    with ExitStack() as stack:
        port = free_port()
        stack.enter_context(running(web_command("127.0.0.1", port), place))
        for _ in range(WORKERS):
            stack.enter_context(running([*STATION, "work"], place))
        wait_for_pages(port)
        connection = stack.enter_context(psycopg.connect(place.owner, autocommit=True))
        _judged(connection, port, warm_up)  # its first verdict costs a station what it loads but once
        tell("corrections")
        found = [_judged(connection, port, one) for one in corrections]
    return figures(found)


def figures(found: Sequence[Judged]) -> dict[str, Any]:
    """As the bench prints them."""
    times = sorted(one.ms for one in found)
    return {
        "corrections": len(found),
        "released": sum(one.state == "released" for one in found),
        "refused_again": sum(one.state == "refused" for one in found),
        "verdict_p50_ms": math.ceil(median(times)),
        "verdict_max_ms": times[-1],
        "verdict_ms": {" ".join(one.rules): one.ms for one in found},
    }


def _taught(place: Scratch) -> list[Correction]:
    """A sound set that is sent first, to warm up; then what corrects each refused list."""
    done = subprocess.run(
        [*STATION, "teach"], check=True, text=True, stdout=subprocess.PIPE, env=os.environ | place.environment
    )
    return [
        Correction(one["order_no"], tuple(one["rules"]), tuple(map(tuple, one["messages"])))
        for one in json.loads(done.stdout.splitlines()[-1])
    ]


def _judged(connection: psycopg.Connection, port: int, correction: Correction) -> Judged:
    before = _current(connection, correction.order_no)
    begun = time.perf_counter()
    for token, body in correction.messages:
        _post(port, token, body)
    until = begun + _PATIENCE_S
    while time.perf_counter() < until:
        list_id, state = _current(connection, correction.order_no)
        if list_id != before[0] and state in _DECIDED:
            return Judged(correction.rules, state, round((time.perf_counter() - begun) * 1000))
        time.sleep(_LOOK_EVERY_S)
    raise RuntimeError(
        f"expected a verdict on the corrected list of {correction.order_no} ({', '.join(correction.rules)}) within"
        f" {_PATIENCE_S:.0f} s, found none; it stands as {_current(connection, correction.order_no)}"
    )


def _current(connection: psycopg.Connection, order_no: str) -> tuple[int, str]:
    """The current version of the order's list, and how it stands; (0, '') where none has come."""
    row = connection.execute("SELECT list_id, state FROM declarations_work WHERE order_no = %s", (order_no,)).fetchone()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def _post(port: int, token: str, body: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/xml"}
    address = f"http://127.0.0.1:{port}/api/v1/messages"
    request = urllib.request.Request(address, body.encode(), headers)
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310 - our own address
        answer.read()
