"""One process of a bench: `python -m entrepot.project.bench.runner PLAN.json`, started as a command, never forked.

It says "ready" on standard output, waits for a line on standard input, works through its files, and prints one JSON
object: sets, seconds, CPU by step, peak memory.
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import psycopg

from entrepot.project.bench.feed import editions_for, read_batch
from entrepot.project.practice.firms import MARKETPLACE

# An instrument looks inside: package, place in it, function, the step its time is counted to.
_JUDGES = "entrepot.modules.declarations"
WATCHED = (
    ("entrepot.gateways", "ceb", "decode", "decode"),
    ("entrepot.gateways", "ceb", "validate", "validate"),
    ("entrepot.modules.exchange", "api", "store_messages", "keep raw bytes"),
    ("entrepot.modules.parties", "api", "with_party_ids", "resolve codes"),
    ("entrepot.project.line", "intake", "tell_judges", "arrivals"),
    ("entrepot.modules.trade", "api", "take_orders", "store orders"),
    ("entrepot.modules.trade", "api", "take_slips", "store slips"),
    ("entrepot.modules.trade", "api", "take_waybills", "store waybills"),
    (_JUDGES, "api", "take_lists", "store lists"),
    (_JUDGES, "operations.reading", "take_arrivals", "claim"),
    (_JUDGES, "operations.reading", "lock_touched", "lock"),
    (_JUDGES, "operations.reading", "read_sets", "read sets"),
    (_JUDGES, "operations.judging", "judge", "engine"),
    (_JUDGES, "operations.judging", "_write_decisions", "decisions"),
    (_JUDGES, "operations.judging", "_write_work", "work rows"),
    ("entrepot.project.line", "deciding", "answer_verdicts", "replies"),
)
WATCHED_IMPORT = (
    ("entrepot.project.line", "intake", "check_signatures", "signatures"),
    ("entrepot.project.line", "intake", "with_persons_sealed", "persons hashed and sealed"),
    ("entrepot.modules.trade", "api", "take_import_orders", "store orders"),
    ("entrepot.modules.trade", "api", "take_payments", "store payments"),
    ("entrepot.modules.trade", "api", "take_import_waybills", "store waybills"),
    (_JUDGES, "api", "take_import_lists", "store lists"),
    (_JUDGES, "operations.judging_import", "read_imports", "read imports"),
    ("entrepot.engines", "retail_import", "judge", "engine of import"),
    (_JUDGES, "operations.judging_import", "_with_ledgers", "year and guarantee"),
    (_JUDGES, "operations.judging", "write_tax", "tax"),
)


class Steps:
    """CPU seconds by step: of this process and, beside it, of the database backend that serves it."""

    def __init__(self, backend: int) -> None:
        self.backend = backend
        self.python: dict[str, float] = defaultdict(float)
        self.postgres: dict[str, float] = defaultdict(float)

    def _backend_cpu(self) -> float:
        try:
            fields = Path(f"/proc/{self.backend}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:  # a server on another machine
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def watch(self, owner: Any, name: str, step: str) -> None:  # noqa: ANN401 - any module
        """Count the calls of a function towards a step."""
        inner: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            cpu, backend = time.process_time(), self._backend_cpu()
            try:
                return inner(*arguments, **options)
            finally:
                self.python[step] += time.process_time() - cpu
                self.postgres[step] += self._backend_cpu() - backend

        setattr(owner, name, counted)


def _clearing(plan: dict[str, Any], stack: ExitStack) -> tuple[Callable[[Path], int], Steps]:
    """The whole line: raw bytes stored, documents kept, judged, decided, answered."""
    from entrepot import rulebook
    from entrepot.engines.clearance import Edition, References
    from entrepot.modules.declarations import api as declarations
    from entrepot.modules.exchange.api import Incoming
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import deciding, intake, replies
    from entrepot.project.line.setting import open_setting

    setting = stack.enter_context(open_setting())
    rows = editions_for(datetime.now(UTC))
    references = References(
        {kind: Edition(kind, "bench", "made for the bench", "00", frame) for kind, frame in rows.items()}
    )
    desk = deciding.DeskOfTheDay(setting)
    steps = Steps(setting.connection.info.backend_pid)
    today = declarations.Desk(setting.station, setting.owner_id, rulebook.load(), references, b"bench seed")
    desk.at = lambda _now: today  # type: ignore[method-assign, assignment]
    if plan["imports"]:
        _give_guarantee(setting)
    for package, place, name, step in (*WATCHED, *(WATCHED_IMPORT if plan["imports"] else ())):
        steps.watch(import_module(f"{package}.{place}"), name, step)

    def work(path: Path) -> int:
        now = datetime.now(UTC)
        messages = read_batch(path)
        ids = parties.resolve(setting.lookups, [(code, code, "") for code in {code for code, _ in messages}])
        incoming = [Incoming("message", ids[code], body, "") for code, body in messages]
        intake.store_and_read(
            setting, incoming, now=now, after=replies.answer_intake if plan["answer_intake"] else _no_answer
        )
        decided = 0
        while True:
            judged = deciding.judge_some(setting, desk, now=datetime.now(UTC), limit=plan["arrivals"])
            if not judged.arrivals:
                return decided
            decided += judged.decided.height

    return work, steps


def _give_guarantee(setting: Any) -> None:  # noqa: ANN401 - imported by whoever calls
    """The marketplace guarantees the tax of all sets."""
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.modules.parties import api as parties

    code = MARKETPLACE.customs_code
    holder = parties.resolve(setting.lookups, [(code, MARKETPLACE.filed_name, "marketplace")])[code]
    ledgers.open_account(
        setting.lookups, kind="guarantee", key=code, unit="CNY", holder_id=holder, now=datetime.now(UTC),
        amount=Decimal(10**12),
    )  # fmt: skip


def _no_answer(*_: object, **__: object) -> None:
    """Intake is answered by the message's status alone."""


def _raw(plan: dict[str, Any], stack: ExitStack) -> tuple[Callable[[Path], int], Steps]:
    """The yardstick: same decoder, same batches, COPY into tables of the same columns with primary keys only."""
    from entrepot.gateways import ceb
    from entrepot.store import dsn
    from entrepot.store.copying import copy_in

    connection = stack.enter_context(psycopg.connect(dsn.owner()))
    ids = iter(range(plan["number"] * 10**12, (plan["number"] + 1) * 10**12))
    tables = {
        "order": ("raw_order", "raw_order_line", "order_id"),
        "slip": ("raw_slip", "", ""),
        "waybill": ("raw_waybill", "", ""),
        "list": ("raw_list", "raw_list_line", "list_id"),
    }

    def work(path: Path) -> int:
        typed = ceb.validate(ceb.decode([body for _, body in read_batch(path)]))
        sets = 0
        for kind, (table, line_table, line_owner) in tables.items():
            heads = typed.heads[kind]  # type: ignore[index]
            numbered = heads.with_columns(id=pl.Series([next(ids) for _ in range(heads.height)], dtype=pl.Int64))
            copy_in(connection, table, numbered.drop("message_no", "document_no"))
            if line_table:
                owners = numbered.select("message_no", "document_no", "order_no", pl.col("id").alias(line_owner))
                lines = typed.lines[kind].join(owners, on=["message_no", "document_no"])  # type: ignore[index]
                copy_in(connection, line_table, lines.drop("message_no", "document_no"))
                sets = heads.height
        connection.commit()
        return sets

    return work, Steps(connection.info.backend_pid)


def main() -> None:
    """Work through the plan on standard input's word."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    import django

    django.setup()
    with ExitStack() as stack:
        work, steps = (_raw if plan["way"] == "raw" else _clearing)(plan, stack)
        for path in plan["warm_up"]:
            work(Path(path))
        steps.python.clear()
        steps.postgres.clear()
        print("ready", flush=True)
        sys.stdin.readline()
        files = [Path(path) for path in plan["files"]]
        print(json.dumps(_timed(work, steps, files, early=plan["early"])), flush=True)


def _timed(work: Callable[[Path], int], steps: Steps, files: list[Path], *, early: int) -> dict[str, object]:
    begin, cpu = time.perf_counter(), time.process_time()
    sets, early_rss = 0, 0.0
    for path in files:
        sets += work(path)
        if sets >= early and not early_rss:
            early_rss = _peak_rss_mb()
    return {
        "sets": sets,
        "seconds": time.perf_counter() - begin,
        "cpu_s": time.process_time() - cpu,
        "python": steps.python,
        "postgres": steps.postgres,
        "early_rss_mb": early_rss,
        "peak_rss_mb": _peak_rss_mb(),
    }


def _peak_rss_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
