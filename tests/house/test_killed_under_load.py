"""kill -9 of workers, web and database while messages come in: nothing lost, nothing decided twice, all answered.

`make test` kills a few times; `make soak` fifty times (ENTREPOT_SOAK_KILLS says another number).
"""

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import psutil
import psycopg
import pytest

from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from tests.house.conftest import Up, quiet

T = TypeVar("T")
Start = Callable[..., Up]
SETS_A_ROUND = 40
WITHIN_S = 120.0


class Feeder:
    """Sends sets into a running station as its web process would: one row a message.

    sent: how many the station holds in all, also those of another test on the same folder.
    """

    def __init__(self, folder: Path) -> None:
        installation = Installation(DataFolder(folder), quiet)
        os.environ |= installation.environment()  # with its key messages are sealed
        self.conninfo = installation.dsns().owner
        (self.sent,) = self.ask("SELECT count(*) FROM declarations_work")

    def messages(self) -> list[tuple[str, bytes]]:
        from tests.factories.line import KINDS, messages_of, some_sets

        sets = some_sets(SETS_A_ROUND, first_no=self.sent + 1, at=datetime.now(UTC))
        self.sent += SETS_A_ROUND
        return [message for kind in KINDS for message in messages_of(sets, kind)]

    def send(self) -> None:
        """Send a round; a message counts as accepted once its transaction is committed, so it is tried until it is."""
        from entrepot.modules.exchange import api as exchange
        from entrepot.modules.parties import api as parties

        for code, body in self.messages():

            def keep(connection: psycopg.Connection, code: str = code, body: bytes = body) -> None:
                ids = parties.resolve(connection, [(code, code, "")])
                incoming = exchange.Incoming("message", ids[code], body)
                exchange.store_messages(connection, [incoming], now=datetime.now(UTC), practice=True)

            self._patiently(keep)

    def ask(self, query: str) -> tuple[int, ...]:
        def answered(connection: psycopg.Connection) -> tuple[int, ...]:
            row = connection.execute(query).fetchone()
            assert row is not None
            return tuple(row)

        return self._patiently(answered)

    def _patiently(self, do: Callable[[psycopg.Connection], T]) -> T:
        deadline = time.monotonic() + WITHIN_S
        while True:
            try:
                with psycopg.connect(self.conninfo, connect_timeout=5) as connection:
                    return do(connection)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


def kill_one(running: Up, chance: random.Random) -> str:
    """Kill a process of the station that is not the supervisor; its name."""
    family = [process for process in running.family() if process.pid != running.process.pid]
    victim = chance.choice(family)
    try:
        name = victim.name()
        victim.kill()
    except psutil.NoSuchProcess:
        return "gone already"
    return name


def kill_under_load(station: Path, start: Start, rounds: int) -> None:
    chance = random.Random(9610)
    running = start(station, "--workers", "2")
    feeder = Feeder(station)
    for _ in range(rounds):
        feeder.send()
        time.sleep(chance.uniform(0, 0.5))
        kill_one(running, chance)
    lists = "SELECT count(*), count(*) FILTER (WHERE state IN ('released', 'held', 'refused')) FROM declarations_work"
    deadline = time.monotonic() + WITHIN_S + 5 * rounds
    while feeder.ask(lists) != (feeder.sent, feeder.sent):
        assert time.monotonic() < deadline, f"{feeder.ask(lists)} of {feeder.sent} lists decided in time"
        time.sleep(0.5)
    assert feeder.ask("SELECT count(*) FROM exchange_message WHERE direction = 'in' AND state <> 'read'") == (0,)
    assert feeder.ask("SELECT count(*), max(decision_no) FROM declarations_decision") == (feeder.sent, 1)
    answered = "SELECT sum(documents) FROM exchange_message WHERE direction = 'out' AND kind = '{}'"
    assert [feeder.ask(answered.format(kind)) for kind in ("CEB304", "CEB404", "CEB506", "CEB604")] == 4 * [
        (feeder.sent,)
    ]


@pytest.mark.timeout(400)
def test_a_few_kills_under_load_lose_nothing_and_decide_nothing_twice(station: Path, start: Start) -> None:
    kill_under_load(station, start, 3)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_fifty_kills_under_load_lose_nothing_and_decide_nothing_twice(station: Path, start: Start) -> None:
    kill_under_load(station, start, int(os.environ.get("ENTREPOT_SOAK_KILLS", "50")))
