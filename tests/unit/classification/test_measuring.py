"""Help against plain keyword search, on a split in which what is tested teaches nothing."""

import json
from pathlib import Path

import pytest

from entrepot.engines.classification import Measured, Score, Term, is_tested, measure
from entrepot.gateways.nomenclature import harmonized_system, trade_words
from entrepot.gateways.nomenclature.terms import UnableToReadTerms, read_terms, vague_descriptions

REAL = Path(__file__).parents[4] / "shared/data/classification/search_references.json"
# Made for this test: what a trader calls goods, and the subheading that its text names.
OWN = [
    ("coffee mugs of stoneware", "691200"), ("porcelain dinner plates", "691110"), ("umbrellas, folding", "660191"),
    ("garden umbrellas", "660110"), ("wall clocks, electric", "910521"), ("slide fasteners of metal", "960711"),
    ("tooth brush", "960321"), ("scented candles", "340600"), ("playing cards, boxed", "950440"),
    ("sunglass for children", "900410"), ("hairdryers", "851631"), ("headphone, wireless", "851830"),
    ("knitted glove of wool", "611691"), ("necktie of silk", "621510"), ("sleeping bags, quilted", "940430"),
    ("photo frames of wood", "441490"), ("wrist watches, automatic", "910221"), ("tents of polyester", "630622"),
    ("lead pencils", "960910"), ("jigsaw puzzle", "950300"), ("artificial flowers, plastic", "670210"),
    ("ball point pen", "960810"), ("bed linen of cotton, printed", "630221"), ("lip sticks", "330410"),
    ("shampoo, herbal", "330510"), ("vacuum flasks", "961700"), ("ski boots", "640312"), ("guitars", "920290"),
    ("fishing rods", "950710"), ("padlock", "830110"), ("mirrors, framed", "700992"), ("key rings", "732690"),
]  # fmt: skip


def better(found: Measured) -> None:
    for help_, keyword in ((found.help_alone, found.keyword_alone), (found.help_taught, found.keyword_taught)):
        assert help_.asked == keyword.asked
        assert help_.first > keyword.first
        assert help_.among_five > keyword.among_five


def test_help_beats_keyword_search_on_our_own_terms() -> None:
    found = measure(harmonized_system(), trade_words(), [Term(text, code, "own") for text, code in OWN], [])
    assert 5 <= found.help_taught.asked < len(OWN)
    assert found.teaching + found.help_taught.asked == len(OWN)
    assert found.help_taught.first >= found.keyword_taught.first
    assert found.help_taught.among_five > found.keyword_taught.among_five


@pytest.mark.real_data
def test_help_beats_keyword_search_on_terms_of_a_customs_authority() -> None:
    if not REAL.exists():
        pytest.skip("the folder ../shared/data with the search references is not here")
    found = measure(harmonized_system(), trade_words(), read_terms(REAL), vague_descriptions())
    for name in ("keyword_alone", "help_alone", "keyword_taught", "help_taught"):
        score = getattr(found, name)
        print(f"{name}: first {score.of_100(score.first)} %, among five {score.of_100(score.among_five)} %")
    better(found)
    assert found.help_taught.declined < found.help_taught.asked // 10
    assert found.vague_let_through == ()


def test_singular_and_plural_and_other_orders_lie_on_the_same_side() -> None:
    assert is_tested("action camera") == is_tested("Action cameras") == is_tested("cameras, action")
    assert {is_tested(text) for text, _ in OWN} == {True, False}


def test_shares_are_rounded_to_the_nearest_tenth() -> None:
    assert Score(3, 1, 2).of_100(1) == "33.3"
    assert Score(3, 1, 2).of_100(2) == "66.7"
    assert Score(0, 0, 0).of_100(0) == "0.0"


def test_terms_are_read_from_both_shapes(tmp_path: Path) -> None:
    as_json, as_csv = tmp_path / "t.json", tmp_path / "t.csv"
    as_json.write_text(json.dumps({"mug": "6912000000"}), "utf-8")
    as_csv.write_text("term,hs_code\nmug,6912000000\n", "utf-8")
    assert [(one.text, one.code) for one in read_terms(as_json)] == [("mug", "6912000000")]
    assert [(one.text, one.code) for one in read_terms(as_csv)] == [("mug", "6912000000")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "expected a JSON object of terms and codes, or CSV with the columns term, hs_code"),
        ("[1, 2]", "expected a JSON object of terms and codes"),
        ("{", "expected a JSON object of terms and codes"),
        ("term,hs_code\nmug,69\n", "expected codes of six digits or more, found '69'"),
        ("term,hs_code\n", "expected codes of six digits or more, found None"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "terms"
    path.write_text(content, "utf-8")
    with pytest.raises(UnableToReadTerms) as refused:
        read_terms(path)
    assert said in str(refused.value)
