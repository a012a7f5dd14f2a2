"""Messages for a bench, written to files before the clock starts."""

import struct
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from entrepot.engines.clearance import Edition
from entrepot.gateways import ceb
from entrepot.project.practice import wares
from entrepot.project.practice.import_sets import import_sets
from entrepot.project.practice.messages import import_messages, messages_of
from entrepot.project.practice.sets import EXACT, bare_sets, generate_sets

SEED = 9610


@dataclass(frozen=True)
class Batch:
    """Sets `first_no` … `first_no + count - 1` as messages in one file."""

    path: Path
    count: int


def write_batches(
    folder: Path,
    *,
    sets: int,
    size: int,
    first_no: int,
    at: datetime,
    signer: ceb.Signer | None = None,
    imports: bool = False,
) -> list[Batch]:
    """Write `sets` sets in files of `size`; submitted in the two hours before `at`. `signer` signs the lists.

    imports: of retail import, a third as many buyers as sets.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for start in range(0, sets, size):
        count = min(size, sets - start)
        begun = at - timedelta(hours=2)
        number = first_no + start
        path = folder / f"{number:010d}.messages"
        messages = (
            import_messages(
                import_sets(count, SEED, rates(), first_no=number, at=begun, buyers=max(1, sets // 3)), signer=signer
            )
            if imports
            else messages_of(bare_sets(count, SEED, first_no=number, at=begun), signer=signer)
        )
        with path.open("wb") as file:
            for code, body in messages:
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


def rates() -> Edition:
    """VAT of 13 % on every ware."""
    return Edition("import_rates", "bench", "made for the bench", "00", _import_editions()["import_rates"])


def _import_editions() -> dict[str, pl.DataFrame]:
    """Positive list and rates of every ware."""
    codes = wares.frame()["hs_code"].unique()
    zero, none = pl.lit(Decimal(0), EXACT), pl.lit(None, EXACT)
    return {
        "positive_list": pl.DataFrame({"code": codes.str.slice(0, 8).unique()}).select(
            "code",
            pl.lit(date(2019, 1, 1)).alias("from"),
            pl.lit(None, pl.Date).alias("until"),
            pl.lit(None, pl.String).alias("note"),
        ),
        "import_rates": pl.DataFrame({"prefix": codes}).with_columns(
            vat=pl.lit(Decimal("0.13"), EXACT), consumption_tax=zero, duty=zero, floor_gram=none, floor_sheet=none
        ),
    }


def editions_for(at: datetime) -> dict[str, pl.DataFrame]:
    """Rows of reference editions that cover the bench's sets."""
    sample = generate_sets(5000, SEED, first_no=1, at=at)
    lines, lists = sample.list_lines, sample.lists
    measures = pl.DataFrame({"prefix": lines["hs_code"].unique()})
    return _import_editions() | {
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
