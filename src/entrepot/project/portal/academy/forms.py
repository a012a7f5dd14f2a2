"""The questions of the classes' pages: a code to join with, a class to open, and what an exercise asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.modules.academy import api as academy

_DAY = _("Enter a day such as 2026-12-31")
_MOST = 120


class JoinForm(forms.Form):
    """The code that the teacher gave."""

    code = forms.CharField(
        label=_("Class code"),
        help_text=_("Ten letters and digits, from your teacher"),
        max_length=40,
        error_messages={"required": _("Enter the code of the class")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class OpenForm(forms.Form):
    """Name, firm and last day of a class."""

    name = forms.CharField(
        label=_("Name of the class"), max_length=_MOST, error_messages={"required": _("Enter a name for the class")}
    )
    firm = forms.TypedChoiceField(label=_("In the name of"), coerce=int)
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("China time; answers are taken until its end"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: object = None, *, firms: Sequence[tuple[int, str]], last: date) -> None:
        super().__init__(data, initial={"last_day": last})  # type: ignore[arg-type] # Django's own
        field = self.fields["firm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(firms)


class AnswerForm(forms.Form):
    """What an exercise asks, in the order of the task; answers are looked through by the module."""

    def __init__(self, task: Mapping[str, Any], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        for question in task["questions"]:
            self.fields[question["name"]] = _field(question)

    def answer(self) -> dict[str, str]:
        """What was given, as texts."""
        return {name: str(self.data.get(name, "")) for name in self.fields}

    def refuse(self, error: academy.UnableToAnswer, language: str) -> None:
        """Say what is wrong beside the question that it is about."""
        label = error.facts.get("field")
        place = 1 if language.startswith("zh") else 0
        about = [
            name
            for name, field in self.fields.items()
            if isinstance(label, academy.Said) and field.label == label[place]
        ]
        self.is_valid()
        self.add_error(about[0] if about else None, error.sentence(language))


def _field(question: Mapping[str, Any]) -> forms.Field:
    if question["kind"] == "choice":
        choices = [(option["value"], option["label"]) for option in question["options"]]
        return forms.ChoiceField(label=question["label"], required=False, choices=choices, widget=forms.RadioSelect)
    mode = "numeric" if question["kind"] == "number" else "decimal"
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    return forms.CharField(label=question["label"], required=False, initial=question["given"], widget=widget)
