"""The questions about a power of attorney."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.web.firm_field import FirmField
from entrepot.modules.parties.words import DOCUMENT_KINDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_FORM = gettext_lazy("Enter a day such as 2026-06-30")


def day_field(label: "str | _StrPromise", hint: "str | _StrPromise", *, required: bool) -> forms.DateField:
    """A day, written as ISO 8601 does."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _FORM, "invalid": _FORM},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class AgentForm(forms.Form):
    """Who is to act."""

    agent = FirmField()


class KindsForm(forms.Form):
    """For which documents."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Documents"),
        help_text=gettext_lazy("It may send these for you, and read what names you"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one kind of document"),
            "invalid_choice": gettext_lazy("Choose among the kinds of document on this page"),
        },
        initial=list(DOCUMENT_KINDS),
    )

    def __init__(self, *given: object, **options: object) -> None:
        super().__init__(*given, **options)  # type: ignore[arg-type] # Django's own
        chinese = (get_language() or "en").startswith("zh")
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind, names[chinese]) for kind, names in DOCUMENT_KINDS.items()]


class DaysForm(forms.Form):
    """From when until when."""

    first = day_field(gettext_lazy("First day"), gettext_lazy("China time; today or later"), required=True)
    last = day_field(
        gettext_lazy("Last day"), gettext_lazy("May stay empty: it then holds until one of you ends it"), required=False
    )

    def __init__(self, *given: object, **options: object) -> None:
        super().__init__(*given, **options)  # type: ignore[arg-type] # Django's own
        self.fields["first"].initial = china_day(timezone.now())

    def clean_first(self) -> date:
        """Not in the past: what was done before is not covered afterwards."""
        first: date = self.cleaned_data["first"]
        today = china_day(timezone.now())
        if first < today:
            raise ValidationError(_("Expected today (%(today)s) or a later day, found %(found)s")
                                  % {"today": today, "found": first})  # fmt: skip
        return first

    def clean_last(self) -> date | None:
        """Not before the first day."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise ValidationError(_("Expected a day not before the first one (%(first)s), found %(found)s")
                                  % {"first": first, "found": last})  # fmt: skip
        if last is not None and last == date.max:
            raise ValidationError(_FORM)
        return last


class EndForm(forms.Form):
    """When it ends: today where the day stays empty."""

    ends_on = day_field(
        gettext_lazy("First day on which it no longer holds"),
        gettext_lazy("Empty: it ends today, and what is sent from now on is refused"),
        required=False,
    )

    def __init__(self, data: object = None, *, today: date, before: date | None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # Django's own
        self.today, self.before = today, before

    def clean_ends_on(self) -> date | None:
        """After today, and before it ends anyhow."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is None or day == self.today:
            return None
        if day < self.today or (self.before is not None and day >= self.before):
            said = _("Expected a day after today (%(today)s) and before it ends anyhow (%(end)s), found %(found)s")
            raise ValidationError(said % {"today": self.today, "end": self.before or "–", "found": day})
        return day
