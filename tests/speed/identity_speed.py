"""How fast persons are hashed, sealed and opened, and how much sealing costs a message, on one core.

    POLARS_MAX_THREADS=1 taskset -c 0 .venv/bin/python tests/speed/identity_speed.py [--rows 100000] [--json]

Needs no database: the key is given. A row has the fields of an import order; a message is one of export orders, as it
stands after zstd. Each figure is the best of three runs, by processor time.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Mapping

import polars as pl
import zstandard

from entrepot.store import identity
from entrepot.store.identity.blocks import open_with, seal_with

ASKED = {"keyed_hashes_per_s": 50_000, "sealed_rows_per_s": 20_000}
PERSON = ("buyer_name", "buyer_id_type", "buyer_id_number")
FIELDS = (*PERSON, "buyer_telephone", "consignee", "consignee_telephone", "consignee_address")
HASHES: Mapping[str, tuple[str, ...]] = {
    "buyer_hash": PERSON,
    "person_hash": PERSON[1:],
    "consignee_hash": ("consignee",),
    "consignee_telephone_hash": ("consignee_telephone",),
    "consignee_address_hash": ("consignee_address",),
}


def persons(rows: int) -> pl.DataFrame:
    """Invented, a different one a row."""
    serial = pl.int_range(rows).cast(pl.String).str.zfill(7)
    return pl.select(
        buyer_name=pl.lit("练习买家") + serial,
        buyer_id_type=pl.repeat("1", rows),
        buyer_id_number=pl.lit("99999919000101") + serial.str.slice(3) + "X",
        buyer_telephone=pl.lit("0000") + serial,
        consignee=pl.lit("练习收件人") + serial,
        consignee_telephone=pl.lit("0001") + serial,
        consignee_address=pl.lit("练习省练习市练习区练习路") + serial,
    )


def best(work: Callable[[], object]) -> float:
    """Seconds of processor time, the least of three."""
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def measured(rows: int) -> dict[str, float]:
    """What was measured, by name."""
    frame = persons(rows)
    key = identity.Key(1, "import_order", "2026-11", bytes(32))
    hashed = best(lambda: [identity.hash_of(frame, what, fields) for what, fields in HASHES.items()])
    sealed = best(lambda: seal_with(key, frame, FIELDS))
    lying = seal_with(key, frame, FIELDS)
    opened = best(lambda: open_with({1: key}, lying, FIELDS))
    body = frame.head(100).write_json().encode()
    squeezed = [zstandard.ZstdCompressor(level=1).compress(body)] * 1_000
    bound = [bytes(32)] * len(squeezed)
    squeezing = best(lambda: [zstandard.ZstdCompressor(level=1).compress(body) for _ in squeezed])
    sealing = best(lambda: identity.seal_bytes(key, squeezed, bound))
    return {
        "keyed_hashes_per_s": rows * len(HASHES) / hashed,
        "sealed_rows_per_s": rows / sealed,
        "opened_rows_per_s": rows / opened,
        "sealing_us_a_message": sealing / len(squeezed) * 1e6,
        "squeezing_us_a_message": squeezing / len(squeezed) * 1e6,
        "bytes_a_message": float(len(squeezed[0])),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault(identity.SECRET, "for this measurement only")
    found = measured(asked.rows)
    if asked.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        least = f"  (asked: {ASKED[name]:,})" if name in ASKED else ""
        print(f"{name:24} {value:14,.1f}{least}")


if __name__ == "__main__":
    main()
