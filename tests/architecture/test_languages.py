"""Every text that a person reads exists in English and in Chinese, with the same placeholders."""

import re
from pathlib import Path

import pytest

from entrepot.gateways.ceb.rules import RULES
from entrepot.project.line.reasons import REASONS
from tests.architecture import texts, tree

# Names that are the same in every language.
NAMES = {"Entrepot", "PRACTICE", "English", "通埠", "练习", "简体中文", "nbsp", "middot", "hellip", "times", "rarr"}

ONLY_VALUES = {"{value}"}

# Chinese words that were said for an idea → the one that stands in the glossary.
INSTEAD = {
    "未核验": "未能核对",  # not checked
    "回调|Webhook": "通知地址",  # webhook
    "卖家": "电商企业",  # seller, as the messages of customs call it
    "(?<!单证)档案": "记录",  # record; a dossier is 单证档案
}


def test_pairs_in_code_have_both_languages_and_equal_placeholders() -> None:
    pairs = list(texts.pairs_in_code())
    assert len(pairs) > 100
    assert [pair.place for pair in pairs if not pair.en.strip() or not pair.zh.strip()] == []
    assert [pair.place for pair in pairs if texts.placeholders(pair.en) != texts.placeholders(pair.zh)] == []
    assert [pair.place for pair in pairs if not texts.CHINESE.search(pair.zh)] == []


def test_every_fault_that_the_code_names_has_a_sentence() -> None:
    named = re.compile(r"(?:ceb|line)\.[a-z_]+")
    used = {text.value for path in tree.python("src") for text in tree.texts(path) if named.fullmatch(text.value)}
    assert len(used) > 40
    assert sorted(used - set(RULES) - set(REASONS)) == []


def test_rule_data_has_both_languages_and_equal_placeholders() -> None:
    pairs = list(texts.pairs_in_rule_data())
    assert pairs
    assert [pair.place for pair in pairs if not pair.en.strip() or not pair.zh.strip()] == []
    assert [pair.place for pair in pairs if texts.placeholders(pair.en) != texts.placeholders(pair.zh)] == []
    assert [pair.place for pair in pairs if not texts.CHINESE.search(pair.zh) and pair.zh not in ONLY_VALUES] == []


def test_no_chinese_text_stands_without_its_english_one() -> None:
    excepted = tree.exceptions("chinese_alone")
    alone = [place for place in texts.chinese_alone() if place.partition(":")[0] not in excepted]
    assert alone == []


def test_every_text_marked_for_translation_is_translated() -> None:
    known = texts.translations()
    missing = {text: place for place, text in texts.marked() if text.strip() and not known.get(text, ("", False))[0]}
    assert missing == {}


def test_translations_are_finished_and_keep_the_placeholders() -> None:
    known = texts.translations()
    assert [text for text, (_, guessed) in known.items() if guessed] == []
    assert [text for text, (zh, _) in known.items() if texts.placeholders(text) != texts.placeholders(zh)] == []


def test_no_translation_is_left_over() -> None:
    used = {text for _, text in texts.marked()}
    assert sorted(set(texts.translations()) - used) == []


@pytest.mark.parametrize("path", list(tree.files("src", ending=".html")), ids=tree.name_of)
def test_a_template_says_nothing_that_is_not_marked(path: Path) -> None:
    excepted = tree.exceptions("template_words").get(tree.name_of(path), {})
    assert [word for word in texts.unmarked_in_template(path) if word not in NAMES and word not in excepted] == []


def test_on_screens_a_country_is_a_country_or_region() -> None:
    said = [text for _, text in texts.marked()] + [pair.en for pair in texts.pairs_in_code()]
    codes = "units, currencies, countries, hs_codes"  # kinds of reference table, as they are typed
    alone = re.compile(r"\bcountr(?:y|ies)\b(?!/| or | and )", re.IGNORECASE)
    assert [text for text in said if alone.search(text) and codes not in text] == []


def test_texts_use_the_words_of_the_glossary() -> None:
    said = [(place, text) for place, text in texts.marked()]
    said += [(pair.place, pair.en) for pair in (*texts.pairs_in_code(), *texts.pairs_in_rule_data())]
    never = re.compile(r"\b(?:manifests?|receipts?|platforms?|lanes? channel|channels?)\b", re.IGNORECASE)
    assert [f"{place}: {text}" for place, text in said if never.search(re.sub(r"sales channels?", "", text))] == []


@pytest.mark.parametrize(("rejected", "word"), INSTEAD.items())
def test_one_chinese_word_stands_for_one_idea(rejected: str, word: str) -> None:
    said = [(text, zh) for text, (zh, _) in texts.translations().items()]
    said += [(pair.place, pair.zh) for pair in (*texts.pairs_in_code(), *texts.pairs_in_rule_data())]
    assert len(said) > 1000
    assert any(word in zh for _, zh in said)
    assert [f"{place}: {zh} – say {word}" for place, zh in said if re.search(rejected, zh)] == []


def test_placeholders_are_found_in_both_ways_of_writing() -> None:
    assert texts.placeholders("{found} of {limit}, {found}") == ["found", "limit"]
    assert texts.placeholders("%(count)s of %s") == ["%s", "count"]
