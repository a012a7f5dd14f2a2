"""Forms of the settings."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    _Text = str | _StrPromise

LONGEST_NAME = 100
LONGEST_PASSWORD = 1024
FARTHEST_DAYS = 3650
_DAY = gettext_lazy("Enter a day such as 2026-06-30")


class NameForm(forms.Form):
    """What pages call somebody."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": gettext_lazy("Enter your name"),
            "max_length": gettext_lazy("Expected at most 100 characters: enter a shorter name"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def _password(label: "_Text", autocomplete: str, missing: "_Text", hint: "_Text" = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PasswordForm(forms.Form):
    """The old password and the new one, twice."""

    current = _password(
        gettext_lazy("Current password"), "current-password", gettext_lazy("Enter the password you have now")
    )
    new = _password(
        gettext_lazy("New password"),
        "new-password",
        gettext_lazy("Enter a new password"),
        gettext_lazy("At least 10 characters; neither common nor your name"),
    )
    again = _password(
        gettext_lazy("New password, once more"), "new-password", gettext_lazy("Enter the new password once more")
    )

    def clean_again(self) -> str:
        """The same as above."""
        again = str(self.cleaned_data["again"])
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError(_("This is not the same as above: enter the new password again"))
        return again


class OfFirm(forms.Form):
    """A form that begins with the firm, where the person has several."""

    firm = forms.TypedChoiceField(
        label=gettext_lazy("Firm"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the firm"),
            "invalid_choice": gettext_lazy("Choose among the firms on this page"),
        },
    )

    def __init__(self, data: object, *, firms: dict[int, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type] # Django's own
        field = self.fields["firm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(firms.items())
        self.only = next(iter(firms)) if len(firms) == 1 else None
        if self.only is not None:
            del self.fields["firm"]

    @property
    def party_id(self) -> int:
        """The firm that was chosen, or the only one."""
        return self.only if self.only is not None else int(self.cleaned_data["firm"])


def _several(label: "_Text", hint: "_Text", missing: "_Text") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": gettext_lazy("Choose among those on this page")},
    )


class TokenForm(OfFirm):
    """What a token is for, how far it reaches, and until when."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("The program that will use it, so that you know it again"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": gettext_lazy("Enter what the token is for"),
            "max_length": gettext_lazy("Expected at most 100 characters: enter a shorter name"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = _several(
        gettext_lazy("What it may do"),
        gettext_lazy("Choose no more than the program needs"),
        gettext_lazy("Choose at least one"),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("China time; at most ten years from now"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: object, *, firms: dict[int, str]) -> None:
        super().__init__(data, firms=firms)
        _offer(self.fields["scopes"], parties.SCOPES)

    def clean_last(self) -> date:
        """Today or later, not beyond FARTHEST_DAYS."""
        last: date = self.cleaned_data["last"]
        today = parties.china_day(timezone.now())
        if not 0 <= (last - today).days <= FARTHEST_DAYS:
            said = _("Expected a day from today (%(today)s) up to ten years on, found %(found)s")
            raise ValidationError(said % {"today": today, "found": last})
        return last


class WebhookForm(OfFirm):
    """Where news are told, and of what."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Begins with https:// or http://; what is told there is only that there is news"),
        max_length=exchange.LONGEST_ADDRESS,
        error_messages={
            "required": gettext_lazy("Enter the address"),
            "max_length": gettext_lazy("Expected at most 2,000 characters: enter a shorter address"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    events = _several(gettext_lazy("News of what"), "", gettext_lazy("Choose at least one"))

    def __init__(self, data: object, *, firms: dict[int, str]) -> None:
        super().__init__(data, firms=firms)
        _offer(self.fields["events"], exchange.WEBHOOK_EVENTS)


def _offer(field: forms.Field, words: dict[str, tuple[str, str]]) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    chinese = (get_language() or "en").startswith("zh")
    field.choices = [(key, names[chinese]) for key, names in words.items()]
