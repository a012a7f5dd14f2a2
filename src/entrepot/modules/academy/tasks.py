"""What an exercise shows and asks, and what an answer is found to be: plain values that become JSON and pages."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, Protocol

from entrepot.modules.academy.errors import UnableToAnswer
from entrepot.modules.academy.words import Said

Kind = Literal["choice", "number", "amount"]
Cell = str | Said
_MOST_DIGITS = 14
NUMBER_HINT = Said("Enter a whole number such as 12", "请输入整数，如 12")
AMOUNT_HINT = Said("Enter a figure such as 12.50", "请输入数值，如 12.50")
CHOICE_HINT = Said("Choose one of the answers", "请选择一项")


@dataclass(frozen=True)
class Place:
    """Whose exercise it is: the seed of the class, the learner's number in it, and the day whose law holds (ISO)."""

    seed: int
    number: int
    law_date: str


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: Said


@dataclass(frozen=True)
class Question:
    """What is asked. amount: a figure with at most five places. given: what the page is filled with."""

    name: str
    label: Said
    kind: Kind
    options: tuple[Option, ...] = ()
    given: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A document or a list of things, as a table; columns of numbers are named in `numbers` by their place."""

    title: Said
    columns: tuple[Said, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Task:
    """An exercise as it is put to one learner."""

    exercise: str
    story: Said
    tables: tuple[Table, ...]
    questions: tuple[Question, ...]

    @property
    def sha256(self) -> bytes:
        """What the learner was shown, so that a result says which task was answered."""
        text = json.dumps(plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Figure:
    """A figure that a rule used, with where it comes from."""

    name: Said
    value: Said
    since: str
    source: str


@dataclass(frozen=True)
class Reason:
    """Why an answer is right or wrong: the rule, what it expects, what was found, what to do, and the source."""

    rule: str
    title: Said
    expected: Said
    found: Said
    do: Said
    source: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Mark:
    """What an answer was found to be. solution: a right answer in words; rulebook: hash of the rules, '' if none."""

    right: bool
    solution: Said
    reasons: tuple[Reason, ...]
    rulebook: str = ""


class Examiner(Protocol):
    """Who poses an exercise and judges its answer; the same place gives the same exercise."""

    def pose(self, place: Place) -> Task:
        """The exercise of this place."""

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """What the answer is found to be. `answer` was looked through by `looked_through`."""


def looked_through(task: Task, answer: Mapping[str, str]) -> dict[str, str]:
    """The answer with just what is asked, each in its form. Raises UnableToAnswer for the first that is not."""
    found: dict[str, str] = {}
    for question in task.questions:
        given = str(answer.get(question.name, "")).strip()
        hint = _wrong_form(question, given)
        if hint is not None:
            raise UnableToAnswer("incomplete", field=question.label, found=given[:40], hint=hint)
        found[question.name] = given
    return found


def _wrong_form(question: Question, given: str) -> Said | None:
    if question.kind == "choice":
        return None if given in {option.value for option in question.options} else CHOICE_HINT
    whole, point, places = given.partition(".")
    sound = whole.isascii() and whole.isdigit() and len(whole) <= _MOST_DIGITS
    if question.kind == "number":
        return None if sound and not point else NUMBER_HINT
    sound = sound and (not point or (places.isascii() and places.isdigit() and len(places) <= 5))
    return None if sound else AMOUNT_HINT


def plain(value: Any) -> Any:  # noqa: ANN401 - any of the values above
    """The value as JSON has it: texts in both languages as {"en", "zh"}."""
    if isinstance(value, Said):
        return value._asdict()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def in_language(value: Any, language: str) -> Any:  # noqa: ANN401 - any JSON value
    """A value of `plain` in one language: Chinese for languages that begin with zh, else English."""
    if isinstance(value, Mapping):
        if set(value) == {"en", "zh"}:
            return value["zh" if language.startswith("zh") else "en"]
        return {name: in_language(one, language) for name, one in value.items()}
    return [in_language(one, language) for one in value] if isinstance(value, list | tuple) else value
