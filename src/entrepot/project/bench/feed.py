"""Messages for a bench, written to files before the clock starts."""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from entrepot.gateways import ceb
from entrepot.project.practice.messages import messages_of
from entrepot.project.practice.sets import bare_sets, generate_sets

SEED = 9610


@dataclass(frozen=True)
class Batch:
    """Sets `first_no` … `first_no + count - 1` as messages in one file."""

    path: Path
    count: int


def write_batches(
    folder: Path, *, sets: int, size: int, first_no: int, at: datetime, signer: ceb.Signer | None = None
) -> list[Batch]:
    """Write `sets` sets in files of `size`; submitted in the two hours before `at`. `signer` signs the lists."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for start in range(0, sets, size):
        count = min(size, sets - start)
        made = bare_sets(count, SEED, first_no=first_no + start, at=at - timedelta(hours=2))
        path = folder / f"{first_no + start:010d}.messages"
        with path.open("wb") as file:
            for code, body in messages_of(made, signer=signer):
                name = code.encode()
                file.write(struct.pack(">HI", len(name), len(body)) + name + body)
        found.append(Batch(path, count))
    return found


def read_batch(path: Path) -> list[tuple[str, bytes]]:
    """(sender's code, message) of a file."""
    data = path.read_bytes()
    found, place = [], 0
    while place < len(data):
        name_size, body_size = struct.unpack_from(">HI", data, place)
        place += 6
        code = data[place : place + name_size].decode()
        place += name_size
        found.append((code, data[place : place + body_size]))
        place += body_size
    return found


def editions_for(at: datetime) -> dict[str, pl.DataFrame]:
    """Rows of reference editions that cover the bench's sets."""
    sample = generate_sets(5000, SEED, first_no=1, at=at)
    lines, lists = sample.list_lines, sample.lists
    measures = pl.DataFrame({"prefix": lines["hs_code"].unique()})
    return {
        "units": pl.DataFrame(
            {"code": pl.concat([lines["unit"], lines["unit1"], lines["unit2"].drop_nulls()]).unique()}
        ),
        "currencies": pl.DataFrame(
            {"code": pl.concat([lines["currency"], lists["freight_currency"], lists["insured_currency"]]).unique()}
        ),
        "countries": pl.DataFrame({"code": pl.concat([lines["country"], lists["country"]]).unique()}),
        "hs_codes": pl.DataFrame({"code": lines["hs_code"].unique()}),
        "export_measures": measures.with_columns(
            licence=pl.lit(value=False), export_duty=pl.lit(value=False), refund=pl.lit(value=False)
        ),
    }
