"""`entrepot bench clearance`: how many sets a second become decided lists, against a plain COPY of the same bytes."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from entrepot.project.bench.feed import Batch, write_batches
from entrepot.store import dsn, roles

SETS_A_FILE = 4000
ARRIVALS_A_PASS = 16
PROCESSES = 2
OBJECT_SETS = 500
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")
_RAW = {
    "raw_order": "trade_order",
    "raw_order_line": "trade_order_line",
    "raw_slip": "trade_slip",
    "raw_waybill": "trade_waybill",
    "raw_list": "declarations_list",
    "raw_list_line": "declarations_list_line",
}


@dataclass(frozen=True)
class Scratch:
    """A database of its own for one bench."""

    superuser: str
    owner: str
    environment: dict[str, str]


@contextmanager
def scratch(superuser: str, passwords: roles.Passwords) -> Iterator[Scratch]:
    """A migrated scratch database on the station's server, dropped at the end."""
    name = f"entrepot_bench_{os.getpid()}"
    strings = roles.setup(superuser, name, passwords)
    environment = {
        dsn.OWNER: strings.owner,
        dsn.WEB: strings.web,
        dsn.READ: strings.read,
        "ENTREPOT_STATION": "practice",
        "DJANGO_SETTINGS_MODULE": "entrepot.project.settings",
        "POLARS_MAX_THREADS": "1",
    }
    try:
        with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder:
            environment["ENTREPOT_DATA"] = folder
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"],
                check=True,
                env=os.environ | environment,
            )
            yield Scratch(superuser, strings.owner, environment)
    finally:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass(frozen=True)
class Run:
    """What the processes of one run did together."""

    sets: int
    seconds: float
    cpu_s: float
    python: dict[str, float]
    postgres: dict[str, float]
    peak_rss_mb: float

    @property
    def sets_per_s(self) -> float:
        """Sets a second over all processes."""
        return self.sets / self.seconds


def run(place: Scratch, way: str, batches: list[Batch], warm_up: list[Batch], *, answer_intake: bool = True) -> Run:
    """Share the files among the processes, start them at one moment, add up what they say."""
    children = []
    for number in range(PROCESSES):
        plan = {
            "way": way,
            "number": number + 1,
            "arrivals": ARRIVALS_A_PASS,
            "answer_intake": answer_intake,
            "files": [str(batch.path) for batch in batches[number::PROCESSES]],
            "warm_up": [str(batch.path) for batch in warm_up[number::PROCESSES]],
        }
        path = Path(place.environment["ENTREPOT_DATA"]) / f"{way}-{number}.json"
        path.write_text(json.dumps(plan), "utf-8")
        children.append(
            subprocess.Popen(
                [sys.executable, "-m", "entrepot.project.bench.runner", str(path)],
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | place.environment,
            )
        )
    for child in children:
        assert child.stdout is not None
        if child.stdout.readline().strip() != "ready":
            raise RuntimeError("a bench process did not start; its error stands above")
    begin = time.perf_counter()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told: list[dict[str, Any]] = [json.loads(child.communicate()[0]) for child in children]
    seconds = time.perf_counter() - begin
    return Run(
        sets=sum(one["sets"] for one in told),
        seconds=seconds,
        cpu_s=sum(one["cpu_s"] for one in told),
        python=_added(told, "python"),
        postgres=_added(told, "postgres"),
        peak_rss_mb=max(one["peak_rss_mb"] for one in told),
    )


def _added(told: list[dict[str, Any]], part: str) -> dict[str, float]:
    names = {name for one in told for name in one[part]}
    return {name: sum(one[part].get(name, 0.0) for one in told) for name in sorted(names)}


def run_object_way(place: Scratch, sets: int) -> float | None:
    """Sets a second of the object way, which stands beside the tests; None where only the package is installed."""
    script = Path(__file__).parents[4] / "tests/speed/object_way.py"
    if not script.exists():
        return None
    done = subprocess.run(
        [sys.executable, str(script), str(sets)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | place.environment | {"DJANGO_SETTINGS_MODULE": ""},
    )
    return float(json.loads(done.stdout.splitlines()[-1])["sets_per_s"])


def make_raw_tables(place: Scratch) -> None:
    """Tables of the same columns with primary keys only; columns that a plain copy does not fill may stay empty."""
    with psycopg.connect(place.owner) as connection:
        for raw, table in _RAW.items():
            key = {
                "raw_order_line": "order_no, order_id, gnum",
                "raw_list_line": "order_no, list_id, gnum",
                "raw_waybill": "waybill_no, id",
            }.get(raw, "order_no, id")
            connection.execute(f"CREATE TABLE {raw} (LIKE {table} INCLUDING DEFAULTS)")
            columns = connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull", (raw,)
            ).fetchall()
            for (column,) in columns:
                connection.execute(
                    sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL").format(
                        sql.Identifier(raw), sql.Identifier(column)
                    )
                )
            connection.execute(f"ALTER TABLE {raw} ADD PRIMARY KEY ({key})")


def database_size(place: Scratch) -> int:
    """Bytes on disk."""
    with psycopg.connect(place.owner) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def settings_in_force(place: Scratch) -> dict[str, str]:
    """The settings that say whether a figure was bought with safety."""
    with psycopg.connect(place.owner) as connection:
        return {name: str(connection.execute("SELECT current_setting(%s)", (name,)).fetchone()[0]) for name in SETTINGS}  # type: ignore[index]


def measure(place: Scratch, folder: Path, *, sets: int, rows_before: int) -> dict[str, object]:
    """The figures of the batch bench."""
    now = datetime.now(UTC)
    before = write_batches(folder / "before", sets=rows_before, size=SETS_A_FILE, first_no=50_000_001, at=now)
    if before:
        run(place, "clearing", before, [])
    warm = write_batches(
        folder / "warm", sets=2 * PROCESSES * SETS_A_FILE, size=SETS_A_FILE, first_no=40_000_001, at=now
    )
    batches = write_batches(folder / "sets", sets=sets, size=SETS_A_FILE, first_no=1, at=now)
    size = database_size(place)
    cleared = run(place, "clearing", batches, warm)
    grown = database_size(place) - size
    make_raw_tables(place)
    raw = run(place, "raw", batches, [])
    object_way = run_object_way(place, OBJECT_SETS)
    steps = {
        name: {
            "python_us": round(cleared.python.get(name, 0) / cleared.sets * 1e6, 1),
            "postgres_us": round(cleared.postgres.get(name, 0) / cleared.sets * 1e6, 1),
        }
        for name in sorted(cleared.python)
    }
    return {
        "sets": cleared.sets,
        "sets_per_s": round(cleared.sets_per_s),
        "raw_sets_per_s": round(raw.sets_per_s),
        "raw_share": round(cleared.sets_per_s / raw.sets_per_s, 3),
        "object_sets_per_s": None if object_way is None else round(object_way, 1),
        "object_ratio": None if object_way is None else round(cleared.sets_per_s / object_way, 1),
        "peak_rss_mb": round(cleared.peak_rss_mb),
        "disk_mb_per_million": round(grown / (cleared.sets + len(warm) * SETS_A_FILE) * 1e6 / 2**20),
        "rows_before": rows_before,
        "processes": PROCESSES,
        "cpu_by_step": steps,
        **settings_in_force(place),
    }
