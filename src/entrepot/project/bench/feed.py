"""Messages for a bench, written to files before the clock starts."""

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from entrepot.gateways import ceb
from entrepot.project.practice.sets import Sets, generate_sets

KINDS = ("order", "slip", "waybill", "list")
_FRAMES = {
    "order": ("orders", "order_lines"),
    "slip": ("slips", ""),
    "waybill": ("waybills", ""),
    "list": ("lists", "list_lines"),
}
_SENDER = {"order": "marketplace_code", "slip": "pay_code", "waybill": "carrier_code", "list": "agent_code"}
SEED = 9610


@dataclass(frozen=True)
class Batch:
    """Sets `first_no` … `first_no + count - 1` as messages in one file."""

    path: Path
    count: int


def messages_of(sets: Sets) -> Iterator[tuple[str, str, bytes]]:
    """(kind, sender's code, message): up to 100 documents of one kind from one sender each."""
    guids = iter(lambda: str(uuid.uuid4()).upper(), "")
    for kind in KINDS:
        heads_name, lines_name = _FRAMES[kind]
        heads = getattr(sets, heads_name)
        for (code,), part in heads.group_by(_SENDER[kind], maintain_order=True):
            lines = getattr(sets, lines_name) if lines_name else None
            if lines is not None:
                lines = lines.join(part, on=["message_no", "document_no"], how="semi", maintain_order="left")
            envelope = ceb.Envelope("", str(code), "练习", "DXPBENCH", practice=True)
            for body in ceb.write_all(kind, part, lines, envelope, guids):  # type: ignore[arg-type]
                yield kind, str(code), body


def write_batches(folder: Path, *, sets: int, size: int, first_no: int, at: datetime) -> list[Batch]:
    """Write `sets` sets in files of `size`; submitted in the two hours before `at`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for start in range(0, sets, size):
        count = min(size, sets - start)
        made = generate_sets(count, SEED, first_no=first_no + start, at=at - timedelta(hours=2))
        path = folder / f"{first_no + start:010d}.messages"
        with path.open("wb") as file:
            for _, code, body in messages_of(made):
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
