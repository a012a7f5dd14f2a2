from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from json import dumps
from typing import Any

from entrepot.kernel.periods import Period
from entrepot.rulebook.figures import Figures, Parameter, entry_on
from entrepot.rulebook.parameters import enact, read_parameters
from entrepot.rulebook.reading import RuleDataFault, read_regime, regime_folder
from entrepot.rulebook.rules import PARTS, Rule, Sentence, Words, read_rules, read_words


@dataclass(frozen=True)
class Rulebook:
    """The policy of one regime: dated parameters and coded rules, known by the hash of their content."""

    regime: str
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    words: Words

    @cached_property
    def content(self) -> dict[str, Any]:
        """Everything in force as plain data (texts, integers, true, false); `restore` makes it a rulebook again."""
        return {
            "regime": self.regime,
            "parameters": {name: _parameter_content(parameter) for name, parameter in self.parameters.items()},
            "rules": [_rule_content(rule) for rule in self.rules.values()],
            "words": _words_content(self.words),
        }

    @cached_property
    def hash(self) -> str:
        """The version: SHA-256, hexadecimal, of the content as JSON with sorted keys, without spaces, in UTF-8."""
        canonical = dumps(self.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()

    @property
    def time_zone(self) -> str:
        """The zone in which the days of this regime are counted."""
        return next(iter(self.parameters.values())).time_zone

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """The days, in order, on which some figure begins, ends or lapses."""
        days: set[date] = set()
        for parameter in self.parameters.values():
            days.add(parameter.check_by + timedelta(days=1))
            for dated in parameter.values:
                days.update(day for day in (dated.period.start, dated.period.end) if day is not None)
        return tuple(sorted(days))

    def interval(self, day: date) -> Period:
        """The longest period around `day` in which no figure changes."""
        place = bisect_right(self.change_days, day)
        start = self.change_days[place - 1] if place else date.min
        return Period(start, self.change_days[place] if place < len(self.change_days) else None)

    def intervals(self, days: Iterable[date]) -> dict[Period, tuple[date, ...]]:
        """The days, each once and in order, under the intervals in which nothing changes."""
        found: dict[Period, list[date]] = {}
        for day in sorted(set(days)):
            found.setdefault(self.interval(day), []).append(day)
        return {period: tuple(inside) for period, inside in found.items()}

    def at(self, day: date, arrived: date | None = None) -> Figures:
        """The figures for a document whose law day is `day` and that arrived on `arrived` (the same day if not given).

        Parameters that count from list.arrived_at are taken as of `arrived`, all others as of `day`; both days are days
        of this rulebook's time zone.
        """
        arrival = day if arrived is None else arrived
        entries = {
            name: entry_on(parameter, arrival if parameter.counts_from == "list.arrived_at" else day)
            for name, parameter in self.parameters.items()
        }
        return Figures(self.hash, self.interval(day), self.interval(arrival), entries)


def load(
    regime: str = "cn/export_9610",
    *,
    enacted: Sequence[Mapping[str, Any]] = (),
    switches: Mapping[str, bool] | None = None,
) -> Rulebook:
    """The rulebook in force: package files, then enacted entries, then switches (rule code → on).

    An enacted entry is as a value in the files, with the key `parameter` beside (days as yyyy-mm-dd, decimals as text).
    Raises RuleDataFault, naming file and place.
    """
    book = _package(regime)
    rules = dict(book.rules)
    for code, on in (switches or {}).items():
        if code not in rules or (not rules[code].switchable and not on):
            switchable = sorted(rule.code for rule in rules.values() if rule.switchable)
            raise RuleDataFault(f"switches.{code}", f"a rule that may be switched ({', '.join(switchable)})", code)
        rules[code] = replace(rules[code], on=on)
    return replace(book, parameters=enact(book.parameters, enacted), rules=rules)


@lru_cache(maxsize=8)
def _package(regime: str) -> Rulebook:
    """The files of the package; they do not change while the program runs."""
    return restore(read_regime(regime_folder(regime), regime))


def restore(content: Mapping[str, Any]) -> Rulebook:
    """The rulebook with this content, as `Rulebook.content` gives it. Raises RuleDataFault."""
    regime = str(content["regime"])
    parameters = read_parameters(content["parameters"], regime)
    return Rulebook(
        regime=regime,
        parameters=parameters,
        rules=read_rules(content["rules"], f"{regime}/rules.yaml", frozenset(parameters)),
        words=read_words(content["words"], f"{regime}/words.yaml"),
    )


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without its empty entries; days and decimals as text."""
    return {
        key: str(entry) if isinstance(entry, date | Decimal) else entry
        for key, entry in record.items()
        if entry is not None
    }


def _parameter_content(parameter: Parameter) -> dict[str, Any]:
    values = [
        {
            "from": dated.period.start,
            "until": dated.period.end,
            **{k: v for k, v in vars(dated).items() if k != "period"},
        }
        for dated in parameter.values
    ]
    return _plain({**vars(parameter), "values": [_plain(dated) for dated in values]})


def _rule_content(rule: Rule) -> dict[str, Any]:
    sentences = [{"fields": list(sentence.fields), **_sentence_content(sentence)} for sentence in rule.sentences]
    return _plain({**vars(rule), "parameters": list(rule.parameters), "sentences": sentences})


def _sentence_content(sentence: Sentence) -> dict[str, Any]:
    return {part: getattr(sentence, part) for part in PARTS}


def _words_content(words: Words) -> dict[str, Any]:
    reasons = {reason: _sentence_content(sentence) for reason, sentence in words.not_checked.items()}
    return {**vars(words), "not_checked": reasons}
