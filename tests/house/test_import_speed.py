"""The retail lines on a running station: imported by the command within ten seconds, start and rejected rows included.

Its sibling on a generated sheet: tests/modules/cli/test_import.py.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.conftest import Up, entrepot
from tests.journeys.test_retail import MAPPING, REAL

MOST_S = 10


@pytest.mark.soak  # the clock is looked at while nothing else runs
@pytest.mark.real_data
def test_the_retail_lines_are_imported_within_ten_seconds(
    new_folder: Path, start: Callable[..., Up], tmp_path: Path
) -> None:
    if not REAL.exists():
        pytest.skip("the retail lines are not on this machine; a generated sheet is timed in tests/modules/cli")
    start(new_folder, "--workers", "0")
    sheet = Path(shutil.copy(REAL, tmp_path))  # the rejected rows are written beside it
    said = entrepot("import", sheet, "--mapping", MAPPING, "--data", new_folder, "--json")
    assert said.code == 0, said.err
    print(said.object["seconds"])
    assert (said.object["read"], said.object["accepted"], said.object["rejected"]) == (320_705, 316_332, 4_373)
    assert said.object["seconds"]["all"] < MOST_S
