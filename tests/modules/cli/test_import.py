"""`import` of order lines: every row counted, and how long each step took."""

from pathlib import Path

import pytest

from entrepot.project.cli.imports import import_
from tests.journeys.test_retail import MAPPING, generated_sheet
from tests.modules.cli.conftest import Station


def test_the_seconds_of_each_step_are_told_and_make_up_the_whole(
    practice: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = generated_sheet(tmp_path / "lines.csv", 20)
    found = practice.run(import_, files=[sheet], kind=None, mapping=MAPPING, problems=None, seller=None)
    assert found["read"] == found["accepted"] + found["duplicates"] + found["rejected"] > 0
    seconds = found["seconds"]
    assert list(seconds) == ["start", "read", "keep", "write", "all"]
    assert min(seconds["read"], seconds["keep"]) > 0
    assert sum(list(seconds.values())[:-1]) <= seconds["all"] + 0.03  # each is rounded
    assert f"{seconds['all']} s: " in capsys.readouterr().err
