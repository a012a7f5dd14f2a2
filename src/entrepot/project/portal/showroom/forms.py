"""Forms of showrooms. What fits a single field is said beside it; what the module refuses stands in the summary."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.project.line.showroom_sheet import UnableToReadWares, currency_code, unit_code

_WHOLE = {"inputmode": "numeric", "autocomplete": "off"}
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class _Coded(forms.CharField):
    """A 3-digit customs code, or a name that has one."""

    def clean(self, value: str | None) -> str:
        """Raises ValidationError."""
        text = super().clean(value)
        try:
            return currency_code(text) if self.initial == "USD" else unit_code(text)
        except UnableToReadWares as unknown:
            from django.utils.translation import get_language

            raise forms.ValidationError(unknown.sentence(get_language() or "en")) from unknown


def _currency() -> _Coded:
    return _Coded(label=_("Currency"), help_text=_("Letters such as USD, or the 3-digit customs code"), max_length=40,
                  initial="USD", widget=forms.TextInput(attrs=_PLAIN))  # fmt: skip


def _price(label: object = _("Price of one unit")) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=19, decimal_places=5, widget=forms.TextInput(attrs=_NUMBER))  # type: ignore[arg-type]


class OpeningForm(forms.Form):
    """How a hall stands open."""

    address = forms.CharField(
        label=_("Address of the showroom"), max_length=60, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("3 to 40 small letters, digits and hyphens; it follows /showroom/"),
    )  # fmt: skip
    opened_to = forms.ChoiceField(
        label=_("Who may enter"), widget=forms.RadioSelect,
        choices=[("public", _("Everybody, without signing in")), ("invited", _("Firms that you invite")),
                 ("nobody", _("Nobody yet"))],
    )  # fmt: skip
    prices_to = forms.ChoiceField(
        label=_("Who reads prices"), widget=forms.RadioSelect,
        choices=[("public", _("Whoever may enter")), ("invited", _("Firms that you invite"))],
    )  # fmt: skip
    marketplace = parties.FirmField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["marketplace"]
        field.required = False
        field.label = _("Marketplace on which its orders stand")
        field.help_text = _("Its code or name; leave it empty for a shop of your own")


class InviteForm(forms.Form):
    """Which firm may enter."""

    firm = parties.FirmField()


class WareForm(forms.Form):
    """How a ware is shown."""

    name_en = forms.CharField(label=_("Name in English"), max_length=250, required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=250, required=False)
    width_mm = forms.IntegerField(label=_("Width with packing, mm"), widget=forms.TextInput(attrs=_WHOLE))
    height_mm = forms.IntegerField(label=_("Height with packing, mm"), widget=forms.TextInput(attrs=_WHOLE))
    depth_mm = forms.IntegerField(label=_("Depth with packing, mm"), widget=forms.TextInput(attrs=_WHOLE))
    price = _price()
    currency = _currency()
    min_quantity = _price(_("Least quantity"))
    unit = _Coded(label=_("Unit"), max_length=40, widget=forms.TextInput(attrs=_PLAIN),
                  help_text=_("A word such as piece, or the 3-digit customs code"))  # fmt: skip
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 12 MB; leave it empty to keep the one there"),
    )

    def clean_picture(self) -> "marketing.Kept | None":
        """The picture, looked at and written anew. Raises ValidationError."""
        brought = self.cleaned_data["picture"]
        if not brought:
            return None
        from django.utils.translation import get_language

        try:
            return marketing.take(brought.read(marketing.MOST_BYTES + 1))
        except marketing.UnableToMarket as refused:
            raise forms.ValidationError(refused.sentence(get_language() or "en")) from refused


class AskForm(forms.Form):
    """What a buyer asks."""

    quantity = _price(_("Quantity"))
    message = forms.CharField(label=_("Message, if you like"), max_length=marketing.LONGEST_MESSAGE, required=False)


class GuestForm(AskForm):
    """The same of somebody without a firm here."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    mail = forms.EmailField(
        label=_("Your mail address"), max_length=100, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Read by the firm that you ask, and by nobody else"),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """A price for an enquiry."""

    price = _price()
    valid_until = forms.DateField(label=_("Last day on which it holds"), required=False,
                                  help_text=_("Such as 2026-12-31; empty if it holds until further notice"),
                                  widget=forms.TextInput(attrs=_PLAIN))  # fmt: skip
    reply = forms.CharField(label=_("Message, if you like"), max_length=marketing.LONGEST_MESSAGE, required=False)


class OfferForm(forms.Form):
    """A ware on a marketplace."""

    item_no = forms.CharField(label=_("Item number"), max_length=30, widget=forms.TextInput(attrs=_PLAIN))
    marketplace = parties.FirmField()
    price = _price()
    currency = _currency()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["marketplace"].label = _("Marketplace")
