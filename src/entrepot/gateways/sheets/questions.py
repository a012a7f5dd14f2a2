"""What the values of a sheet leave open, as a question to a person with the answers that are possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from entrepot.gateways.sheets.fields import fields_of
from entrepot.gateways.sheets.guessing import guess_numbers, guess_times
from entrepot.gateways.sheets.mapping import Form
from entrepot.gateways.sheets.naming import key_of, names
from entrepot.gateways.sheets.numbers import currency_words, words_beside
from entrepot.gateways.sheets.samples import Samples
from entrepot.gateways.sheets.wording import Sentence

_SHOWN = 5
_ASKED = {
    "date-order": Sentence(
        "In column {column} no value says whether the day or the month comes first: {found}. Which one?",
        "{column}列的数值无法判断日和月的先后：{found}。请选择。",
    ),
    "decimal-point": Sentence(
        "In column {column} no value says whether the comma parts thousands or decimals: {found}. Which one?",
        "{column}列的数值无法判断逗号是千分位还是小数点：{found}。请选择。",
    ),
    "codes": Sentence(
        "In column {column} there are names without a customs code: {found}. Which code is meant? Left empty,"
        " their rows come back with the reason.",
        "{column}列有未知海关代码的名称：{found}。请指明代码；留空则相关行附原因退回。",
    ),
}


@dataclass(frozen=True)
class Question:
    """options: for date-order the time formats, for decimal-point the sign, in the order of likelihood; for codes none.

    samples: the values in question; of `codes` all of them.
    """

    about: Literal["date-order", "decimal-point", "codes"]
    field: str
    header: str
    samples: tuple[str, ...]
    options: tuple[str, ...]
    en: str
    zh: str

    @classmethod
    def asked(
        cls,
        about: Literal["date-order", "decimal-point", "codes"],
        field: str,
        header: str,
        samples: tuple[str, ...],
        options: tuple[str, ...] = (),
    ) -> "Question":
        """The question with its sentences."""
        found = ", ".join(samples[:_SHOWN]) + (" …" if len(samples) > _SHOWN else "")
        said = _ASKED[about]
        en, zh = said.say("en", column=header, found=found), said.say("zh", column=header, found=found)
        return cls(about, field, header, samples, options, en, zh)

    @classmethod
    def about_codes(cls, field: str, header: str, samples: tuple[str, ...]) -> "Question":
        """Which codes names have that no table knows."""
        return cls.asked("codes", field, header, samples)


def forms_and_questions(
    kind: str, columns: Mapping[str, str], samples: Samples, known_formats: Sequence[str]
) -> tuple[Form, dict[str, str], list[Question]]:
    """How numbers and times are written, the currency that stands beside amounts or in headers, what is left open."""
    forms = {name: wanted.form for name, wanted in fields_of(kind).items()}
    numbers = {name: header for name, header in columns.items() if forms.get(name) == "number"}
    times = {name: header for name, header in columns.items() if forms.get(name) in ("time", "date")}
    formats, questions = _times(times, samples, known_formats)
    guess = guess_numbers(value for header in numbers.values() for value in samples.values(header))
    if guess.open:
        name, header = next(iter(numbers.items()))
        shown = tuple(value for one in numbers.values() for value in samples.values(one) if "," in value)[:_SHOWN]
        questions.append(Question.asked("decimal-point", name, header, shown, (".", ",")))
    written = tuple(formats) or Form.time_formats
    form = Form(decimal_point=guess.decimal_point, thousands=guess.thousands, time_formats=written)
    currency = _currency(numbers, samples)
    return form, {"currency": currency} if currency and "currency" in forms else {}, questions


def _times(times: Mapping[str, str], samples: Samples, known: Sequence[str]) -> tuple[list[str], list[Question]]:
    formats: dict[str, None] = {}
    questions: list[Question] = []
    for name, header in times.items():
        guess = guess_times(samples.values(header))
        formats |= dict.fromkeys(guess.formats)
        if guess.open:
            shown = samples.first(header)
            options = (*guess.formats[:1], *guess.open[:1])
            questions.append(Question.asked("date-order", name, header, shown, options))
    return list(formats) or list(known), questions


def _currency(numbers: Mapping[str, str], samples: Samples) -> str:
    """The one currency that headers or amounts name, else nothing."""
    named: set[str] = set()
    for name, header in numbers.items():
        if name in ("qty", "gross_weight_kg", "net_weight_kg"):
            continue
        table = names("currencies")
        for form in (header, *header.replace("（", "(").replace("）", ")").replace("/", "(").split("(")):
            named |= {table[key]} if (key := key_of(form.strip(" )"))) in table else set()
        beside = words_beside(pl.Series("text", samples.values(header)[:200], dtype=pl.String)).drop_nulls().unique()
        words = {word.casefold(): codes for word, codes in currency_words().items()}
        named |= {words[word.casefold()][0] for word in beside if len(words[word.casefold()]) == 1}
    return named.pop() if len(named) == 1 else ""
