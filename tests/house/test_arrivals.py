"""`up --demo`: a fresh folder gets its practice world, then its arrivals; a second start gets neither."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from tests.house.conftest import Up, quiet
from tests.house.test_killed import gone, wait_until

Start = Callable[..., Up]
ARRIVED = "SELECT count(*) FROM trade_order WHERE order_no BETWEEN 'P2021-0000000001' AND 'P2021-0000000137'"
SENT = "SELECT count(*) FROM exchange_message WHERE direction = 'in'"


def count(folder: Path, query: str) -> int:
    with psycopg.connect(Installation(DataFolder(folder), quiet).dsns().owner) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def feeders(up: Up) -> list[psutil.Process]:
    """Those that send the sets; what has just ended has no command line any more."""
    return [process for process in up.family() if not gone(process) and process.cmdline()[-4:-2] == ["demo", "arrive"]]


def test_sets_arrive_after_the_first_start_and_never_again(station: Path, start: Start) -> None:
    first = start(station, "--demo", "--workers", "1")
    address = f"http://127.0.0.1:{first.port}"
    assert first.ready["open"].startswith(f"{address}/sign-in/")
    assert first.ready["open"].endswith("?next=/records/9999960001/WT-HAMBURG-0001/")
    wait_until(lambda: len(feeders(first)) == 1)
    wait_until(lambda: count(station, ARRIVED) >= 3, 60)
    assert first.end().code == 0
    second = start(station, "--demo", "--workers", "1")
    sent = count(station, SENT)
    assert "open" in second.ready
    assert feeders(second) == []
    time.sleep(3)  # two sets would have come
    assert count(station, SENT) == sent
    assert count(station, ARRIVED) < 137
    assert second.end().code == 0
