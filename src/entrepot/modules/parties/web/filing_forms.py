"""The questions of an application, and what an authority answers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entrepot.kernel.initials import comparable
from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.operations.codes import scheme_of
from entrepot.modules.parties.operations.filings import LONGEST_REASON
from entrepot.modules.parties.queries.filings import authorities
from entrepot.modules.parties.web.power_forms import day_field
from entrepot.modules.parties.words import FILING_KINDS, ROLES, Words, named

_CHOOSE = gettext_lazy("Choose one of those on this page")
_LONGEST = 100


def _said(words: Words) -> list[tuple[str, str]]:
    chinese = (get_language() or "en").startswith("zh")
    return [(key, names[chinese]) for key, names in words.items()]


class CodeForm(forms.Form):
    """What it is about."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The customs code (10 characters) or credit code (18) that you ask for"),
        max_length=_LONGEST,
        error_messages={"required": gettext_lazy("Enter the code as the licence shows it")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """An official code, in capitals. Nothing is said of whether it is known here."""
        code = comparable(self.cleaned_data["code"]).upper()
        if not scheme_of(code):
            raise ValidationError(
                _("Expected a customs code of 10 or a valid credit code of 18 characters, found “%(found)s”")
                % {"found": code[:40]}
            )
        return code


class AuthorityForm(forms.Form):
    """With whom, and as what."""

    authority = forms.TypedChoiceField(
        label=gettext_lazy("Authority"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Filing as"),
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        language = get_language() or "en"
        of, kinds = self.fields["authority"], self.fields["kind"]
        assert isinstance(of, forms.ChoiceField)
        assert isinstance(kinds, forms.ChoiceField)
        of.choices = [(str(one.id), named(one.name_zh, one.name_en, language)) for one in authorities()]
        kinds.choices = _said(FILING_KINDS)


class AnswerForm(forms.Form):
    """What the authority answers. Approved: number and days; refused: why."""

    number = forms.CharField(
        label=gettext_lazy("Number of the filing"), help_text=gettext_lazy("To approve it"),
        max_length=_LONGEST, required=False,
    )  # fmt: skip
    first = day_field(gettext_lazy("First day"), gettext_lazy("Of an approved filing"), required=False)
    last = day_field(gettext_lazy("Last day"), gettext_lazy("May stay empty: no end"), required=False)
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=_LONGEST, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=_LONGEST, required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("What it may be"), widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": _CHOOSE},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The applicant reads it; a refusal needs one"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, claims: bool, **options: Any) -> None:  # noqa: ANN401 - Django's own
        """claims: the party is claimed by this filing, so that it gets its name here."""
        super().__init__(*given, **options)
        self.fields["first"].initial = china_day(timezone.now())
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(key, name) for key, name in _said(ROLES) if key != "authority"]
        if not claims:
            del self.fields["name_zh"], self.fields["name_en"]

    def clean(self) -> dict[str, Any]:
        """What the pressed button needs is there."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "refuse" in self.data:
            if not given.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Write why: the applicant reads it"))
            return given
        if not given.get("number") and "number" not in self.errors:
            self.add_error("number", _("Enter the number under which you keep it"))
        if given.get("first") is None and "first" not in self.errors:
            self.add_error("first", _("Enter a day such as 2026-06-30"))
        first, last = given.get("first"), given.get("last")
        if first and last and (last < first or last == date.max):
            self.add_error("last", _("Expected a day not before the first one (%(first)s), found %(found)s")
                           % {"first": first, "found": last})  # fmt: skip
        return given
