"""What is scanned and typed in a warehouse."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entrepot.modules.warehouses.operations.receiving import Expected

_CELLS = 4
_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
_SCANNED = {**_PLAIN, "autofocus": True, "enterkeyhint": "done"}
_SAID = {"required": _("Fill this in"), "max_length": _("At most %(limit_value)s characters; found %(show_value)s")}


def _text(label: Any, hint: Any = "", **options: Any) -> forms.CharField:  # noqa: ANN401 - texts
    attributes = options.pop("attrs", _PLAIN)
    return forms.CharField(
        label=label, help_text=hint, max_length=60, error_messages=_SAID, widget=forms.TextInput(attrs=attributes),
        **options,
    )  # fmt: skip


def _quantity(label: Any, **options: Any) -> forms.DecimalField:  # noqa: ANN401 - texts
    wrong = {"required": _("Fill this in"), "invalid": _("Enter a number such as 12")}
    return forms.DecimalField(
        label=label, max_digits=18, decimal_places=5, localize=False, error_messages=wrong,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}), **options,
    )  # fmt: skip


class FindForm(forms.Form):
    """The label of a shipment or of an order."""

    label = _text(_("Scan a shipment or a dispatch number"), attrs=_SCANNED)


class ScanForm(forms.Form):
    """A ware, scanned."""

    scanned = _text(_("Scan the ware"), _("The scanner types the code and sends it"), attrs=_SCANNED)
    quantity = _quantity(_("How many?"), initial=1)


class ShipForm(forms.Form):
    """The carrier that takes it."""

    waybill_no = _text(_("Number of the waybill"), _("It stands on the label; scan it"), attrs=_SCANNED)
    carrier = _text(_("Carrier"), attrs={})


class ReserveForm(forms.Form):
    """What an order needs."""

    ware = forms.ChoiceField(label=_("Ware and warehouse"), error_messages={"required": _("Choose a ware")})
    quantity = _quantity(_("How many?"))
    order_no = _text(_("Number of the order"))
    marketplace = _text(
        _("Code of the marketplace"), _("Where the order is on a record here; else empty"), required=False
    )

    def __init__(self, *arguments: Any, wares: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        self.fields["ware"].choices = wares  # type: ignore[attr-defined]


class AnnounceForm(forms.Form):
    """A shipment that is to come."""

    warehouse = forms.ChoiceField(label=_("Warehouse"), error_messages={"required": _("Choose a warehouse")})
    shipment_no = _text(_("Number of the shipment"), _("An SSCC, or the seller's own number"))
    seller_code = _text(_("Code of the seller"), _("Its customs code or credit code"))
    lines = forms.CharField(
        label=_("What is to come"),
        help_text=_("A line a ware: item number, barcode, customs code of the unit, quantity, name; commas between"),
        max_length=20_000,
        error_messages={"required": _("Fill this in")},
        widget=forms.Textarea(attrs={"rows": "5", "spellcheck": "false"}),
    )

    def __init__(self, *arguments: Any, warehouses: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        self.fields["warehouse"].choices = warehouses  # type: ignore[attr-defined]

    def clean_lines(self) -> tuple[Expected, ...]:
        """Raises ValidationError, naming the line."""
        texts = [text for text in str(self.cleaned_data["lines"]).splitlines() if text.strip()]
        return tuple(_expected(number, text) for number, text in enumerate(texts, 1))


def _expected(number: int, text: str) -> Expected:
    cells = [cell.strip() for cell in text.replace("，", ",").split(",", _CELLS)]
    try:
        item_no, barcode, unit, quantity = cells[:_CELLS]
        return Expected(item_no, barcode, cells[_CELLS] if len(cells) > _CELLS else "", unit, Decimal(quantity))
    except (ValueError, InvalidOperation) as error:
        said = gettext("Line %(number)s: expected four cells and a name, the fourth a number; found “%(found)s”")
        raise ValidationError(said % {"number": number, "found": text[:60]}) from error
