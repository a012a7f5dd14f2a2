"""What is typed on the pages of deals and containers; each field says how it is to be filled."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.modules.market_procurement.operations.dealing import LONGEST_REASON, Terms
from entrepot.modules.market_procurement.operations.loading import Buyer, Rate
from entrepot.modules.market_procurement.operations.settling import Payment

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
_NUMBER = {"autocomplete": "off", "inputmode": "decimal"}
_DIGITS = {"autocomplete": "off", "inputmode": "numeric"}
_SAID = {"required": _("Fill this in"), "max_length": _("At most %(limit_value)s characters; found %(show_value)s")}


def _text(label: Any, most: int = 60, hint: Any = "", **options: Any) -> forms.CharField:  # noqa: ANN401 - texts
    attributes = options.pop("attrs", _PLAIN)
    return forms.CharField(
        label=label, help_text=hint, max_length=most, error_messages=_SAID,
        widget=forms.TextInput(attrs=attributes), **options,
    )  # fmt: skip


def _decimal(label: Any, places: int, hint: Any = "", **options: Any) -> forms.DecimalField:  # noqa: ANN401 - texts
    wrong = {"required": _("Fill this in"), "invalid": _("Enter a number such as 12.50")}
    return forms.DecimalField(
        label=label, help_text=hint, max_digits=18, decimal_places=places, localize=False,
        error_messages=wrong, widget=forms.TextInput(attrs=_NUMBER), **options,
    )  # fmt: skip


class DealForm(forms.Form):
    """A deal as it is agreed at the stall."""

    goods_name = _text(_("What do you buy?"), 200, _("Name the goods as they will be declared"), attrs={})
    hs_code = _text(_("HS code"), 10, _("10 digits"), attrs=_DIGITS)
    quantity = _decimal(_("How much?"), 5)
    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Choose the unit")})
    price = _decimal(_("Price of one unit, CNY"), 5)
    stall_code = _text(_("Code of the stall"), 18, _("Its credit code, 18 characters; it stands on the licence"))
    booth_no = _text(_("Booth"), 60, required=False)
    buyer_code = _text(_("Your code for the foreign buyer"))

    def __init__(self, *arguments: Any, units: tuple[tuple[str, str], ...], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        if units:
            offered = [(code, f"{name} ({code})") for code, name in units]
            self.fields["unit"].choices = offered  # type: ignore[attr-defined]
        else:
            self.fields["unit"] = _text(_("Unit"), 10, _("Customs code of the unit"), attrs=_DIGITS)

    def terms(self) -> Terms:
        """The cleaned answers."""
        answers = self.cleaned_data
        return Terms(**{name: answers[name] for name in self.fields})


class RefuseForm(forms.Form):
    """Why the stall refuses."""

    reason = _text(_("Why do you refuse it?"), LONGEST_REASON, _("The dealer reads it"), attrs={})


class LoadForm(forms.Form):
    """Into which container, and how much."""

    container = forms.ChoiceField(label=_("Container"))
    load_quantity = _decimal(_("How much of it?"), 5, _("Empty: all that is left"), required=False)

    def __init__(self, *arguments: Any, containers: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        self.fields["container"].choices = containers  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What was paid."""

    amount = _decimal(_("Amount paid, CNY"), 2)
    reference = _text(_("Number of the payment at the bank"))
    paid_on = forms.DateField(
        label=_("Paid on"),
        error_messages={"required": _("Fill this in"), "invalid": _("Enter a day such as 2026-06-30")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def payment(self) -> Payment:
        """The cleaned answers."""
        amount, paid_on = self.cleaned_data["amount"], self.cleaned_data["paid_on"]
        assert isinstance(amount, Decimal)
        assert isinstance(paid_on, date)
        return Payment(amount, self.cleaned_data["reference"], paid_on)


class BuyerForm(forms.Form):
    """Who the buyer is, and the rate of the dollar."""

    buyer_name = _text(_("Name of the buyer"), 200, required=False, attrs={})
    buyer_country = _text(_("Nationality of the buyer"), 2, _("Two letters of ISO 3166-1, such as DE"), required=False)
    buyer_document = _text(_("Passport or identity document of the buyer"), 60, required=False)
    rate = _decimal(
        _("Yuan for one US dollar"), 5, _("Empty where it is not known: then the limit is not checked"), required=False
    )
    rate_source = _text(_("Where the rate is from, and of which day"), 200, required=False, attrs={})

    def buyer(self, code: str) -> Buyer:
        """The buyer that the dealer knows by `code`."""
        answers = self.cleaned_data
        return Buyer(code, answers["buyer_name"], answers["buyer_country"], answers["buyer_document"])

    def stated_rate(self) -> Rate:
        """The rate with its source."""
        return Rate(self.cleaned_data["rate"], self.cleaned_data["rate_source"])


class ContainerForm(BuyerForm):
    """A container that is begun."""

    field_order = ("container_no", "buyer_code")
    container_no = _text(_("Container number"), 11, _("Four letters and seven digits"))
    buyer_code = _text(_("Your code for the foreign buyer"))
