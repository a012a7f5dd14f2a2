"""A seller asks for money on one of its orders: what the record proves, on which terms, how much."""

from decimal import Decimal

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.declarations import api as declarations
from entrepot.modules.finance.eligibility import CENT, Trade, checks
from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Terms
from entrepot.modules.finance.operations.cases import Wish, ask, limits_of
from entrepot.modules.finance.queries.cases import terms_in_force
from entrepot.modules.finance.queries.trades import read_trade
from entrepot.modules.finance.web import shown
from entrepot.modules.parties import api as parties
from entrepot.shell import once
from entrepot.store.connection import under_django


class AskForm(forms.Form):
    """On which terms, how much."""

    terms = forms.ChoiceField(
        label=_("Terms"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the terms"), "invalid_choice": _("Choose among the terms on this page")},
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        help_text=_("In the currency of the order, at most two decimals"),
        max_digits=15,
        decimal_places=2,
        min_value=CENT,
        error_messages={"required": _("Enter an amount"), "invalid": _("Enter an amount such as 1200.50")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: object, offers: list[Terms]) -> None:
        super().__init__(data)  # type: ignore[arg-type] # Django's own
        field = self.fields["terms"]
        assert isinstance(field, forms.ChoiceField)
        chinese = shown.language().startswith("zh")
        field.choices = [
            (str(one.pk), f"{one.bank_zh} · {one.name_zh}" if chinese else f"{one.bank_en} · {one.name_en}")
            for one in offers
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """What the record carries on each terms; asking by POST."""
    trade, seller = _trade(request, marketplace, order_no)
    now = timezone.now()
    offers = [one for one in terms_in_force(parties.china_day(now)) if one.currency == trade.currency]
    form = AskForm(request.POST if request.method == "POST" else None, offers)
    if request.method == "POST" and not once.spend(request):
        return HttpResponseRedirect(reverse("finance:cases"))
    if request.method == "POST" and form.is_valid():
        wish = Wish(int(form.cleaned_data["terms"]), form.cleaned_data["amount"])
        try:
            with transaction.atomic():
                case = ask(acting=seller, trade=trade, wish=wish, now=now)
        except UnableToFinance as error:
            form.add_error(None, error.sentence(shown.language()))
        except parties.UnableToAct as error:
            raise PermissionDenied from error
        else:
            return HttpResponseRedirect(reverse("finance:case", args=(case,)))
    context = {
        "form": form,
        "once": once.fresh(),
        "order_no": order_no,
        "record_url": reverse("declarations:record", args=(marketplace, order_no)),
        "open": shown.money(trade.open, trade.currency),
        "free": shown.money(trade.free, trade.currency),
        "offers": [_offer(one, trade) for one in offers],
    }
    return render(request, "finance/ask.html", context, status=422 if form.errors else 200)


def _offer(terms: Terms, trade: Trade) -> dict[str, object]:
    """Terms with what they would carry here, and what is in the way of the most of it."""
    limits = limits_of(terms)
    most = min(limits.most_of(trade), trade.free)
    made = checks(trade, limits, max(most, Decimal(0)))
    chinese = shown.language().startswith("zh")
    return {
        "name": f"{terms.bank_zh} · {terms.name_zh}" if chinese else f"{terms.bank_en} · {terms.name_en}",
        "most": shown.money(most, terms.currency),
        "share": shown.percent(terms.advance_share),
        "rate": shown.percent(terms.yearly_rate),
        "days": terms.days,
        "fits": all(one.outcome == "fits" for one in made),
        "checks": shown.checks(made),
    }


def _trade(request: HttpRequest, marketplace: str, order_no: str) -> tuple[Trade, parties.Acting]:
    """The order as its seller sees it; 404 to everybody else."""
    reader = parties.reader_in(request)
    if reader is None:
        raise Http404(order_no)
    wanted = request.GET.get("seller", "")
    for number, (code, _name) in declarations.marketplaces(order_no, marketplace).items():
        if wanted and code != wanted:
            continue
        for party in reader.party_ids:
            trade = read_trade(under_django(), order_no, number, party)
            if trade.value is not None:
                return trade, parties.Acting(party, reader.person_id)
    raise Http404(order_no)
