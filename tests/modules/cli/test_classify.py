"""`classify` and `bench classification`."""

import json
from pathlib import Path

import psycopg
import pytest
import typer

from entrepot.modules.parties import api as parties
from entrepot.project.cli.bench import classification
from entrepot.project.cli.classify import classify
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import NOW, Station

SELLER = "9999961001"
NOTHING = {"seller": None, "item": None, "choose": None, "why": None, "by": None}


@pytest.fixture
def seller(practice: Station) -> int:
    return parties.register_enterprise(
        name_zh="练习公司", name_en="Practice Co", codes=[SELLER], roles=["seller"], valid_from=NOW.date(), now=NOW
    )


def chosen(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        "SELECT item_no, hs_code, hs_chosen_by, hs_reason, practice FROM catalogue_goods ORDER BY version"
    ).fetchall()


def test_five_candidates_come_with_path_words_and_score(practice: Station) -> None:
    found = practice.run(classify, description="ceramic mug printed", **NOTHING)
    assert found["declined"] is None
    assert len(found["candidates"]) == 5
    best = found["candidates"][0]
    assert best["code"] == "691200"
    assert [step["code"] for step in best["path"]] == ["XIII", "69", "6912", "691200"]
    assert {one["word"] for one in best["deciding"]} == {"ceramic", "mug"}
    assert 0 < best["score"] <= 100


def test_a_vague_description_is_declined(practice: Station) -> None:
    found = practice.run(classify, description="gift", **NOTHING)
    assert (found["declined"], found["candidates"]) == ("says_nothing", [])


def test_a_choice_is_written_to_the_catalogue(practice: Station, owner: psycopg.Connection, seller: int) -> None:
    options = {"seller": SELLER, "item": "M-1", "choose": "6912001000", "why": "stoneware", "by": "Chen"}
    found = practice.run(classify, description="ceramic mug", **options)
    assert (found["hs_code"], found["by"], found["kept"]) == ("6912001000", "Chen", 1)
    assert chosen(owner) == [("M-1", "6912001000", "Chen", "stoneware", True)]
    again = practice.run(classify, description="ceramic mug", **options)
    assert again["kept"] == 0
    assert len(chosen(owner)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"choose": "691200"}, "Expected an HS code of ten digits, found “691200”."),
        ({"choose": "0000001000"}, "Expected a code below a subheading of the HS, found none for 0000001000."),
        ({"why": " "}, "Expected why this code was chosen, found nothing."),
        ({"seller": "1234567890"}, "No firm is known by the code 1234567890."),
    ],
)
def test_a_wrong_choice_is_refused_and_changes_nothing(
    practice: Station, owner: psycopg.Connection, seller: int, changed: dict[str, str], said: str
) -> None:
    options = {"seller": SELLER, "item": "M-1", "choose": "6912001000", "why": "stoneware", "by": None} | changed
    with pytest.raises(Refusal) as refused:
        practice.run(classify, description="ceramic mug", **options)
    assert said in str(refused.value)
    assert chosen(owner) == []


def test_half_a_choice_is_not_guessed(practice: Station, owner: psycopg.Connection) -> None:
    with pytest.raises(typer.BadParameter, match="Expected --as, --item, --choose and --why together"):
        practice.run(classify, description="mug", **(NOTHING | {"choose": "6912001000"}))
    assert chosen(owner) == []


def test_the_bench_prints_both_figures(practice: Station, tmp_path: Path) -> None:
    file = tmp_path / "terms.json"
    texts = ("stoneware mugs", "umbrella", "wall clocks", "candles", "padlocks", "hairdryer", "guitar", "toothbrush")
    codes = ("691200", "660199", "910521", "340600", "830110", "851631", "920290", "960321")
    file.write_text(json.dumps(dict(zip(texts, codes, strict=True))), "utf-8")
    found = practice.run(classification, terms=file, vague=None)
    assert found["tested"] + found["teaching"] == len(texts)
    assert set(found["keyword_alone"]) == set(found["help_alone"]) == {"first", "among_five", "declined"}
    assert (found["vague"], found["vague_declined"], found["vague_let_through"]) == (80, 80, [])


def test_the_bench_names_a_file_that_is_not_there(practice: Station, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Expected a file of text at"):
        practice.run(classification, terms=tmp_path / "none.json", vague=None)
