"""`entrepot bench clearance`: how many sets a second become decided lists, against a plain COPY of the same bytes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from entrepot.gateways import ceb
from entrepot.gateways.ceb.signing import UnknownAlgorithm
from entrepot.gateways.ceb.software_keys import RsaSigner, Sm2Signer
from entrepot.project.bench.feed import Batch, write_batches
from entrepot.project.bench.http import measure_http
from entrepot.project.bench.scratch import Scratch

SETS_A_FILE = 4000
ARRIVALS_A_PASS = 16
PROCESSES = 2
OBJECT_SETS = 500
SIGNED_SETS = 20_000
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
class Run:
    """What the processes of one run did together."""

    sets: int
    seconds: float
    cpu_s: float
    python: dict[str, float]
    postgres: dict[str, float]
    rss_mb_at_100k: float  # the larger process, when 100,000 sets were done; 0 if there were fewer
    peak_rss_mb: float

    @classmethod
    def nothing(cls) -> "Run":
        """No run at all."""
        return cls(0, 0.0, 0.0, {}, {}, 0.0, 0.0)

    @property
    def sets_per_s(self) -> float:
        """Sets a second over all processes."""
        return self.sets / self.seconds


def run(
    place: Scratch,
    way: str,
    batches: list[Batch],
    warm_up: list[Batch],
    *,
    answer_intake: bool = True,
    imports: bool = False,
) -> Run:
    """Share the files among the processes, start them at one moment, add up what they say."""
    children = []
    for number in range(PROCESSES):
        plan = {
            "way": way,
            "number": number + 1,
            "arrivals": ARRIVALS_A_PASS,
            "answer_intake": answer_intake,
            "imports": imports,
            "files": [str(batch.path) for batch in batches[number::PROCESSES]],
            "warm_up": [str(batch.path) for batch in warm_up[number::PROCESSES]],
            "early": 100_000 // PROCESSES,
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
        rss_mb_at_100k=max(one["early_rss_mb"] for one in told),
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


@dataclass(frozen=True)
class Wanted:
    """How much to measure. rate: sets a second over HTTP; seconds: 0 leaves HTTP out."""

    sets: int
    rows_before: int
    rate: int
    seconds: int


def measure(place: Scratch, folder: Path, wanted: Wanted, tell: Callable[[str], None]) -> dict[str, object]:
    """The figures of the bench; `tell` hears which part begins."""
    now = datetime.now(UTC)

    def batches(name: str, count: int, first_no: int, *, signer: ceb.Signer | None = None) -> list[Batch]:
        return write_batches(folder / name, sets=count, size=SETS_A_FILE, first_no=first_no, at=now, signer=signer)

    before = Run.nothing()
    if wanted.rows_before:
        tell("rows before")
        before = run(place, "clearing", batches("before", wanted.rows_before, 50_000_001), [])
    found: dict[str, object] = {}
    if wanted.seconds:
        tell("HTTP")
        found |= measure_http(place, folder, rate=wanted.rate, seconds=wanted.seconds).figures(
            rate=wanted.rate, seconds=wanted.seconds
        )
    warm = batches("warm", 2 * PROCESSES * SETS_A_FILE, 40_000_001)
    files = batches("sets", wanted.sets, 1)
    size = database_size(place)
    tell("sets in batches")
    cleared = run(place, "clearing", files, warm)
    grown = database_size(place) - size
    tell("signed sets")
    signed = run(place, "clearing", batches("signed", SIGNED_SETS, 30_000_001, signer=_signer()), [])
    make_raw_tables(place)
    tell("a plain COPY")
    raw = run(place, "raw", files, [])
    tell("the object way")
    object_way = run_object_way(place, OBJECT_SETS)
    return {
        "sets": cleared.sets,
        "sets_per_s": round(cleared.sets_per_s),
        "raw_sets_per_s": round(raw.sets_per_s),
        "raw_share": round(cleared.sets_per_s / raw.sets_per_s, 3),
        "object_sets_per_s": None if object_way is None else round(object_way, 1),
        "object_ratio": None if object_way is None else round(cleared.sets_per_s / object_way, 1),
        "signed_sets_per_s": round(signed.sets_per_s),
        **found,
        "rss_mb_at_100k": round(before.rss_mb_at_100k or cleared.rss_mb_at_100k),
        "peak_rss_mb": round(max(before.peak_rss_mb, cleared.peak_rss_mb)),
        "disk_mb_per_million": round(grown / (cleared.sets + len(warm) * SETS_A_FILE) * 1e6 / 2**20),
        "rows_before": wanted.rows_before,
        "processes": PROCESSES,
        "cpu_by_step": _by_step(cleared),
        **settings_in_force(place),
    }


def measure_import(place: Scratch, folder: Path, sets: int, tell: Callable[[str], None]) -> dict[str, object]:
    """How many sets of retail import a second become decided lists: signed, persons sealed, quotas kept."""
    now, signer = datetime.now(UTC), _signer()

    def batches(name: str, count: int, first_no: int) -> list[Batch]:
        return write_batches(
            folder / name, sets=count, size=SETS_A_FILE, first_no=first_no, at=now, signer=signer, imports=True
        )

    warm = batches("warm", 2 * PROCESSES * SETS_A_FILE, 40_000_001)
    files = batches("sets", sets, 1)
    tell("sets of import in batches")
    cleared = run(place, "clearing", files, warm, imports=True)
    return {
        "sets": cleared.sets,
        "sets_per_s": round(cleared.sets_per_s),
        "peak_rss_mb": round(cleared.peak_rss_mb),
        "processes": PROCESSES,
        "cpu_by_step": _by_step(cleared),
        **settings_in_force(place),
    }


def _signer() -> ceb.Signer:
    """SM2, which the interface prefers; RSA where its software is not installed."""
    name, now = "Bench", datetime.now(UTC)
    try:
        return Sm2Signer.generate(name, "BENCH", now)
    except UnknownAlgorithm:
        return RsaSigner.generate(name, "BENCH", now)


def _by_step(done: Run) -> dict[str, dict[str, float]]:
    """CPU microseconds a set, of our process and of the database backend that serves it."""
    return {
        name: {
            "python_us": round(done.python.get(name, 0) / done.sets * 1e6, 1),
            "postgres_us": round(done.postgres.get(name, 0) / done.sets * 1e6, 1),
        }
        for name in sorted(done.python)
    }
