"""A corrected list has its verdict within a second, whichever of the eleven taught faults it had."""

from pathlib import Path

import pytest

from tests.house.conftest import entrepot

MOST_MS = 1_000


@pytest.mark.soak  # the clock is looked at while nothing else runs
def test_a_corrected_list_has_its_verdict_within_a_second(station: Path) -> None:
    said = entrepot("bench", "corrections", "--data", station, "--json")
    assert said.code == 0, said.err
    print(said.object["verdict_ms"])
    assert (said.object["corrections"], said.object["released"]) == (11, 11)
    assert said.object["verdict_max_ms"] < MOST_MS
