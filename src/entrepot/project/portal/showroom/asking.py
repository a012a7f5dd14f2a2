"""Ask for a quote: as one of the reader's firms, or as a guest who reads the answer at an address of its own."""

import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.project.portal.showroom import shown
from entrepot.project.portal.showroom.desk import sentence
from entrepot.project.portal.showroom.forms import AskForm, GuestForm
from entrepot.project.portal.showroom.halls import entered

_ITEM_LENGTH = 30
_LONGEST_KEY = 60


@login_not_required
@sensitive_post_parameters("name", "mail", "key")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, address: str) -> HttpResponse:
    """A quantity of a ware (?item=). The key of the form makes a second sending the same enquiry."""
    hall = entered(address)
    item = request.GET.get("item", "")[:_ITEM_LENGTH]
    ware = next((each for each in shown.wares_of(hall, request, now=timezone.now()) if each.row.item_no == item), None)
    if ware is None or hall.is_own:
        raise Http404(item)
    buyer = next(iter(shown.reader_in(request).party_ids), None)
    kind = AskForm if buyer is not None else GuestForm
    form = kind(request.POST or None, initial={"quantity": shown.amount_said(ware.row.min_quantity)})
    key = request.POST.get("key", "")[:_LONGEST_KEY] or secrets.token_urlsafe(24)
    if request.method == "POST" and form.is_valid():
        try:
            number = _keep(request, buyer, address, item, form, key)
        except marketing.UnableToMarket as refused:
            form.add_error(
                "quantity" if "least" in refused.reason or "quantity" in refused.reason else None, sentence(refused)
            )
        else:
            if buyer is None:
                return HttpResponseRedirect(reverse("showroom:asked", args=[key]))
            return HttpResponseRedirect(reverse("showroom:enquiry", args=[number]))
    context = {"hall": hall, "firm": shown.said(hall.name_zh, hall.name_en), "ware": ware, "form": form, "key": key,
               "as_guest": buyer is None}  # fmt: skip
    return render(request, "portal/showroom/ask.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, buyer: int | None, address: str, item: str, form: AskForm, key: str) -> int:  # noqa: PLR0917 - handed on by the view alone
    answers = form.cleaned_data
    wish = marketing.Wish(address, item, answers["quantity"], answers["message"], key)
    acting = None if buyer is None else parties.Acting(buyer, shown.reader_in(request).person_id)
    guest = marketing.Guest(answers["name"], answers["mail"]) if acting is None else None
    return marketing.ask(wish=wish, buyer=acting, guest=guest, now=timezone.now())


@login_not_required
@require_safe
def answered(request: HttpRequest, key: str) -> HttpResponse:
    """What became of a guest's enquiry: whoever has the address reads it."""
    asked = marketing.asked_with(key[:_LONGEST_KEY])
    if asked is None:
        raise Http404
    context = {
        "asked": asked,
        "firm": shown.said(asked.seller_zh, asked.seller_en),
        "name": shown.said(asked.name_zh, asked.name_en),
        "currency": shown.currency_said(asked.currency),
        "unit": shown.unit_said(asked.unit),
    }
    response = render(request, "portal/showroom/asked.html", context)
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response
