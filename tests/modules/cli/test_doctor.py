"""`doctor` lists the reference editions in force and warns where a rule would look codes up in none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.engines.clearance import REFERENCES
from entrepot.project.cli import doctor as doctor_command
from entrepot.project.cli.doctor import doctor
from entrepot.project.cli.references import load
from tests.databases import Database
from tests.modules.cli.conftest import Station

TABLES = {"units": "代码,中文名称\n007,个\n035,千克\n", "packages": "代码,中文名称\n2,纸箱\n4,木箱\n"}


@pytest.fixture
def station(filing: Station, db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Station:
    """Its database is that of the test: nothing is started for it."""

    @contextmanager
    def opened(_context: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(dsns=lambda: SimpleNamespace(owner=db.owner), cluster=None)

    monkeypatch.setattr(doctor_command, "opened", opened)
    filing.now = datetime.now(UTC)
    paths = {kind: tmp_path / f"{kind}.csv" for kind in TABLES}
    for kind, path in paths.items():
        path.write_text(TABLES[kind], "utf-8")
    same = {"source": "made for this test", "valid_from": "2026-01-01"}
    units, packages = {"edition": "2026-01", "check_by": "2026-03-31"}, {"edition": "old", "check_by": None}
    filing.run(load, kind="units", file=paths["units"], covers="", **units, **same)
    filing.run(load, kind="packages", file=paths["packages"], covers="two of them", **packages, **same)
    return filing


def test_editions_in_force_are_listed_with_source_rows_and_whether_they_are_whole(station: Station) -> None:
    station.now = datetime(2026, 3, 31, tzinfo=UTC)
    editions = station.run(doctor)["references"]["editions"]
    shown = ("kind", "edition", "source", "entries", "complete", "covers", "overdue")
    assert [tuple(one[name] for name in shown) for one in editions] == [
        ("units", "2026-01", "made for this test", 2, True, "", False),
        ("packages", "old", "made for this test", 2, False, "two of them", False),
    ]


def test_a_kind_that_rules_ask_for_and_nobody_loaded_is_a_trouble(station: Station) -> None:
    station.now = datetime(2026, 3, 31, tzinfo=UTC)
    facts = station.run(doctor)
    assert facts["references"]["missing"] == [kind for kind in REFERENCES if kind != "units"]
    assert facts["references"]["missing_import"] == ["positive_list", "import_rates"]
    named = [trouble for trouble in facts["troubles"] if "not loaded" in trouble]
    expected = [*facts["references"]["missing"], *facts["references"]["missing_import"]]
    assert [trouble.partition(":")[0] for trouble in named] == expected
    assert named[-1] == (
        "import_rates: not loaded; M19, T01 of retail import answer “not checked”. Where such lists come in, load"
        " it with: entrepot reference load import_rates FILE --edition … --source …"
    )


def test_an_edition_that_should_have_been_looked_after_is_a_trouble(station: Station) -> None:
    (said,) = [trouble for trouble in station.run(doctor)["troubles"] if "newer edition" in trouble]
    assert said == (
        "units: somebody should have looked for a newer edition than “2026-01” by 2026-03-31; F15 answer “not "
        "checked”. Look for it and load it with: entrepot reference load units FILE --edition … --source …"
    )


def test_people_read_the_editions_in_their_language(
    station: Station, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, line in (
        ("en", "  packages  “old”, 2 codes, a part: two of them, from 2026-01-01; source: made for this test"),
        ("zh", "  packages  “old”，2 个代码，部分：two of them，自 2026-01-01 起；来源：made for this test"),
    ):
        monkeypatch.setenv("ENTREPOT_LANGUAGE", language)
        station.run(doctor)
        assert line in capsys.readouterr().err.splitlines()


def test_an_edition_of_import_is_missed_until_it_is_loaded_and_again_when_its_day_has_passed(
    station: Station, tmp_path: Path
) -> None:
    file = tmp_path / "listed.csv"
    file.write_text("code,name_zh,from,until\n04029100,炼乳,2016-04-08,\n", "utf-8")
    facts = {"edition": "2022", "source": "made for this test", "valid_from": "2022-03-01", "covers": ""}
    station.run(load, kind="positive_list", file=file, check_by="2026-06-30", **facts)
    said = {}
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        station.now = datetime.combine(day, time(4), UTC)
        said[day.month] = [text for text in station.run(doctor)["troubles"] if text.startswith("positive_list:")]
    assert said[6] == []
    assert [text.startswith("positive_list: somebody should have looked") for text in said[7]] == [True]
    assert "M16 answer “not checked”" in said[7][0]
