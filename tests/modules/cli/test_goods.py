"""`import --as goods`."""

import csv
from pathlib import Path

import psycopg
import pytest

from entrepot.project.cli.imports import import_
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station

SELLER = "9999961001"
LONG = """item_no,item_name,cell,meaning_en,meaning_zh,value
M1,mug,hs_code,,,6912001000
M1,mug,declared_name,,,陶瓷杯
M1,mug,net_weight_kg,,,heavy
T1,towel,unit,,,
"""
WIDE = "item_no,declared_name,hs_code,element:品牌类型\nM1,陶瓷杯,6912001000,0\nT1,毛巾,6302600090,\n"


def sheet(folder: Path, text: str, name: str = "goods.csv") -> list[Path]:
    path = folder / name
    path.write_text(text, "utf-8")
    return [path]


def options(files: list[Path], seller: str | None = SELLER) -> dict[str, object]:
    return {"files": files, "kind": "goods", "mapping": None, "problems": None, "seller": seller}


def goods(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        "SELECT item_no, version, declared_name, hs_code, elements::text FROM catalogue_goods"
        " WHERE NOT superseded ORDER BY item_no"
    ).fetchall()


def test_every_row_of_the_sheet_of_missing_cells_is_taken_nothing_new_or_rejected(
    practice: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    found = practice.run(import_, **options(sheet(tmp_path, LONG)))
    assert {name: found[name] for name in ("read", "accepted", "duplicates", "rejected")} == {
        "read": 4, "accepted": 2, "duplicates": 1, "rejected": 1,
    }  # fmt: skip
    assert found["wares"] == {"new": 1, "changed": 0, "same": 0}
    assert found["by_reason"] == {"goods_cell_unreadable": 1}
    assert goods(owner) == [("M1", 1, "陶瓷杯", "6912001000", "[]")]
    (problems,) = found["problems"]
    rows = list(csv.DictReader(Path(problems).read_text("utf-8-sig").splitlines()))
    assert [(row["item_no"], row["cell"], row["value"]) for row in rows] == [("M1", "net_weight_kg", "heavy")]
    assert "heavy" in rows[0]["problem_en"]


def test_a_wide_sheet_again_has_nothing_new(practice: Station, owner: psycopg.Connection, tmp_path: Path) -> None:
    first = practice.run(import_, **options(sheet(tmp_path, WIDE)))
    again = practice.run(import_, **options(sheet(tmp_path, WIDE, "again.csv")))
    assert (first["accepted"], first["wares"]["new"]) == (2, 2)
    assert (again["read"], again["duplicates"], again["wares"]) == (2, 2, {"new": 0, "changed": 0, "same": 2})
    assert [row[:2] for row in goods(owner)] == [("M1", 1), ("T1", 1)]


def test_without_a_seller_the_only_one_with_orders_is_meant_and_none_is_refused(
    practice: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        practice.run(import_, **options(sheet(tmp_path, WIDE), seller=None))
    assert str(refused.value) == (
        "Expected to know whose goods these are, found 0 sellers with orders here. Name one: --seller CODE."
    )
    assert goods(owner) == []


def test_a_file_that_is_not_there_is_named(practice: Station, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        practice.run(import_, **options([tmp_path / "none.csv"]))
    assert str(refused.value) == f"Expected files, found none at {tmp_path}/none.csv. Check the names."
