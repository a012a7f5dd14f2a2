"""Candidates, their path and deciding words, and what is declined."""

import pytest

from entrepot.engines.classification import Classifier, Lexicon, Node, Nomenclature, NotANomenclature, Term
from entrepot.engines.classification.words import stems
from entrepot.gateways.nomenclature import harmonized_system, trade_words
from entrepot.gateways.nomenclature.terms import vague_descriptions

SMALL = Nomenclature(
    {"XIII": Node("XIII", "Articles of stone, plaster, ceramic products, glass")},
    {"69": "XIII", "70": "XIII"},
    {
        "69": Node("69", "Ceramic products", "陶瓷产品"),
        "6911": Node("6911", "Tableware and kitchenware, of porcelain or china", "瓷餐具"),
        "691110": Node("691110", "Tableware and kitchenware; of porcelain or china", "瓷餐具、厨房器具"),
        "6912": Node("6912", "Ceramic tableware, other than of porcelain or china", "陶餐具"),
        "691200": Node("691200", "Ceramic tableware, other than of porcelain or china", "陶餐具、厨房器具"),
        "70": Node("70", "Glass and glassware", "玻璃及其制品"),
        "7013": Node("7013", "Glassware of a kind used for table or kitchen", "玻璃器皿"),
        "701349": Node("701349", "Glassware; for table or kitchen purposes, not of lead crystal", "其他玻璃器皿"),
    },
)


@pytest.fixture(scope="module")
def installed() -> Classifier:
    return Classifier(harmonized_system(), trade_words())


def codes(classifier: Classifier, text: str) -> list[str]:
    return [one.code for one in classifier.suggest(text).candidates]


def test_a_candidate_comes_with_its_path_and_the_words_that_decided(installed: Classifier) -> None:
    best = installed.suggest("ceramic mug printed").candidates[0]
    assert best.code == "691200"
    assert [node.code for node in best.path] == ["XIII", "69", "6912", "691200"]
    assert {one.word for one in best.deciding} == {"ceramic", "mug"}
    assert sum(one.share for one in best.deciding) in (98, 99, 100)
    assert len(codes(installed, "ceramic mug printed")) == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("陶瓷马克杯 印花", "691200"),
        ("不锈钢保温杯", "961700"),
        ("毛绒玩具熊", "950300"),
        ("women's cotton t-shirt, knitted", "610910"),
        ("hairdryer", "851631"),
        ("bamboo toothbrush", "960321"),
        ("ball bearings", "848210"),
    ],
)
def test_trade_words_of_both_languages_find_their_subheading(installed: Classifier, text: str, code: str) -> None:
    assert code in codes(installed, text)[:2]


def test_a_word_with_a_slip_is_still_understood(installed: Classifier) -> None:
    assert codes(installed, "umbrela")[0].startswith("6601")


def test_every_description_that_says_nothing_is_declined(installed: Classifier) -> None:
    answers = {text: installed.suggest(text) for text in vague_descriptions()}
    assert len(answers) == 80
    assert [text for text, answer in answers.items() if answer.declined is None] == []
    assert all(answer.candidates == () for answer in answers.values())


def test_why_nothing_is_offered_is_told_apart(installed: Classifier) -> None:
    assert installed.suggest("gift").declined == "says_nothing"
    assert installed.suggest("dark blue, large").declined == "says_nothing"
    brand = installed.suggest("Zorblaxia")
    assert (brand.declined, brand.unknown) == ("unknown_words", ("zorblaxia",))
    fabric = installed.suggest("fabric")
    assert fabric.declined == "fits_anything"
    assert fabric.headings > 8
    assert installed.suggest("").declined == "says_nothing"


def test_unknown_words_beside_known_ones_are_named(installed: Classifier) -> None:
    found = installed.suggest("Zorblaxia umbrella")
    assert found.unknown == ("zorblaxia",)
    assert found.candidates[0].code.startswith("6601")


def test_words_that_a_text_leaves_out_count_little() -> None:
    found = Classifier(SMALL, Lexicon()).suggest("porcelain tableware")
    assert found.candidates[0].code == "691110"


def test_past_choices_for_ones_own_goods_come_first_and_are_named() -> None:
    classifier = Classifier(SMALL, Lexicon())
    past = [Term("Zorblaxia tableware", "7013490000", "PW-1 · Chen")]
    found = classifier.suggest("Zorblaxia tableware", past)
    assert found.candidates[0].code == "701349"
    assert found.candidates[0].nearest == past[0]
    assert "701349" not in codes(classifier, "Zorblaxia tableware")


def test_a_chinese_edition_is_read_by_its_own_words() -> None:
    assert codes(Classifier(SMALL, Lexicon()), "玻璃器皿")[0] == "701349"


def test_the_same_description_gives_the_same_answer_again(installed: Classifier) -> None:
    again = Classifier(harmonized_system(), trade_words())
    for text in ("men's leather belt", "儿童雨伞", "usb cable"):
        assert again.suggest(text) == installed.suggest(text)


def test_a_nomenclature_with_a_code_that_hangs_in_the_air_is_refused() -> None:
    with pytest.raises(NotANomenclature) as refused:
        Nomenclature({}, {}, {"6911": Node("6911", "Tableware")})
    assert str(refused.value) == "expected 69 above 6911, found none; correct the nomenclature"


def test_every_trade_word_leads_to_a_word_of_the_nomenclature() -> None:
    vocabulary = set()
    for node in harmonized_system().nodes.values():
        vocabulary.update(stems(node.en))
    lexicon = trade_words()
    meanings = {*lexicon.english.values(), *lexicon.chinese.values()}
    assert [means for means in sorted(meanings) if not vocabulary.intersection(stems(means))] == []


def test_the_installed_nomenclature_is_whole() -> None:
    system = harmonized_system()
    assert len(system.subheadings) == 5612
    assert len(system.sections) == 21
    assert all(len(system.path(code)) == 4 for code in system.subheadings)
