from decimal import Decimal
from hashlib import sha256

import pytest

from entrepot.engines.clearance import commitment, judge
from entrepot.engines.clearance.selection import draw_lanes
from entrepot.rulebook import load
from tests.unit.clearance.batches import NOW, batch_of, references, with_cell

SEED = b"secret of the day"
KEYS = [("3301999001", f"COP-{k}") for k in range(4000)]


def test_the_draw_can_be_repeated_by_hand() -> None:
    number = int.from_bytes(sha256(SEED + b"3301999001\nCOP-0").digest()[:8])
    share = Decimal(number) / 2**64
    above, below = share + Decimal("1e-12"), share - Decimal("1e-12")
    assert draw_lanes(SEED, KEYS[:1], Decimal(0), above) == ["red"]
    assert draw_lanes(SEED, KEYS[:1], Decimal(0), below) == ["green"]
    assert draw_lanes(SEED, KEYS[:1], above - below, below) == ["yellow"]


def test_the_shares_are_met() -> None:
    lanes = draw_lanes(SEED, KEYS, Decimal("0.1"), Decimal("0.05"))
    assert 320 < lanes.count("yellow") < 480
    assert 140 < lanes.count("red") < 260


@pytest.mark.parametrize(("yellow", "red", "lane"), [("0", "0", "green"), ("1", "0", "yellow"), ("0", "1", "red")])
def test_shares_of_none_and_all_are_exact(yellow: str, red: str, lane: str) -> None:
    assert set(draw_lanes(SEED, KEYS, Decimal(yellow), Decimal(red))) == {lane}


def test_another_seed_draws_otherwise() -> None:
    shares = Decimal("0.5"), Decimal(0)
    assert draw_lanes(SEED, KEYS, *shares) != draw_lanes(b"another", KEYS, *shares)


def test_what_is_published_in_the_morning_is_the_hash_of_the_seed() -> None:
    assert commitment(SEED) == sha256(SEED).hexdigest()


def test_only_lists_that_pass_get_a_lane() -> None:
    batch = with_cell(batch_of(3), "lists", {"list_id": 10**6}, ie_flag="I")
    answer = judge(batch, load(), references(), NOW, SEED)
    assert answer.verdicts["lane"].to_list() == ["", *draw_lanes(SEED, KEYS[1:3], Decimal("0.02"), Decimal("0.01"))]


def test_with_selection_switched_off_every_passed_list_is_green() -> None:
    answer = judge(batch_of(3), load(switches={"S01": False}), references(), NOW, SEED)
    assert answer.verdicts["lane"].to_list() == ["green"] * 3
