"""Selection by lot: which passed lists are reviewed or inspected.

Every list draws SHA-256(seed || declarant's code || line feed || cop_no); the first 64 bits, as a share of 2^64, fall
into red, yellow or green. The seed is secret during the day; its hash is published in the morning and the seed the next
day, so nobody can foresee a draw and everybody can repeat it.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import Checks, Scene, rule

_BITS: Final = 64
_ABOVE_ALL: Final = b"\xff" * 33  # comes after every digest of 32 bytes


def commitment(seed: bytes) -> str:
    """What is published in the morning: the SHA-256 of the day's seed, hexadecimal."""
    return sha256(seed).hexdigest()


def draw_lanes(seed: bytes, declarants: pl.Series, cop_nos: pl.Series, yellow: Decimal, red: Decimal) -> pl.Series:
    """The lanes (green, yellow, red) of lists by declarant's code and cop_no.

    yellow, red: shares of 1; red is taken first, yellow from what follows it.
    """
    keys = pl.select(pl.concat_str(declarants, pl.lit("\n"), cop_nos).cast(pl.Binary)).to_series()
    draws = pl.Series([sha256(seed + key).digest() for key in keys], dtype=pl.Binary)
    draw = pl.lit(draws)
    return pl.select(
        pl.when(draw < pl.lit(_below(red)))
        .then(pl.lit("red"))
        .when(draw < pl.lit(_below(red + yellow)))
        .then(pl.lit("yellow"))
        .otherwise(pl.lit("green"))
        .alias("lane")
    ).to_series()


def _below(share: Decimal) -> bytes:
    """The bytes that the draws of this share of all come before."""
    number = int(share * 2**_BITS)
    return _ABOVE_ALL if number >= 2**_BITS else number.to_bytes(_BITS // 8)


@rule("S01")
def lists_are_drawn_by_lot(_: Scene) -> Checks:
    """Nothing can fail here; without the shares in force the rule answers not_checked as every other."""
    return ()
