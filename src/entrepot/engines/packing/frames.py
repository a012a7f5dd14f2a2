"""What the packing engine takes and gives. Lengths are whole millimetres, weights whole grams: no fraction anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from types import MappingProxyType
from typing import Final

import polars as pl

Schema = Mapping[str, pl.DataType | type[pl.DataType]]
# So far and no further, so that no sum of a thousand blocks leaves 64 bits.
MOST: Final[Mapping[str, int]] = MappingProxyType(
    {"mm": 100_000, "grams": 10**7, "payload_grams": 10**9, "count": 10**6, "cartons a way": 1_000}
)

# One row a load: the inside of its container, and what it may carry.
CONTAINERS: Final[Schema] = {
    "load_id": pl.Int64,
    "length_mm": pl.Int64,
    "width_mm": pl.Int64,
    "height_mm": pl.Int64,
    "payload_grams": pl.Int64,
}
# One row a kind of carton that the load is to hold, all of it. upright: must stand on its bottom.
CARTONS: Final[Schema] = {
    "load_id": pl.Int64,
    "kind": pl.String,
    "count": pl.Int64,
    "length_mm": pl.Int64,
    "width_mm": pl.Int64,
    "height_mm": pl.Int64,
    "grams": pl.Int64,
    "upright": pl.Boolean,
}
# One row a block of equal cartons that stand side by side and on each other, from the corner (x, y, z): so many along
# the length, across the width and upwards. turn: which side of the carton lies along, across and upwards (TURNS).
BLOCKS: Final[Schema] = {
    "load_id": pl.Int64,
    "block": pl.Int64,
    "kind": pl.String,
    "turn": pl.String,
    "x_mm": pl.Int64,
    "y_mm": pl.Int64,
    "z_mm": pl.Int64,
    "along": pl.Int64,
    "across": pl.Int64,
    "up": pl.Int64,
}
LOADS: Final[Mapping[str, Schema]] = MappingProxyType({"containers": CONTAINERS, "cartons": CARTONS, "blocks": BLOCKS})
# The sides of a carton by their first letters: length, width, height. "lwh" stands as it is measured.
TURNS: Final = tuple("".join(turn) for turn in permutations("lwh"))

# rule: a key of SENTENCES; block, other: numbers of blocks, kind: a carton's, null where the finding is on the whole
# load. Ordered by load_id, rule, block, other, kind.
FINDINGS: Final[Schema] = {
    "load_id": pl.Int64,
    "rule": pl.String,
    "block": pl.Int64,
    "other": pl.Int64,
    "kind": pl.String,
    "found": pl.Int64,
    "expected": pl.Int64,
}
# One row a load, in the order of CONTAINERS. sound: nothing was found; filled_permille: of the volume, rounded down.
VERDICTS: Final[Schema] = {
    "load_id": pl.Int64,
    "sound": pl.Boolean,
    "cartons": pl.Int64,
    "grams": pl.Int64,
    "filled_permille": pl.Int64,
}


class NotTheFrame(ValueError):
    """A frame lacks a column, has another type in it, an empty cell, or a number out of range."""


@dataclass(frozen=True)
class Loads:
    """Loads to check. Raises NotTheFrame when a frame is not as its schema above says."""

    containers: pl.DataFrame
    cartons: pl.DataFrame
    blocks: pl.DataFrame

    def __post_init__(self) -> None:
        for name, schema in LOADS.items():
            _check_frame(name, getattr(self, name), schema)
        if not self.blocks["turn"].is_in(TURNS).all():
            raise NotTheFrame(f"frame 'blocks': expected turns among {', '.join(TURNS)}")
        for name, key in (
            ("containers", ["load_id"]),
            ("cartons", ["load_id", "kind"]),
            ("blocks", ["load_id", "block"]),
        ):
            if getattr(self, name).select(key).is_duplicated().any():
                raise NotTheFrame(f"frame {name!r}: expected each {' and '.join(key)} once, found one twice")
        for name in ("cartons", "blocks"):
            if not getattr(self, name).join(self.containers, on="load_id", how="anti").is_empty():
                raise NotTheFrame(f"frame {name!r}: expected loads of the frame 'containers' only")
        if not self.blocks.join(self.cartons, on=["load_id", "kind"], how="anti").is_empty():
            raise NotTheFrame("frame 'blocks': expected kinds of the frame 'cartons' only")


@dataclass(frozen=True)
class Checked:
    """The answer: one verdict a load and its findings."""

    verdicts: pl.DataFrame
    findings: pl.DataFrame


def _check_frame(name: str, frame: pl.DataFrame, schema: Schema) -> None:
    for column, expected in schema.items():
        if frame.schema.get(column) != expected:
            found = frame.schema.get(column, "no such column")
            raise NotTheFrame(f"frame {name!r}: expected column {column!r} of type {expected}, found {found}")
        if frame[column].null_count():
            raise NotTheFrame(f"frame {name!r}: expected column {column!r} filled in every row, found empty cells")
        if expected == pl.Int64:
            least = 0 if column in {"x_mm", "y_mm", "z_mm", "block", "load_id"} else 1
            if not frame[column].is_between(least, _most(column)).all():
                raise NotTheFrame(f"frame {name!r}: expected column {column!r} from {least} to {_most(column)}")


def _most(column: str) -> int:
    if column in {"load_id", "block"}:
        return 2**63 - 1
    if column in {"along", "across", "up"}:
        return MOST["cartons a way"]
    return MOST["mm"] if column.endswith("_mm") else MOST[column]
