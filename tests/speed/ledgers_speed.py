"""How many sets a second the ledgers reserve: `PYTHONPATH=src:. python -m tests.speed.ledgers_speed [--sets 1000]`.

50,000 persons and 20 guarantees; a set wants a person's yearly amount and a part of a guarantee, as an import list
does. Prints sets a second, and microseconds a set of this process and of the database's (both on one processor each),
for one connection and for two at once. ENTREPOT_TEST_DATABASE_URL measures on another server than the throwaway one.
"""

import argparse
import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: one processor is what is measured

import polars as pl
import psycopg

from tests import databases

PERSONS, GUARANTEES, OPENED_AT_ONCE = 50_000, 20, 5_000
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
MONEY = pl.Decimal(38, 5)
Step = Callable[[psycopg.Connection, pl.DataFrame], None]


@dataclass(frozen=True)
class Measured:
    """One way over many batches: sets a second by the clock, microseconds of processor time a set."""

    name: str
    per_second: float
    here_us: float
    database_us: float


def opened(connection: psycopg.Connection) -> tuple[list[int], list[int]]:
    """Numbers of the persons' and the guarantees' accounts."""
    from entrepot.modules.ledgers import api as ledgers

    people = pl.DataFrame({"key": [f"{number:032x}:2026" for number in range(PERSONS)]}).with_columns(
        kind=pl.lit("person_year"), unit=pl.lit("CNY"), holder_id=pl.lit(None, pl.Int64), amount=pl.lit(26000, MONEY)
    )
    firms = people.head(GUARANTEES).with_columns(
        kind=pl.lit("guarantee"), holder_id=pl.lit(11, pl.Int64), amount=pl.lit(10**11, MONEY)
    )
    begun = time.perf_counter()
    numbers = [
        ledgers.admit_many(connection, part, now=NOW)["account_id"].to_list()
        for part in [*people.iter_slices(OPENED_AT_ONCE), firms]
    ]
    print(f"accounts opened a second: {(PERSONS + GUARANTEES) / (time.perf_counter() - begun):,.0f}")
    connection.execute("ANALYZE ledgers_account")
    return [number for part in numbers[:-1] for number in part], numbers[-1]


def batch(people: Sequence[int], guarantees: Sequence[int], size: int, first: int) -> pl.DataFrame:
    """Wishes of `size` sets numbered from `first`."""
    keys = [f"list:{number}" for number in range(first, first + size)]
    times = [NOW + timedelta(milliseconds=number) for number in range(size)]
    value = [Decimal(random.randint(1_00, 99_00)) / 100 for _ in keys]
    rows = {
        "set_key": keys * 2,
        "account_id": random.choices(people, k=size) + random.choices(guarantees, k=size),
        "amount": value + [round(amount * Decimal("0.091"), 2) for amount in value],
        "arrived_at": times * 2,
    }
    return pl.DataFrame(rows, schema_overrides={"amount": MONEY, "arrived_at": pl.Datetime("us", "UTC")})


def _processor_s(pid: int) -> float:
    """Processor time of one process of this machine; 0 where the database runs on another."""
    told = Path(f"/proc/{pid}/schedstat")
    return int(told.read_text("ascii").split()[0]) / 1e9 if told.exists() else 0.0


def measured(name: str, batches: Sequence[pl.DataFrame], step: Step, connections: int = 1) -> Measured:
    """Run `step` on every batch, shared out over so many connections, a transaction a batch."""
    from entrepot.store import connection as stored

    sets = sum(one["set_key"].n_unique() for one in batches)
    database = 0.0
    pids: list[int] = []
    go = threading.Barrier(connections + 1)
    done = threading.Barrier(connections + 1)

    def work(at: int) -> None:
        with stored.owner(autocommit=True) as connection:
            pids.append(connection.info.backend_pid)
            go.wait()
            for one in batches[at::connections]:
                with connection.transaction():
                    step(connection, one)
            done.wait()
            done.wait()  # until the process behind this connection has been looked at

    threads = [threading.Thread(target=work, args=(at,)) for at in range(connections)]
    for thread in threads:
        thread.start()
    go.wait()
    database -= sum(map(_processor_s, pids))
    begun, here = time.perf_counter(), time.process_time()
    done.wait()
    seconds, here = time.perf_counter() - begun, time.process_time() - here
    database += sum(map(_processor_s, pids))
    done.wait()
    for thread in threads:
        thread.join()
    return Measured(name, sets / seconds, here / sets * 1e6, database / sets * 1e6)


def steps() -> dict[str, Step]:
    """What is measured."""
    from entrepot.modules.ledgers import api as ledgers

    def held(connection: psycopg.Connection, wishes: pl.DataFrame) -> None:
        ledgers.reserve_together(connection, wishes, now=NOW)

    def spent(connection: psycopg.Connection, wishes: pl.DataFrame) -> None:
        ledgers.reserve_together(connection, wishes.with_columns(at_once=pl.lit(value=True)), now=NOW)

    def committed(connection: psycopg.Connection, wishes: pl.DataFrame) -> None:
        ledgers.commit_many(connection, wishes.rename({"set_key": "key"}), now=NOW)

    def admitted(connection: psycopg.Connection, wishes: pl.DataFrame) -> None:
        asked = wishes.select(
            kind=pl.lit("person_year"),
            key=pl.format("{}:2027", pl.col("account_id").cast(pl.String)),
            unit=pl.lit("CNY"),
            holder_id=pl.lit(None, pl.Int64),
            amount=pl.lit(26000, MONEY),
        )
        ledgers.admit_many(connection, asked, now=NOW)

    return {"held": held, "committed": committed, "spent at once": spent, "admitted": admitted}


def main(size: int, total: int) -> None:
    """Measure and print."""
    lock = databases.begin_run()
    try:
        database = databases.make("gw0")
        os.environ |= databases.environment(database)
        from entrepot.project.server.schema import set_up_django

        set_up_django()
        with psycopg.connect(database.owner, autocommit=True) as connection:
            people, guarantees = opened(connection)
        print(f"{total} sets in batches of {size}")
        first = 0
        for connections in (1, 2):
            for name, step in steps().items():
                if name != "committed":
                    batches = [batch(people, guarantees, size, first + at) for at in range(0, total, size)]
                    first += total
                one = measured(name, batches, step, connections)
                print(
                    f"{connections} connections, {one.name:14} {one.per_second:8,.0f} sets/s,"
                    f" here {one.here_us:5.1f} µs a set, database {one.database_us:5.1f} µs a set"
                )
    finally:
        databases.end_run(lock)


if __name__ == "__main__":
    reading = argparse.ArgumentParser()
    reading.add_argument("--sets", type=int, default=1_000, help="sets a batch")
    reading.add_argument("--total", type=int, default=40_000)
    asked = reading.parse_args()
    main(asked.sets, asked.total)
