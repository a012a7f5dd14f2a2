"""How long the clearance engine takes: `PYTHONPATH=src:. python -m tests.speed.engine_speed [LISTS]`.

Prints microseconds of processor time a list, smallest and median of 30 runs, on one thread.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: one core is what is measured

import polars as pl

from entrepot.engines.clearance import Batch, frames, judge
from entrepot.rulebook import load
from tests.unit.clearance.batches import NOW, batch_of, references

RUNS = 30


def measured(work: Callable[[], object]) -> tuple[int, int]:
    """Smallest and median processor time of a run in nanoseconds."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time_ns()
        work()
        taken.append(time.process_time_ns() - start)
    return min(taken), sorted(taken)[RUNS // 2]


def with_faults(batch: Batch) -> Batch:
    """Every 50th list has a wrong weight, every 50th line a wrong price."""
    wrong = (pl.int_range(pl.len()) % 50 == 0).cast(pl.Int64).cast(frames.EXACT)
    return replace(
        batch,
        lists=batch.lists.with_columns(pl.col("gross_weight_kg") + wrong),
        list_lines=batch.list_lines.with_columns(pl.col("price") + wrong),
    )


def main(lists: int) -> None:
    """Measure and print."""
    book, known = load(), references()
    whole = batch_of(lists)
    batches = {
        "agreeing": whole,
        "agreeing, no slips fetched": replace(whole, slips=whole.slips.clear()),
        "2 % faulty": with_faults(whole),
        "one list": batch_of(1),
    }
    for name, batch in batches.items():
        judge(batch, book, known, NOW, b"seed")
        smallest, median = (taken / 1000 for taken in measured(partial(judge, batch, book, known, NOW, b"seed")))
        n = batch.lists.height
        sys.stdout.write(f"{name}: {n} lists, {smallest / n:.1f} µs a list (median {median / n:.1f})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
