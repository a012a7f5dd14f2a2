"""`measure publish | list | fit | grant`."""

from pathlib import Path

import pytest

from entrepot.modules.pilot_zones.api import UnableToPublish
from entrepot.project.cli.measures import fit, grant, list_, publish
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories import pilot_zones as factory
from tests.factories.line import Line, some_sets
from tests.factories.pilot_zones import MEASURE, OFFICE, RELEASED
from tests.modules.cli.conftest import Station

SELLER = "9999961001"


def _file(path: Path, conditions: str) -> Path:
    file = path / "measure.yaml"
    file.write_text(MEASURE.format(code="M1", conditions=conditions, budget=4000, last="2099-12-31"), "utf-8")
    return file


def test_a_measure_is_published_looked_at_and_granted(practice: Station, db: Database, tmp_path: Path) -> None:
    for number in (1, 2, 3):  # the fourth seller of the sets stays provisional: nothing is granted to it
        factory.a_firm(f"999996100{number}", f"第{number}家", f"Firm {number}")
    factory.office_of_a_pilot_zone()
    line = Line.opened(db.owner, some_sets(20))
    line.send_sets(some_sets(20))
    line.judge()
    file = _file(tmp_path, f"{RELEASED}\n- {{figure: released_lists, at_least: 2}}")
    made = practice.run(publish, file=file, as_code=OFFICE)
    assert (made["code"], made["budget"]) == ("M1", "4000")
    (before,) = practice.run(fit, as_code=SELLER)["measures"]
    assert before["stand"] == "fits"
    assert [one["met"] for one in before["conditions"]] == [True, True]
    (run,) = practice.run(grant)["measures"]
    assert run["granted"] == [SELLER, "9999961002"]  # the budget holds two grants
    assert (run["fitted"], run["refused"]) == (3, 1)
    (row,) = practice.run(list_)["measures"]
    assert (row["beneficiaries"], row["left"]) == (2, "0")
    (after,) = practice.run(fit, as_code=SELLER)["measures"]
    assert after["stand"] == "granted"
    line.close()


def test_what_cannot_be_is_refused_and_nothing_is_written(practice: Station, db: Database, tmp_path: Path) -> None:
    factory.office_of_a_pilot_zone()
    with pytest.raises(UnableToPublish, match="at least 5, at most 1"):
        practice.run(publish, file=_file(tmp_path, "- {figure: countries, at_least: 5, at_most: 1}"), as_code=OFFICE)
    with pytest.raises(Refusal, match="found no file"):
        practice.run(publish, file=tmp_path / "nothing.yaml", as_code=OFFICE)
    (tmp_path / "measure.yaml").write_bytes(b"\xff\xfe not yaml: [")
    with pytest.raises(UnableToPublish, match="Expected a measure as YAML"):
        practice.run(publish, file=tmp_path / "measure.yaml", as_code=OFFICE)
    assert practice.run(list_)["measures"] == []
