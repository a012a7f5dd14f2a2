"""The sentences of faults: both languages, the same placeholders, nothing named that has no sentence."""

import json
import re
import string
from pathlib import Path

import pytest

import entrepot.gateways.ceb
from entrepot.gateways.ceb import decode, sentence, validate
from entrepot.gateways.ceb.rules import RULES
from tests.unit.ceb.making import document, message

SOURCES = Path(entrepot.gateways.ceb.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks_both_languages_with_the_same_placeholders(rule: str) -> None:
    texts = RULES[rule]
    assert placeholders(texts.en) == placeholders(texts.zh)
    assert re.match(r"Expected .*; .*\.$", texts.en), "what was expected, what was found; what to do"
    assert re.search(r"[\u4e00-\u9fff]", texts.zh)
    assert texts.zh.endswith("。")


def test_every_rule_named_in_the_program_has_a_sentence_and_every_sentence_is_used() -> None:
    named: set[str] = set()
    for source in SOURCES.glob("*.py"):
        if source.name != "rules.py":
            named |= set(re.findall(r'"(ceb\.[a-z_0-9]+)"', source.read_text()))
    assert named == set(RULES)


def test_the_facts_of_a_fault_fill_its_sentence() -> None:
    spoilt = document("list", {"guid": "x", "ieDate": "99999999", "packNo": "0", "POD": None, "grossWeight": "1e9"})
    messages = [message("list", [spoilt]), b"", b"\x00", message("list", []), message("list", after="")]
    faults = validate(decode(messages)).faults
    assert faults["rule"].n_unique() == 9
    for rule, facts in faults.select("rule", "facts").rows():
        assert "{" not in sentence(rule, json.loads(facts), "en") + sentence(rule, json.loads(facts), "zh")
