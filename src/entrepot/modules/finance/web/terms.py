"""Terms on which financiers advance money; a financier publishes its own here."""

from datetime import datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Terms
from entrepot.modules.finance.operations.terms import NewTerms, publish_terms
from entrepot.modules.finance.queries.cases import terms_in_force
from entrepot.modules.finance.web import shown
from entrepot.modules.parties import api as parties
from entrepot.shell import once, station

_PERCENT = Decimal(100)


def _amount(label: object, hint: object = "", **options: object) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, help_text=hint, widget=widget, **options)  # type: ignore[arg-type]


class TermsForm(forms.Form):
    """What is published; shares in percent."""

    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100)
    currency = forms.CharField(label=_("Currency"), help_text=_("3-digit customs code, such as 502"), max_length=3)
    advance_percent = _amount(_("Advance, percent of what is still to come in"), decimal_places=2, max_digits=6)
    yearly_percent = _amount(
        _("Rate, percent a year"), _("Of the advance, by days / 360"), decimal_places=2, max_digits=6
    )
    days = forms.IntegerField(label=_("Days until it is repaid"))
    least = _amount(_("Least amount"), decimal_places=2, max_digits=15)
    most = _amount(_("Most amount"), decimal_places=2, max_digits=15)

    def terms(self, now: datetime) -> NewTerms:
        """What was entered, in force from today."""
        given = self.cleaned_data
        return NewTerms(
            given["name_en"], given["name_zh"], given["currency"], given["advance_percent"] / _PERCENT,
            given["yearly_percent"] / _PERCENT, given["days"], given["least"], given["most"],
            parties.china_day(now), None,
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """All terms in force; the form for those who finance."""
    reader, now = parties.reader_in(request), timezone.now()
    lends = parties.plays(request, "financier")
    form = TermsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if reader is None or not lends:
            raise PermissionDenied
        if not once.spend(request):
            return HttpResponseRedirect(reverse("finance:terms"))
        if form.is_valid() and _published(form, reader):
            return HttpResponseRedirect(reverse("finance:terms"))
    offers = terms_in_force(parties.china_day(now))
    context = {
        "form": form,
        "lends": lends,
        "once": once.fresh(),
        "rows": [_row(one) for one in offers],
    }
    return render(request, "finance/terms.html", context, status=422 if form.errors else 200)


def _published(form: TermsForm, reader: parties.Reader) -> bool:
    now = timezone.now()
    day = parties.china_day(now)
    party = next(one for one in reader.party_ids if "financier" in parties.roles_of(one, day))
    try:
        with transaction.atomic():
            acting = parties.Acting(party, reader.person_id)
            publish_terms(acting=acting, terms=form.terms(now), practice=station.is_practice(), now=now)
    except UnableToFinance as error:
        form.add_error(None, error.sentence(shown.language()))
        return False
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return True


def _row(one: Terms) -> dict[str, object]:
    chinese = shown.language().startswith("zh")
    return {
        "terms": one,
        "bank": one.bank_zh if chinese else one.bank_en,
        "name": one.name_zh if chinese else one.name_en,
        "share": shown.percent(one.advance_share),
        "rate": shown.percent(one.yearly_rate),
        "least": shown.money(one.least, one.currency),
        "most": shown.money(one.most, one.currency),
    }
