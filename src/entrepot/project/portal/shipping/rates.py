"""Rates: what carriers take, and the sheet with which a carrier publishes its own."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.project.line.rates import COLUMNS, country_code, read_rates
from entrepot.shell import once, station
from entrepot.shell.currencies import letters

MOST = 100
CHINA = "142"  # 3-digit customs code of the country/region


class QuoteForm(forms.Form):
    """From China to where, how heavy."""

    to = forms.CharField(label=_("To"), help_text=_("Country/region: name, two letters or customs code"), max_length=60)
    weight = forms.DecimalField(
        label=_("Gross weight, kg"),
        max_digits=9,
        decimal_places=3,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_to(self) -> str:
        """Its customs code."""
        code = country_code(self.cleaned_data["to"].strip())
        if code is None:
            raise forms.ValidationError(_("Expected a country/region such as Germany, DE or 304"))
        return code


class RatesForm(forms.Form):
    """The sheet."""

    file = forms.FileField(
        label=_("Rate sheet (CSV)"),
        help_text=", ".join(COLUMNS),
        error_messages={"required": _("Choose the file of the rates")},
    )


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def quoted(form: QuoteForm) -> tuple[list[dict[str, object]], str]:
    """Quotes from China as pages show them, and why there are none."""
    day = parties.china_day(timezone.now())
    to, weight = form.cleaned_data["to"], form.cleaned_data["weight"]
    try:
        found = logistics.quotes(origin=CHINA, destination=to, weight_kg=weight, day=day)
    except logistics.UnableToShip as error:
        return [], error.sentence(language())
    chinese = language().startswith("zh")
    return [
        {
            "rate": one.rate,
            "carrier": one.rate.carrier_zh if chinese else one.rate.carrier_en,
            "price": f"{one.price:,.2f} {letters(one.rate.currency)}",
            "per": logistics.PER[one.rate.per][chinese],
        }
        for one in found
    ], ""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A quote for a parcel; for carriers, their rates and a new sheet."""
    reader, now = parties.reader_in(request), timezone.now()
    carries = parties.plays(request, "carrier")
    form = RatesForm(request.POST, request.FILES) if request.method == "POST" else RatesForm()
    asking = QuoteForm(request.GET) if "to" in request.GET else QuoteForm()
    found, why = quoted(asking) if asking.is_bound and asking.is_valid() else ([], "")
    if request.method == "POST":
        if reader is None or not carries:
            raise PermissionDenied
        if not once.spend(request):
            return HttpResponseRedirect(reverse("rates"))
        day = parties.china_day(now)
        party = next(one for one in reader.party_ids if "carrier" in parties.roles_of(one, day))
        if form.is_valid() and _brought(form, parties.Acting(party, reader.person_id)):
            return HttpResponseRedirect(reverse("rates"))
    context = {
        "form": form if form.errors else asking,
        "asking": asking,
        "bringing": form,
        "quotes": found,
        "why": why,
        "carries": carries,
        "rows": logistics.rates_of(reader.party_ids, size=MOST) if carries and reader else [],
        "once": once.fresh(),
    }
    return render(request, "portal/shipping/rates.html", context, status=422 if form.errors or asking.errors else 200)


def _brought(form: RatesForm, acting: parties.Acting) -> bool:
    try:
        with transaction.atomic():
            rates = read_rates(form.cleaned_data["file"].read())
            logistics.bring_rates(acting=acting, rates=rates, practice=station.is_practice(), now=timezone.now())
    except logistics.UnableToShip as error:
        form.add_error("file", error.sentence(language()))
        return False
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return True
