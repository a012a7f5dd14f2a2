"""How long documents take: `PYTHONPATH=src:. python -m tests.speed.documents_speed`."""

import time
from collections.abc import Callable

from entrepot.gateways.documents import pdf, xlsx
from entrepot.gateways.documents.paper import Paper
from tests.unit.documents.papers import an_invoice

ROUNDS = 3


def _best_ms(write: Callable[[Paper], bytes], paper: Paper) -> tuple[float, int]:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        size = len(write(paper))
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken), size


def main() -> None:
    """One page, 100 lines, 5,000 lines; as PDF and as a workbook."""
    for count in (2, 100, 5_000):
        for write in (pdf, xlsx):
            best, size = _best_ms(write, an_invoice(count))
            print(f"{write.__name__:4} {count:5} lines {best:8.0f} ms {size:10,} bytes")


if __name__ == "__main__":
    main()
