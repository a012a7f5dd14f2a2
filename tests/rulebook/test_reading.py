"""Rule data is read strictly: every refusal names the file and the place in it."""

from pathlib import Path

import pytest

from entrepot.rulebook.book import restore
from entrepot.rulebook.parameters import read_parameters
from entrepot.rulebook.reading import RuleDataFault, read_regime, read_yaml, regime_folder
from entrepot.rulebook.rules import read_rules

PARAMETER = """\
id: limit
name: {en: A limit, zh: 限额}
unit: kg
counts_from: list.app_time
time_zone: Asia/Shanghai
values:
  - {from: 2020-01-01, until: 2021-01-01, value: "1.5", source: here, evidence: own, known_since: 2020-01-01}
  - {from: 2021-01-01, value: 2.5, source: there, article: item 2, evidence: retrieved, known_since: 2020-12-01}
last_checked: 2026-01-01
check_by: 2027-01-01
"""
RULE = """\
- code: X01
  revision: 1
  evidence: inferred
  switchable: true
  source: here
  parameters: [limit]
  name: {en: Short, zh: 短}
  sentences:
    - fields: [qty]
      expected: {en: "at most {limit}", zh: "不超过 {limit}"}
      found: {en: "{found}", zh: "{found}"}
      do: {en: Less., zh: 减少。}
"""
FAULTY = [
    ("unit: kg", "unit: pounds", "limit.yaml: unit: expected one of", "'pounds'"),
    ("unit: kg", "unit: kg\ncolour: red", "limit.yaml: expected only the keys", "'colour'"),
    ("source: here, ", "", "values[0]: expected the key 'source'", "no such key"),
    ("source: here", "source: ' '", "values[0].source: expected a text", "' '"),
    ("until: 2021-01-01", "until: 2021-01-02", "values: expected periods that share no day", "2021-01-02)"),
    ("until: 2021-01-01", "until: 2020-12-31", "values: expected no gap", "[2020-12-31, 2021-01-01)"),
    ("until: 2021-01-01", "until: 2020-01-01", "values[0].until: expected a day after 2020-01-01", "'2020-01-01'"),
    ("until: 2021-01-01", "until: 2020-02-30", "values[0].until: expected a day that exists", "'2020-02-30'"),
    ("until: 2021-01-01", "until: 1.1.2021", "values[0].until: expected a day written yyyy-mm-dd", "'1.1.2021'"),
    ("value: 2.5", "value: 2,5", "values[1]: expected only the keys", "'5'"),
    ("value: 2.5", "value: 1e3", "values[1].value: expected a decimal with a point", "'1e3'"),
    ("value: 2.5", "value: 2.123456", "values[1].value: expected a decimal", "'2.123456'"),
    ("value: 2.5", "value: true", "values[1].value: expected a decimal", "True"),
    ("evidence: own", "evidence: hearsay", "values[0].evidence: expected one of", "'hearsay'"),
    ("known_since: 2020-12-01", "known_since: soon", "values[1].known_since: expected a day written", "'soon'"),
    ("time_zone: Asia/Shanghai", "time_zone: Asia/Yiwu", "time_zone: expected a time zone", "'Asia/Yiwu'"),
    ("counts_from: list.app_time", "counts_from: today", "counts_from: expected one of", "'today'"),
    ("check_by: 2027-01-01", "check_by: 2025-01-01", "check_by: expected 2026-01-01 or later", "2025"),
    (", zh: 限额", "", "limit.yaml: name: expected the key 'zh'", "no such key"),
    ("id: limit", "id: other", "limit.yaml: id: expected the id 'limit'", "'other'"),
]
FAULTY_RULES = [
    ("code: X01", "code: rule-1", "rules[0].code: expected a capital letter and two digits", "'rule-1'"),
    ("不超过 {limit}", "不超过", "expected the placeholders of en in zh (['limit'])", "[]"),
    ("{found}", "{seen}", "expected only the placeholders", "'seen'"),
    ("switchable: true", "switchable: false", "expected true for a rule known by inference only", "False"),
    ("[limit]", "[limits]", "rules[0].parameters: expected parameters of this regime", "'limits'"),
    ("evidence: inferred", "evidence: own", "rules[0].evidence: expected one of inferred, retrieved", "'own'"),
    ("revision: 1", "revision: one", "rules[0].revision: expected a whole number", "'one'"),
]


def test_reads_decimals_and_days_without_making_floats_of_them() -> None:
    parameter = read_parameters({"limit": read_yaml(PARAMETER, "limit.yaml")}, "here")["limit"]
    assert [str(dated.value) for dated in parameter.values] == ["1.5", "2.5"]
    assert [str(dated.period) for dated in parameter.values] == ["[2020-01-01, 2021-01-01)", "[2021-01-01, …)"]
    assert parameter.values[1].article == "item 2"


@pytest.mark.parametrize(("old", "new", "place", "found"), FAULTY)
def test_refuses_a_faulty_parameter_and_names_the_place(old: str, new: str, place: str, found: str) -> None:
    assert old in PARAMETER
    with pytest.raises(RuleDataFault) as refusal:
        read_parameters({"limit": read_yaml(PARAMETER.replace(old, new), "limit.yaml")}, "here")
    assert place in str(refusal.value)
    assert found in str(refusal.value)


@pytest.mark.parametrize(("old", "new", "place", "found"), FAULTY_RULES)
def test_refuses_a_faulty_rule_and_names_the_place(old: str, new: str, place: str, found: str) -> None:
    assert old in RULE
    with pytest.raises(RuleDataFault) as refusal:
        read_rules(read_yaml(RULE.replace(old, new), "rules.yaml"), "rules", frozenset({"limit"}))
    assert place in str(refusal.value)
    assert found in str(refusal.value)


def test_lets_a_gap_pass_that_says_why() -> None:
    gap = PARAMETER.replace("until: 2021-01-01", "until: 2020-12-01").replace(
        "source: there", "source: there, gap_before: the order was quashed"
    )
    parameter = read_parameters({"limit": read_yaml(gap, "limit.yaml")}, "here")["limit"]
    assert parameter.values[1].gap_before == "the order was quashed"


def test_refuses_two_rules_with_one_code() -> None:
    with pytest.raises(RuleDataFault, match=r"rules\[1\].code: expected a code that no other rule has, found 'X01'"):
        read_rules(read_yaml(RULE + RULE, "rules.yaml"), "rules", frozenset({"limit"}))


def test_refuses_two_sentences_for_one_field() -> None:
    twice = RULE + RULE[RULE.index("    - fields") :]
    with pytest.raises(RuleDataFault, match=r"fields without another sentence in this rule, found 'qty'"):
        read_rules(read_yaml(twice, "rules.yaml"), "rules", frozenset({"limit"}))


def test_refuses_a_key_that_stands_twice() -> None:
    with pytest.raises(RuleDataFault, match=r"here.yaml: expected YAML without repeated keys"):
        read_yaml("a: 1\nb: 2\na: 3\n", "here.yaml")


def test_refuses_text_that_is_no_yaml_and_tags_that_would_make_objects() -> None:
    for text in ("a: [1", "a: !!python/object/apply:os.getcwd []"):
        with pytest.raises(RuleDataFault, match=r"here.yaml"):
            read_yaml(text, "here.yaml")


def test_refuses_a_file_whose_name_is_not_its_id(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(PARAMETER, "utf-8")
    with pytest.raises(RuleDataFault, match=r"new/regime/other.yaml: id: expected the id 'other'"):
        read_regime(tmp_path, "new/regime")


def test_refuses_a_regime_that_is_not_there() -> None:
    with pytest.raises(RuleDataFault, match=r"rulebook/data/cn/import_9999: expected a folder with rules.yaml"):
        regime_folder("cn/import_9999")


def test_refuses_two_time_zones_in_one_regime() -> None:
    raw = read_regime(regime_folder("cn/export_9610"), "cn/export_9610")
    raw["parameters"]["slip_required"]["time_zone"] = "Asia/Urumqi"
    with pytest.raises(RuleDataFault, match="one time zone for all parameters of a regime"):
        restore(raw)
