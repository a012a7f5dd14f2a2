"""Rules as data: names, revisions and sentences. The predicate of a rule is in the engine, found by the rule's code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from entrepot.rulebook import shapes
from entrepot.rulebook.figures import Text
from entrepot.rulebook.reading import RuleDataFault

PARTS: Final = ("expected", "found", "do")
FACTS: Final = frozenset({"expected", "found", "field", "gnum"})
NOT_CHECKED: Final = ("edition", "covered", "lapsed")
NOTED: Final = "noted"  # goods on which an edition has a note in words; of regimes that look at such an edition
_CODE: Final = re.compile(r"[A-Z]\d{2}")
_WORDS: Final = frozenset({"fields", "units", "editions", "values", "not_checked"})


@dataclass(frozen=True)
class Sentence:
    """What was expected, what was found and what to do, when a check of one of `fields` fails."""

    fields: tuple[str, ...]
    expected: Text
    found: Text
    do: Text


@dataclass(frozen=True)
class Rule:
    """One rule in one revision.

    evidence: retrieved (an official or practice text says it) or inferred (concluded from the meaning of fields; then
    it may be switched off). official_code: the code of customs for this refusal, where a source has it.
    """

    code: str
    revision: int
    evidence: str
    switchable: bool
    on: bool
    source: str
    official_code: str | None
    parameters: tuple[str, ...]
    name: Text
    sentences: tuple[Sentence, ...]

    def sentence(self, field: str) -> Sentence:
        """The sentence for a finding about `field`. Raises KeyError when the rule never looks at it."""
        for sentence in self.sentences:
            if field in sentence.fields:
                return sentence
        raise KeyError(f"rule {self.code} has no sentence for the field {field!r}")


@dataclass(frozen=True)
class Words:
    """Names in both languages: columns, units, reference editions, coded values; and sentences for not-checked."""

    fields: Mapping[str, Text]
    units: Mapping[str, Text]
    editions: Mapping[str, Text]
    values: Mapping[str, Text]
    not_checked: Mapping[str, Sentence]


def read_rules(raw: object, place: str, parameters: frozenset[str]) -> dict[str, Rule]:
    """The rules by code. Raises RuleDataFault."""
    rules: dict[str, Rule] = {}
    for number, entry in enumerate(shapes.rows(raw, place)):
        rule = _rule(entry, f"{place}[{number}]", parameters)
        if rule.code in rules:
            raise RuleDataFault(f"{place}[{number}].code", "a code that no other rule has", rule.code)
        rules[rule.code] = rule
    return dict(sorted(rules.items()))


def _rule(raw: object, place: str, parameters: frozenset[str]) -> Rule:
    found = shapes.mapping(
        raw,
        place,
        needed=frozenset({"code", "revision", "evidence", "switchable", "source", "name", "sentences"}),
        allowed=frozenset({"parameters", "official_code", "on"}),
    )
    code = shapes.text(found["code"], f"{place}.code")
    if _CODE.fullmatch(code) is None:
        raise RuleDataFault(f"{place}.code", "a capital letter and two digits", code)
    used = tuple(str(name) for name in found.get("parameters", ()))
    if unknown := sorted(set(used) - parameters):
        raise RuleDataFault(f"{place}.parameters", f"parameters of this regime ({sorted(parameters)})", unknown[0])
    evidence = shapes.one_of(found["evidence"], f"{place}.evidence", ("retrieved", "inferred"))
    switchable = shapes.yes_no(found["switchable"], f"{place}.switchable")
    if evidence == "inferred" and not switchable:
        raise RuleDataFault(f"{place}.switchable", "true for a rule known by inference only", switchable)
    official = found.get("official_code")
    return Rule(
        code=code,
        revision=shapes.whole(found["revision"], f"{place}.revision"),
        evidence=evidence,
        switchable=switchable,
        on=shapes.yes_no(found.get("on", True), f"{place}.on"),
        source=shapes.text(found["source"], f"{place}.source"),
        official_code=None if official is None else shapes.text(official, f"{place}.official_code"),
        parameters=used,
        name=shapes.both(found["name"], f"{place}.name"),
        sentences=_sentences(found["sentences"], f"{place}.sentences", frozenset(used)),
    )


def _sentences(raw: object, place: str, parameters: frozenset[str]) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for number, entry in enumerate(shapes.rows(raw, place)):
        here = f"{place}[{number}]"
        found = shapes.mapping(entry, here, needed=frozenset({"fields", *PARTS}))
        fields = tuple(shapes.text(name, f"{here}.fields") for name in shapes.rows(found["fields"], f"{here}.fields"))
        if twice := sorted(seen.intersection(fields)):
            raise RuleDataFault(f"{here}.fields", "fields without another sentence in this rule", twice[0])
        seen.update(fields)
        sentences.append(_sentence(fields, found, here, FACTS | parameters))
    return tuple(sentences)


def _sentence(fields: tuple[str, ...], found: dict[str, Any], place: str, placeholders: frozenset[str]) -> Sentence:
    expected, was_found, do = (shapes.both(found[part], f"{place}.{part}", placeholders) for part in PARTS)
    return Sentence(fields=fields, expected=expected, found=was_found, do=do)


def read_words(raw: object, place: str) -> Words:
    """The names and the not-checked sentences. Raises RuleDataFault."""
    found = shapes.mapping(raw, place, needed=_WORDS)
    reasons = shapes.mapping(
        found["not_checked"], f"{place}.not_checked", needed=frozenset(NOT_CHECKED), allowed=frozenset({NOTED})
    )
    return Words(
        fields=_texts(found["fields"], f"{place}.fields"),
        units=_texts(found["units"], f"{place}.units", frozenset({"value"})),
        editions=_texts(found["editions"], f"{place}.editions"),
        values=_texts(found["values"], f"{place}.values"),
        not_checked={name: _reason(reasons[name], name, f"{place}.not_checked.{name}") for name in reasons},
    )


def _reason(raw: object, reason: str, place: str) -> Sentence:
    found = shapes.mapping(raw, place, needed=frozenset(PARTS))
    return _sentence((reason,), found, place, FACTS | {"missing"})


def _texts(raw: object, place: str, placeholders: frozenset[str] = frozenset()) -> dict[str, Text]:
    if not isinstance(raw, Mapping):
        raise RuleDataFault(place, "a mapping", raw)
    return {str(key): shapes.both(entry, f"{place}.{key}", placeholders) for key, entry in raw.items()}
