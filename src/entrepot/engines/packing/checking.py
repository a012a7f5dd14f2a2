"""Whether proposed loads fit: inside, apart from each other, standing on something, complete, not too heavy."""

from collections.abc import Iterator

import polars as pl

from entrepot.engines.packing.frames import FINDINGS, VERDICTS, Checked, Loads

_ORDER = ["load_id", "rule", "block", "other", "kind"]
# axis: letter of the place, count of cartons that way, side of the container, rule when it is passed
_AXES = (("x", "along", "length_mm", "P01"), ("y", "across", "width_mm", "P02"), ("z", "up", "height_mm", "P03"))
_SIDES = {"l": "length_mm", "w": "width_mm", "h": "height_mm"}


def check(loads: Loads) -> Checked:
    """The verdict on every load with its findings. Pure; a batch gives what its loads give one by one."""
    blocks = _placed(loads)
    pairs = blocks.join(blocks, on="load_id", suffix="_2").filter(pl.col("block") != pl.col("block_2"))
    found = [*_outside(blocks, loads), _apart(pairs), _standing(blocks, pairs), _upright(blocks),
             _complete(blocks, loads), _weight(blocks, loads)]  # fmt: skip
    findings = pl.concat([_shaped(frame) for frame in found]).sort(_ORDER, nulls_last=False)
    return Checked(_verdicts(blocks, loads, findings), findings)


def _placed(loads: Loads) -> pl.DataFrame:
    """Blocks with what their cartons measure, x_end, y_end, z_end, and the cartons and grams they hold."""
    met = loads.blocks.join(loads.cartons, on=["load_id", "kind"], maintain_order="left")
    ends = [
        (pl.col(f"{axis}_mm") + pl.col(count) * _side(place)).alias(f"{axis}_end")
        for place, (axis, count, _, _) in enumerate(_AXES)
    ]
    cartons = pl.col("along") * pl.col("across") * pl.col("up")
    return met.with_columns(*ends, held=cartons, held_grams=cartons * pl.col("grams"))


def _side(place: int) -> pl.Expr:
    """The side of the carton that lies along this axis, as it is turned."""
    letter = pl.col("turn").str.slice(place, 1)
    return pl.coalesce(pl.when(letter == name).then(pl.col(column)) for name, column in _SIDES.items())


def _outside(blocks: pl.DataFrame, loads: Loads) -> Iterator[pl.DataFrame]:
    inside = loads.containers.select("load_id", **{f"inside_{side}": pl.col(side) for _, _, side, _ in _AXES})
    met = blocks.join(inside, on="load_id")
    for axis, _, side, rule in _AXES:
        limit = pl.col(f"inside_{side}")
        yield met.filter(pl.col(f"{axis}_end") > limit).select(
            "load_id", "block", rule=pl.lit(rule), found=pl.col(f"{axis}_end"), expected=limit
        )


def _shared(axis: str) -> pl.Expr:
    """How far two blocks lie side by side along an axis; nothing below zero."""
    end = pl.min_horizontal(f"{axis}_end", f"{axis}_end_2")
    return (end - pl.max_horizontal(f"{axis}_mm", f"{axis}_mm_2")).clip(lower_bound=0)


def _apart(pairs: pl.DataFrame) -> pl.DataFrame:
    same_place = pl.all_horizontal(_shared(axis) > 0 for axis, *_ in _AXES)
    return pairs.filter((pl.col("block") < pl.col("block_2")) & same_place).select(
        "load_id", "block", rule=pl.lit("P04"), other=pl.col("block_2")
    )


def _standing(blocks: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Blocks above the floor that do not stand on the tops of others with their whole bottom."""
    below = (
        pairs.filter(pl.col("z_mm") == pl.col("z_end_2"))
        .group_by("load_id", "block")
        .agg(borne=(_shared("x") * _shared("y")).sum())
    )
    bottom = (pl.col("x_end") - pl.col("x_mm")) * (pl.col("y_end") - pl.col("y_mm"))
    return (
        blocks.filter(pl.col("z_mm") > 0)
        .join(below, on=["load_id", "block"], how="left")
        .with_columns(pl.col("borne").fill_null(0), bottom=bottom)
        .filter(pl.col("borne") < pl.col("bottom"))
        .select("load_id", "block", rule=pl.lit("P05"), found=pl.col("borne"), expected=pl.col("bottom"))
    )


def _upright(blocks: pl.DataFrame) -> pl.DataFrame:
    tipped = pl.col("upright") & ~pl.col("turn").str.ends_with("h")
    return blocks.filter(tipped).select("load_id", "block", rule=pl.lit("P06"))


def _complete(blocks: pl.DataFrame, loads: Loads) -> pl.DataFrame:
    loaded = blocks.group_by("load_id", "kind").agg(pl.col("held").sum())
    met = loads.cartons.join(loaded, on=["load_id", "kind"], how="left").with_columns(pl.col("held").fill_null(0))
    return met.filter(pl.col("held") != pl.col("count")).select(
        "load_id", "kind", rule=pl.lit("P07"), found=pl.col("held"), expected=pl.col("count")
    )


def _weight(blocks: pl.DataFrame, loads: Loads) -> pl.DataFrame:
    weight = blocks.group_by("load_id").agg(pl.col("held_grams").sum())
    return (
        loads.containers.join(weight, on="load_id")
        .filter(pl.col("held_grams") > pl.col("payload_grams"))
        .select("load_id", rule=pl.lit("P08"), found=pl.col("held_grams"), expected=pl.col("payload_grams"))
    )


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in FINDINGS.items()
    )


def _verdicts(blocks: pl.DataFrame, loads: Loads, findings: pl.DataFrame) -> pl.DataFrame:
    volume = pl.col("length_mm") * pl.col("width_mm") * pl.col("height_mm")
    sums = blocks.group_by("load_id").agg(
        cartons=pl.col("held").sum(),
        grams=pl.col("held_grams").sum(),
        volume=(volume.cast(pl.Int128) * pl.col("held")).sum(),
    )
    unsound = findings["load_id"].unique()
    filled = pl.col("volume") * 1000 // volume.cast(pl.Int128)
    return (
        loads.containers.join(sums, on="load_id", how="left", maintain_order="left")
        .with_columns(pl.col("cartons", "grams", "volume").fill_null(0))
        .select(
            "load_id",
            "cartons",
            "grams",
            sound=~pl.col("load_id").is_in(unsound.implode()),
            filled_permille=filled.clip(upper_bound=10**6).cast(pl.Int64),
        )
        .select(*VERDICTS)
    )
