"""How long the engine of retail import takes: `PYTHONPATH=src:. python -m tests.speed.import_speed [LISTS]`.

Prints sets a second and microseconds of processor time a set (order, payment, waybill and list), smallest and median of
30 runs, on one thread: judging with tax, and what the ledgers are asked for.
"""

import os
import sys

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: one core is what is measured

from functools import partial

from entrepot.engines.retail_import import REGIME, Batch, judge, wishes
from entrepot.rulebook import Rulebook, load
from tests.factories.retail_import import FAULTS, NOW, batch_of, references
from tests.speed.engine_speed import measured


def with_faults(batch: Batch) -> Batch:
    """Every 50th set has one fault, the kinds in turn."""
    kinds = list(FAULTS.values())
    for number, k in enumerate(range(0, batch.lists.height, 50)):
        batch = kinds[number % len(kinds)].change(batch, k)
    return batch


def judged(batch: Batch, book: Rulebook) -> None:
    """Both passes but for the ledgers between them."""
    wishes(batch, judge(batch, book, references(), NOW, b"seed"), book)


def main(lists: int) -> None:
    """Measure and print."""
    book, whole = load(REGIME), batch_of(lists)
    batches = {"agreeing": whole, "2 % faulty": with_faults(whole), "one set": batch_of(1)}
    for name, batch in batches.items():
        judged(batch, book)
        smallest, median = (taken / 1000 for taken in measured(partial(judged, batch, book)))
        n = batch.lists.height
        sys.stdout.write(
            f"{name}: {n} sets, {smallest / n:.1f} µs a set (median {median / n:.1f}),"
            f" {10**6 * n / smallest:.0f} a second\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
