"""How fast customs messages are read, checked and written, stage by stage, on one core.

    POLARS_MAX_THREADS=1 taskset -c 0 .venv/bin/python tests/speed/decode_speed.py [--sets 2500] [--json]

A set is an order of two lines, a collection slip, a waybill and a declaration list of two lines, in messages of 100
documents of one kind. Each figure is the best of several runs, in microseconds of processor time a set, so that other
work on the machine disturbs it little; `calibration_ms` is a fixed loop of Python for comparing machines and moments.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator

import polars as pl

from entrepot.gateways.ceb import Envelope, decode, raw, validate, write_all
from entrepot.gateways.ceb.batch import Gathered
from entrepot.gateways.ceb.content import content_hashes
from entrepot.gateways.ceb.faults import Ledger
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.shapes import documents_of
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.ceb.validate import Check
from entrepot.project.practice.sets import Sets, bare_sets

ENVELOPE = Envelope("00000000-0000-4000-8000-000000000000", "999999A001", "练习", "DXPENT0000000001", practice=True)


def frames(sets: Sets) -> Iterator[tuple[Kind, pl.DataFrame, pl.DataFrame | None]]:
    yield "order", sets.orders, sets.order_lines
    yield "slip", sets.slips, None
    yield "waybill", sets.waybills, None
    yield "list", sets.lists, sets.list_lines


def guids() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"00000000-0000-4000-8000-{number:012d}"


def written(sets: Sets) -> list[bytes]:
    return [
        message for kind, heads, lines in frames(sets) for message in write_all(kind, heads, lines, ENVELOPE, guids())
    ]


def replies(sets: Sets) -> pl.DataFrame:
    """The columns of 604 for every list of the sets."""
    return sets.lists.select(
        "message_no", "document_no", "guid", "agent_code", "cop_no", "seller_code", "marketplace_code", "order_no",
        "statistics_flag",
        pre_no=pl.lit("B20260302000000001"),
        invt_no=pl.lit("29002026E000000001"),
        return_status=pl.lit("800"),
        return_time=pl.col("app_time"),
        return_info=pl.lit("[Code:800;Desc:放行]"),
    )  # fmt: skip


def best_ms(run: Callable[[], object], repeats: int) -> float:
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best * 1000


def calibration() -> None:
    total = 0
    for number in range(1_000_000):
        total += number


def measure(sets: Sets, number: int, repeats: int) -> dict[str, float]:
    messages = written(sets)
    decoded = decode(messages)
    typed = validate(decoded)
    ledger = Ledger(0)
    cleaned = [raw.clean(message, ledger, suspect=False) or b"" for message in messages]
    shaped = [documents_of(message) for message in cleaned]

    def gather() -> None:
        gathered = {kind: Gathered(message) for kind, message in MESSAGES.items()}
        for message_no, documents in enumerate(shaped):
            assert documents is not None
            gathered[documents.message.kind].add(message_no, documents)
        for rows in gathered.values():
            rows.heads.frame()
            if rows.lines is not None:
                rows.lines.frame()

    stages: dict[str, Callable[[], object]] = {
        "suspects": lambda: raw.suspects(messages),
        "clean": lambda: [raw.clean(message, ledger, suspect=False) for message in messages],
        "shapes": lambda: [documents_of(message) for message in cleaned],
        "skeleton": lambda: [raw.parsed(documents.skeleton, ledger) for documents in shaped if documents],
        "frames": gather,
        "decode": lambda: decode(messages),
        "checks": lambda: [Check(message).found(decoded) for message in MESSAGES.values()],
        "hashes": lambda: [
            content_hashes(MESSAGES[kind], heads, typed.lines.get(kind)) for kind, heads in typed.heads.items()
        ],
        "validate": lambda: validate(decoded),
        "decode_and_validate": lambda: validate(decode(messages)),
        "write": lambda: written(sets),
        "write_replies": lambda: list(write_all("list_reply", replies(sets), None, ENVELOPE, guids())),
    }
    figures = {name: best_ms(run, repeats) * 1000 / number for name, run in stages.items()}
    figures["sets_per_s"] = 1e6 / figures["decode_and_validate"]
    figures["replies_per_s"] = 1e6 / figures["write_replies"]
    figures["bytes_a_set"] = sum(map(len, messages)) / number
    figures["calibration_ms"] = best_ms(calibration, 10)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=2500)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = measure(bare_sets(chosen.sets, 1), chosen.sets, chosen.repeats)
    if chosen.json:
        print(json.dumps({name: round(figure, 2) for name, figure in figures.items()}))
        return
    for name, figure in figures.items():
        print(f"{name:24s}{figure:12,.1f}")


if __name__ == "__main__":
    main()
