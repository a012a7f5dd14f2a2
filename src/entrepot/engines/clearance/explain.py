"""From a finding back to sentences: which rule, which figure in force since when, what was found, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from entrepot.kernel.violations import Violation
from entrepot.rulebook import Figure, Figures, Rulebook
from entrepot.rulebook.figures import Text
from entrepot.rulebook.rules import PARTS, Sentence, Words

Language = Literal["en", "zh"]
# field → which of its facts is one of our own words; all other values are shown as they were found
_CODED: Final = {
    "order_id": "found",
    "waybill_id": "found",
    "slip_id": "found",
    "payment_id": "found",
    "signature": "found",
    "number": "found",
    "lane": "found",
    "hs_code": "expected",
}


@dataclass(frozen=True)
class FigureInForce:
    """A figure that a rule used; `value` with its unit in words. Lapsed: no value, and `since` is the day it lapsed."""

    parameter: str
    name: str
    value: str
    since: date
    source: str
    article: str | None


@dataclass(frozen=True)
class Explanation:
    """A finding in one language. `do` is what the reader can do about it; line: the line number, None for the head."""

    rule: str
    title: str
    line: int | None
    expected: str
    found: str
    do: str
    figures: tuple[FigureInForce, ...]
    source: str
    inferred: bool


def explain(finding: Violation, rulebook: Rulebook, figures: Figures, language: Language) -> Explanation:
    """The finding in words. `rulebook` and `figures` are those of the decision.

    Raises KeyError for a rule or field that this rulebook does not know: then it is not the rulebook of the decision.
    """
    rule = rulebook.rules[finding.rule]
    words = rulebook.words
    in_force = tuple(_figure(name, rulebook, figures, language) for name in rule.parameters)
    facts = _facts(finding, words, language)
    facts.update({figure.parameter: figure.value for figure in in_force})
    if finding.outcome == "not_checked":
        reason, _, missing = str(finding.expected).partition(":")
        sentence = words.not_checked[reason]
        facts["missing"] = _missing(reason, missing, rulebook)[language]
    else:
        sentence = rule.sentence(finding.field)
    expected, found, do = (_filled(sentence, part, language, facts) for part in PARTS)
    return Explanation(
        rule=rule.code,
        title=rule.name[language],
        line=finding.gnum,
        expected=expected,
        found=found,
        do=do,
        figures=in_force,
        source=rule.source,
        inferred=rule.evidence == "inferred",
    )


def _filled(sentence: Sentence, part: str, language: Language, facts: Mapping[str, str]) -> str:
    text: Text = getattr(sentence, part)
    return text[language].format_map(facts)


def _facts(finding: Violation, words: Words, language: Language) -> dict[str, str]:
    return {
        "field": words.fields[finding.field][language] if finding.field in words.fields else finding.field,
        "gnum": "" if finding.gnum is None else str(finding.gnum),
        "found": _said(finding, "found", words, language),
        "expected": _said(finding, "expected", words, language),
    }


def _said(finding: Violation, fact: Literal["found", "expected"], words: Words, language: Language) -> str:
    value = finding.found if fact == "found" else finding.expected
    if value is None:
        return words.values["absent"][language]
    if _CODED.get(finding.field) != fact:
        return value
    known = words.fields if finding.field == "number" else words.values
    return known[value][language] if value in known else value


def _missing(reason: str, name: str, rulebook: Rulebook) -> Text:
    return rulebook.parameters[name].name if reason == "lapsed" else rulebook.words.editions[name]


def _figure(name: str, rulebook: Rulebook, figures: Figures, language: Language) -> FigureInForce:
    entry = figures.entries[name]
    title = rulebook.parameters[name].name[language]
    if not isinstance(entry, Figure):
        return FigureInForce(name, title, "", entry.on, "", None)
    value = str(entry.value)
    if isinstance(entry.value, bool):
        value = rulebook.words.values["true" if entry.value else "false"][language]
    text = rulebook.words.units[entry.unit][language].format(value=value)
    return FigureInForce(name, title, text, entry.in_force.start, entry.source, entry.article)
