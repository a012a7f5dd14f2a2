"""Selection by lot: which passed lists are reviewed or inspected.

Every list draws SHA-256(seed || declarant's code || line feed || cop_no); the first 64 bits, as a share of 2^64, fall
into red, yellow or green. The seed is secret during the day; its hash is published in the morning and the seed the next
day, so nobody can foresee a draw and everybody can repeat it.
"""

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Final, Literal

from entrepot.engines.clearance.checks import Checks, Scene, rule

Lane = Literal["green", "yellow", "red"]
_BITS: Final = 64


def commitment(seed: bytes) -> str:
    """What is published in the morning: the SHA-256 of the day's seed, hexadecimal."""
    return sha256(seed).hexdigest()


def draw_lanes(seed: bytes, lists: Iterable[tuple[str, str]], yellow: Decimal, red: Decimal) -> list[Lane]:
    """The lanes of lists given as (declarant's code, cop_no). yellow, red: shares of 1; red is taken first."""
    red_below = int(red * 2**_BITS)
    yellow_below = red_below + int(yellow * 2**_BITS)
    lanes: list[Lane] = []
    for declarant, cop_no in lists:
        digest = sha256(seed + f"{declarant}\n{cop_no}".encode()).digest()
        number = int.from_bytes(digest[: _BITS // 8])
        lanes.append("red" if number < red_below else "yellow" if number < yellow_below else "green")
    return lanes


@rule("S01")
def lists_are_drawn_by_lot(_: Scene) -> Checks:
    """Nothing can fail here; without the shares in force the rule answers not_checked as every other."""
    return ()
