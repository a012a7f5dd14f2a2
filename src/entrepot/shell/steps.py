"""A journey of one question a page whose answers travel in the address, so that back, reload and a new tab just work.

Nothing is kept on the way; the last page shows every answer and does the thing by POST (see `once`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

GIVEN = "given"  # names of the steps that were answered
CHANGE = "change"  # the step to be answered again


@dataclass(frozen=True)
class Step:
    """One question. title: its heading; form: its fields, the names of which are unique in the journey."""

    name: str
    title: str | Promise
    form: type[forms.Form]


@dataclass(frozen=True)
class Asking:
    """Where the journey stands. step None: every answer is there and right, and `answers` holds them.

    form: of the step; carried: the other answers, for hidden fields; back: the query of the step before.
    """

    step: Step | None
    form: forms.Form | None
    answers: Mapping[str, object]
    carried: Sequence[tuple[str, str]]
    given: QueryDict

    def change(self, name: str) -> str:
        """The query of the page that asks for a step again."""
        return urlencode([*self._pairs(), (CHANGE, name)])

    def _pairs(self) -> list[tuple[str, str]]:
        return [(key, value) for key, values in self.given.lists() if key != CHANGE for value in values]


def asking(request: HttpRequest, steps: Sequence[Step], kept: Sequence[str] = ()) -> Asking:
    """The first step that is not answered, or that is to be changed. `kept`: further names that travel along."""
    sent = request.POST if request.method == "POST" else request.GET
    known = {*kept, GIVEN, *(name for step in steps for name in step.form.base_fields)}
    given = QueryDict(mutable=True)
    for key, values in sent.lists():
        if key in known:
            given.setlist(key, [str(value).replace("\0", "") for value in values[:_MOST_VALUES]])
    answered, change = set(given.getlist(GIVEN)), sent.get(CHANGE)
    answers: dict[str, object] = {}
    for step in steps:
        form = step.form(given) if step.name in answered else step.form()
        if step.name == change:
            return Asking(step, step.form(initial=_initial(step, given)), answers, _carried(given, step), given)
        if not form.is_valid():
            return Asking(step, form, answers, _carried(given, step), given)
        answers |= form.cleaned_data
    return Asking(None, None, answers, _carried(given, None), given)


_MOST_VALUES = 50


def _initial(step: Step, given: QueryDict) -> dict[str, object]:
    several = (forms.MultipleChoiceField, forms.TypedMultipleChoiceField)
    return {
        name: given.getlist(name) if isinstance(field, several) else given.get(name)
        for name, field in step.form.base_fields.items()
        if name in given
    }


def _carried(given: QueryDict, step: Step | None) -> list[tuple[str, str]]:
    """Hidden fields of a page: all answers but its own, and that its own will have been given."""
    own = set(step.form.base_fields) if step else set()
    pairs = [(key, value) for key, values in given.lists() if key not in own for value in dict.fromkeys(values)]
    if step and (GIVEN, step.name) not in pairs:
        pairs.append((GIVEN, step.name))
    return pairs


@dataclass(frozen=True)
class Answer:
    """One line of "check your answers". query: of the page that asks for it again, empty where it is settled."""

    label: str | Promise
    value: str | Promise
    query: str = ""
    note: str | Promise = ""
