from decimal import Decimal
from hashlib import sha256

import polars as pl
import pytest

from entrepot.engines.clearance import commitment, judge
from entrepot.engines.clearance.selection import draw_lanes
from entrepot.rulebook import load
from tests.unit.clearance.batches import NOW, batch_of, references, with_cell

SEED = b"secret of the day"
COP_NOS = [f"COP-{k}" for k in range(4000)]


def lanes(yellow: Decimal | str, red: Decimal | str, cop_nos: list[str] = COP_NOS, seed: bytes = SEED) -> list[str]:
    """The lanes drawn for lists of one declarant."""
    declarants = pl.Series(["3301999001"] * len(cop_nos))
    return draw_lanes(seed, declarants, pl.Series(cop_nos), Decimal(yellow), Decimal(red)).to_list()


def test_the_draw_can_be_repeated_by_hand() -> None:
    number = int.from_bytes(sha256(SEED + b"3301999001\nCOP-0").digest()[:8])
    share = Decimal(number) / 2**64
    above, below = share + Decimal("1e-12"), share - Decimal("1e-12")
    assert lanes("0", above, ["COP-0"]) == ["red"]
    assert lanes("0", below, ["COP-0"]) == ["green"]
    assert lanes(above - below, below, ["COP-0"]) == ["yellow"]


def test_the_shares_are_met() -> None:
    drawn = lanes("0.1", "0.05")
    assert 320 < drawn.count("yellow") < 480
    assert 140 < drawn.count("red") < 260


@pytest.mark.parametrize(("yellow", "red", "lane"), [("0", "0", "green"), ("1", "0", "yellow"), ("0", "1", "red")])
def test_shares_of_none_and_all_are_exact(yellow: str, red: str, lane: str) -> None:
    assert set(lanes(yellow, red)) == {lane}


def test_shares_of_more_than_all_leave_nothing_green() -> None:
    assert set(lanes("0.9", "0.9")) == {"yellow", "red"}


def test_another_seed_draws_otherwise() -> None:
    assert lanes("0.5", "0") != lanes("0.5", "0", seed=b"another")


def test_what_is_published_in_the_morning_is_the_hash_of_the_seed() -> None:
    assert commitment(SEED) == sha256(SEED).hexdigest()


def test_only_lists_that_pass_get_a_lane() -> None:
    batch = with_cell(batch_of(3), "lists", {"list_id": 10**6}, ie_flag="I")
    answer = judge(batch, load(), references(), NOW, SEED)
    assert answer.verdicts["lane"].to_list() == ["", *lanes("0.02", "0.01", COP_NOS[1:3])]


def test_with_selection_switched_off_every_passed_list_is_green() -> None:
    answer = judge(batch_of(3), load(switches={"S01": False}), references(), NOW, SEED)
    assert answer.verdicts["lane"].to_list() == ["green"] * 3
