"""`reference load` and `reference list`."""

from pathlib import Path

import psycopg
import pytest

from entrepot.modules.catalogue import api as catalogue
from entrepot.project.cli.references import list_, load
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station

REAL = Path(__file__).parents[4] / "shared/data/cn_customs_codes"
UNITS = "代码,中文名称\n007,个\n035,千克\n,\n"


def loaded(station: Station, path: Path, kind: str = "units", **more: object) -> dict[str, object]:
    options = {"edition": "2026-01", "source": "made for this test", "valid_from": None, "check_by": None, "covers": ""}
    return station.run(load, kind=kind, file=path, **{**options, **more})


def test_a_table_is_loaded_whole_once_and_stands_in_the_list(
    filing: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    path = tmp_path / "units.csv"
    path.write_text(UNITS, "utf-8")
    first, again = loaded(filing, path, check_by="2026-12-31"), loaded(filing, path, check_by="2026-12-31")
    assert (first["entries"], first["left_out"], first["new"]) == (2, 1, True)
    assert (again["id"], again["new"]) == (first["id"], False)
    listed = filing.run(list_)
    (edition,) = listed["editions"]
    assert (edition["kind"], edition["edition"], edition["source"]) == ("units", "2026-01", "made for this test")
    assert (edition["valid_from"], edition["check_by"], edition["overdue"]) == ("2026-05-04", "2026-12-31", False)
    assert listed["missing"] == [kind for kind in catalogue.KINDS if kind != "units"]
    codes = owner.execute("SELECT code, name_zh FROM catalogue_reference_entry ORDER BY 1").fetchall()
    assert codes == [("007", "个"), ("035", "千克")]


def test_a_code_of_another_form_is_named_and_nothing_is_loaded(
    filing: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    path = tmp_path / "units.csv"
    path.write_text("代码,中文名称\n007,个\n{x},千克\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        loaded(filing, path)
    assert "'{x}'" in str(refused.value)
    assert owner.execute("SELECT count(*) FROM catalogue_reference_edition").fetchone() == (0,)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("kind", "name"),
    [("units", "unit"), ("currencies", "currency"), ("countries", "country"), ("transport_modes", "transport_mode"),
     ("packages", "package"), ("customs_offices", "customs_office_partial")],
)  # fmt: skip
def test_the_official_tables_load(filing: Station, owner: psycopg.Connection, kind: str, name: str) -> None:
    if not REAL.is_dir():
        pytest.skip("the official code tables are not beside this project (../shared/data/cn_customs_codes)")
    found = loaded(filing, REAL / f"{name}.csv", kind)
    stored = owner.execute("SELECT count(*) FROM catalogue_reference_entry").fetchone()
    assert found["new"] is True
    assert stored == (found["entries"],)
