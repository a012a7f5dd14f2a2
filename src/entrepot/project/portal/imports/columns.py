"""The form on which a sender says what each column means; built from the fields of the kind and what was guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.gateways.sheets.choices import mapping_from_choices, missing_fields
from entrepot.gateways.sheets.fields import Wanted, fields_of
from entrepot.gateways.sheets.mapping import Form
from entrepot.gateways.sheets.mapping import Mapping as SheetMapping
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.project.portal.imports import reading
from entrepot.project.portal.imports.reading import Seen

WHY: dict[str, str | Promise] = {
    "preset": gettext_lazy("known export"),
    "exact": gettext_lazy("same name"),
    "synonym": gettext_lazy("usual name"),
    "similar": gettext_lazy("similar name"),
    "values": gettext_lazy("from its values"),
    "remembered": gettext_lazy("as last time"),
}
TIME_ZONES = ("Asia/Shanghai", "UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles",
         "Asia/Tokyo", "Asia/Singapore")  # fmt: skip
DECIMAL_POINTS = (".", ",")
THOUSANDS = ("", ",", ".", "'", " ")
_LONGEST = 250


@dataclass(frozen=True)
class Row:
    """A field as asked for: column (header chosen), constant (typed), why the guess, samples of the column."""

    wanted: Wanted
    label: str
    column: str
    constant: str
    why: str | Promise
    samples: Sequence[str]
    fault: str

    @property
    def id(self) -> str:
        """Of the input, for the summary of faults."""
        return f"column-{self.wanted.name}"


@dataclass(frozen=True)
class Asked:
    """A question about the values, with the answer chosen so far."""

    number: int
    about: str
    text: str
    samples: Sequence[str]
    options: Sequence[str]
    answer: str

    @property
    def id(self) -> str:
        """Of the first input."""
        return f"question-{self.number}"


@dataclass(frozen=True)
class Columns:
    """The whole form. faults: (id of the input, sentence)."""

    kind: str
    rows: Sequence[Row]
    questions: Sequence[Asked]
    unused: Sequence[str]
    form: Form
    faults: Sequence[tuple[str, str]]
    mapping: SheetMapping | None = None

    @property
    def first(self) -> Sequence[Row]:
        """What is needed, and what was found."""
        return [row for row in self.rows if row.wanted.needed or row.column or row.constant or row.fault]

    @property
    def further(self) -> Sequence[Row]:
        """What may be said besides."""
        first = self.first
        return [row for row in self.rows if row not in first]


def proposed(seen: Seen, *, language: str, own: Mapping[str, str], remembered: SheetMapping | None = None) -> Columns:
    """The form as it is first shown: what was agreed last time for these headers, else what was guessed.

    own: constants that follow from who brings the file.
    """
    proposal = seen.proposal or {}
    mapping = remembered or reading.guessed(seen)
    if remembered is None:
        mapping = replace(mapping, constants={**own, **mapping.constants})
    why = {guess["field"]: "remembered" if remembered else guess["why"] for guess in proposal["guesses"]}
    return _columns(
        seen,
        proposal["kind"],
        mapping.columns,
        mapping.constants,
        mapping.form,
        answers={},
        language=language,
        why=why,
    )


def answered(seen: Seen, posted: Mapping[str, str], *, language: str) -> Columns:
    """The form as sent: `mapping` stands where nothing is missing; everything typed is kept."""
    proposal = seen.proposal or {}
    kind = str(proposal["kind"])
    guessed = reading.guessed(seen)
    fields = fields_of(kind)
    columns = {name: posted[f"column-{name}"] for name in fields if posted.get(f"column-{name}") in seen.header}
    constants = {
        name: posted.get(f"constant-{name}", "").strip()[:_LONGEST]
        for name in fields
        if name not in columns and posted.get(f"constant-{name}", "").strip()
    }
    answers = {number: posted.get(f"question-{number}", "") for number in range(len(proposal["questions"]))}
    form, codes, faults = _answers(proposal["questions"], answers, _form(seen, guessed.form, posted), guessed)
    shown = _columns(seen, kind, columns, constants, form, answers=answers, language=language, why={})
    faults = [*_missing(shown, columns, constants), *_twice(shown, columns), *faults]
    mapping = None
    if not faults:
        try:
            mapping = mapping_from_choices(
                kind,
                columns,
                constants,
                codes=codes,
                form=form,
                once=guessed.once,
                cancellation_prefix=guessed.cancellation_prefix,
                freight_items=guessed.freight_items,
            )
        except UnableToReadSheet as error:
            faults = [("columns", error.zh if language == "zh" else error.en)]
    by_id = dict(faults)
    rows = [replace(row, fault=by_id.get(row.id, "")) for row in shown.rows]
    return replace(shown, rows=rows, faults=faults, mapping=mapping)


def _columns(
    seen: Seen,
    kind: str,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    form: Form,
    *,
    answers: Mapping[int, str],
    language: str,
    why: Mapping[str, str],
) -> Columns:
    places = {header: place for place, header in enumerate(seen.header)}
    rows = []
    for name, wanted in fields_of(kind).items():
        column = columns.get(name, "")
        samples = [row[places[column]] for row in seen.preview if column in places and row[places[column]]]
        constant = constants.get(name, "" if column or answers else wanted.suggested)
        label = wanted.zh if language == "zh" else wanted.en
        because = WHY.get(why.get(name, ""), "") if column else ""
        rows.append(Row(wanted, label, column, constant, because, list(dict.fromkeys(samples))[:3], ""))
    rows.sort(key=lambda row: (not row.wanted.needed, not row.column))
    used = set(columns.values())
    questions = [
        Asked(number, one["about"], one["zh" if language == "zh" else "en"], one["samples"], one["options"],
              answers.get(number, ""))
        for number, one in enumerate((seen.proposal or {})["questions"])
    ]  # fmt: skip
    return Columns(kind, rows, questions, [one for one in seen.header if one not in used], form, [])


def _form(seen: Seen, guessed: Form, posted: Mapping[str, str]) -> Form:
    point = posted.get("decimal_point", guessed.decimal_point)
    thousands = posted.get("thousands", guessed.thousands)
    time_zone = posted.get("time_zone", guessed.time_zone)
    formats = tuple(one.strip() for one in posted.get("time_formats", "").split("|") if "%" in one)
    wish = seen.wish or {}
    return replace(
        guessed,
        sheet=wish.get("sheet", ""),
        header_row=wish.get("header_row", 0),
        decimal_point=point if point in DECIMAL_POINTS else guessed.decimal_point,
        thousands=thousands if thousands in THOUSANDS and thousands != point else "",
        time_zone=time_zone if time_zone in {*TIME_ZONES, guessed.time_zone} else guessed.time_zone,
        time_formats=formats or guessed.time_formats,
    )


def _answers(
    questions: Sequence[Mapping[str, Any]], answers: Mapping[int, str], form: Form, guessed: SheetMapping
) -> tuple[Form, dict[str, dict[str, str]], list[tuple[str, str]]]:
    """The form and the code tables with the answers in them; a question without answer is a fault, save for codes."""
    codes = {field: dict(table) for field, table in guessed.codes.items()}
    faults: list[tuple[str, str]] = []
    for number, question in enumerate(questions):
        answer = answers[number].strip()
        if question["options"] and answer not in question["options"]:
            faults.append((f"question-{number}", _("Choose one of the answers")))
        elif question["about"] == "date-order":
            form = replace(form, time_formats=(answer, *(one for one in form.time_formats if one != answer)))
        elif question["about"] == "decimal-point":
            form = replace(form, decimal_point=answer, thousands="," if answer == "." else ".")
        elif question["about"] == "time-zone" and answer:
            form = replace(form, time_zone=answer)
        elif question["about"] == "codes":
            table, wrong = _coded(question["samples"], answer, number)
            if table:
                codes.setdefault(question["field"], {}).update(table)
            faults += wrong
    return form, codes, faults


def _coded(names: Sequence[str], answer: str, number: int) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Codes for names, typed in the order of the names, spaces or commas between; without any their rows come back."""
    if not answer:
        return {}, []
    typed = answer.replace(",", " ").replace("，", " ").split()
    if len(typed) == len(names) and all(len(one) == 3 and one.isdigit() for one in typed):
        return dict(zip(names, typed, strict=True)), []
    text = _("Expected a code of three digits for each name, in this order: %(names)s")
    return {}, [(f"question-{number}", text % {"names": ", ".join(names)})]


def _missing(shown: Columns, columns: Mapping[str, str], constants: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    lacking = set(missing_fields(shown.kind, dict(columns), dict(constants)))
    for row in shown.rows:
        if row.wanted.name in lacking:
            yield row.id, _("Choose the column of “%(field)s”, or say one value for all rows") % {"field": row.label}


def _twice(shown: Columns, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for row in shown.rows:
        header = columns.get(row.wanted.name)
        if header is None:
            continue
        if header in first and row.wanted.form == "number":
            text = _("The column “%(column)s” is chosen for “%(first)s” already; choose another or none")
            yield row.id, text % {"column": header, "first": first[header]}
        first.setdefault(header, row.label)
