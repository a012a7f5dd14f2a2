"""A field that takes a firm by its code or by its name."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entrepot.kernel.initials import comparable
from entrepot.modules.parties.operations.codes import scheme_of
from entrepot.modules.parties.queries.finding import find_firms
from entrepot.modules.parties.queries.firms import Firm
from entrepot.modules.parties.words import named

LONGEST = 100
_OFFERED = 5


@dataclass(frozen=True)
class ChosenFirm:
    """What the field was filled with: a code, and the name of its firm where the reader knows it by that code."""

    code: str
    name: str
    party_id: int | None


class FirmField(forms.CharField):
    """Cleans to a ChosenFirm. An official code is taken whether or not its firm is known here, and does not tell."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Firm"),
            help_text=gettext_lazy(
                "Its customs code (10 characters) or credit code (18), or the name of a firm you work with"
            ),
            max_length=LONGEST,
            error_messages={
                "required": gettext_lazy("Enter the code or the name of the firm"),
                "max_length": gettext_lazy("Expected at most 100 characters: enter the code or the name of the firm"),
            },
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value: str | None) -> ChosenFirm:
        """Raises ValidationError for what is no code and no name, and for a name that several firms have."""
        text = super().clean(value)
        language = get_language() or "en"
        code = comparable(text).upper()
        known = find_firms(text, limit=_OFFERED + 1)
        if scheme_of(code):
            own = next((firm for firm in known if code in dict(_by_code(firm))), None)
            return ChosenFirm(code, named(own.name_zh, own.name_en, language) if own else "", own.id if own else None)
        if len(known) == 1 and known[0].codes:
            firm = known[0]
            return ChosenFirm(firm.codes[0][1], named(firm.name_zh, firm.name_en, language), firm.id)
        if not known:
            raise ValidationError(
                _("No firm that you work with is called “%(found)s”. Enter its customs code or credit code.")
                % {"found": text[:40]}
            )
        names = ", ".join(f"{named(f.name_zh, f.name_en, language)} ({f.codes[0][1]})" for f in known if f.codes)
        raise ValidationError(_("Several firms are called so: %(found)s. Enter the code.") % {"found": names})


def _by_code(firm: Firm) -> list[tuple[str, str]]:
    return [(code, scheme) for scheme, code in firm.codes]
