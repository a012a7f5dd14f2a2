"""The firm's own desk: how its hall stands open, who is invited, which wares stand in it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import ChosenFirm
from entrepot.project.portal.showroom import shown
from entrepot.project.portal.showroom.forms import InviteForm, OpeningForm, WareForm
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

_GOODS = 200
_ITEM_LENGTH = 30


def own_firm(request: HttpRequest) -> int:
    """The firm of the reader that sells: the one with a hall, else the first with goods, else its first."""
    own = shown.reader_in(request).party_ids
    with_hall = next((party for party in own if marketing.hall_of(party) is not None), None)
    if with_hall is not None:
        return with_hall
    found = catalogue.sellers_with_goods(under_django(), own, limit=1) or list(own[:1])
    if not found:
        raise Http404
    return found[0]


def acting(request: HttpRequest) -> parties.Acting:
    """In whose name the reader does something here."""
    return parties.Acting(own_firm(request), shown.reader_in(request).person_id)


def sentence(refused: parties.Unable) -> str:
    """Why, in the reader's language."""
    return refused.sentence(get_language() or "en")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The hall as its firm sees it."""
    seller = own_firm(request)
    hall = marketing.hall_of(seller)
    there = {row.item_no: row for row in marketing.exhibits_of(seller)} if hall else {}
    goods = catalogue.goods_window(under_django(), seller, after="", prefix="", size=_GOODS)
    rows = [(item, name or item, there.get(item)) for item, name in goods.select("item_no", _name()).rows()]
    context = {
        "hall": hall,
        "rows": rows,
        "standing": sum(row.shown for row in there.values()),
        "invitations": marketing.invitations_of(seller) if hall else [],
        "form": InviteForm(),
        "waiting": marketing.waiting([seller]),
    }
    return render(request, "portal/showroom/desk.html", context)


def _name() -> Any:  # noqa: ANN401 - an expression of polars
    import polars as pl

    columns = (
        ("declared_name", "item_name") if (get_language() or "").startswith("zh") else ("item_name", "declared_name")
    )
    return pl.coalesce(*columns).alias("name")


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """How the hall stands open."""
    seller = own_firm(request)
    hall = marketing.hall_of(seller)
    given = {name: getattr(hall, name) for name in ("address", "opened_to", "prices_to")} if hall else {
        "opened_to": "nobody", "prices_to": "invited"}  # fmt: skip
    if hall and hall.marketplace_id != seller:
        given["marketplace"] = hall.marketplace_code
    form = OpeningForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        place = _marketplace(answers["marketplace"], hall)
        wanted = marketing.Opening(answers["address"], answers["opened_to"], answers["prices_to"], place)
        try:
            marketing.open_hall(acting=acting(request), opening=wanted, now=timezone.now(), practice=is_practice())
        except parties.Unable as refused:
            form.add_error("address" if "address" in getattr(refused, "reason", "") else None, sentence(refused))
        else:
            return HttpResponseRedirect(reverse("showroom:desk"))
    return render(request, "portal/showroom/opening.html", {"form": form}, status=422 if form.errors else 200)


def _marketplace(chosen: ChosenFirm | None, hall: marketing.Hall | None) -> marketing.Marketplace | None:
    """The marketplace that was named: as it is known here, else as the hall named it before, else by its code."""
    if chosen is None:
        return None
    party = parties.party_of_code(chosen.code)
    firm = parties.firms([party]).get(party)
    name = (firm.name_zh or firm.name_en) if firm else ""
    if not name and hall is not None and hall.marketplace_id == party:
        name = hall.marketplace_name
    return marketing.Marketplace(party, chosen.code, name or chosen.code)


marketplace_named = _marketplace


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Let a firm in."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            party = parties.party_of_code(form.cleaned_data["firm"].code)
            marketing.invite(acting=acting(request), party_id=party, now=timezone.now())
        except parties.Unable as refused:
            form.add_error("firm", sentence(refused))
    if form.errors:
        return render(request, "portal/showroom/invite.html", {"form": form}, status=422)
    return HttpResponseRedirect(reverse("showroom:desk") + "#invited")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let it in no longer."""
    if number < 2**63:
        marketing.end_invitation(acting=acting(request), number=number, now=timezone.now())
    return HttpResponseRedirect(reverse("showroom:desk") + "#invited")


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def ware(request: HttpRequest) -> HttpResponse:
    """How a ware of the catalogue is shown: ?item=."""
    seller, item = own_firm(request), request.GET.get("item", "")[:_ITEM_LENGTH].replace("\0", "")
    goods = catalogue.goods_for(under_django(), [seller], [item])
    if not item or goods.is_empty() or marketing.hall_of(seller) is None:
        raise Http404(item)
    row = next((each for each in marketing.exhibits_of(seller) if each.item_no == item), None)
    form = WareForm(request.POST or None, request.FILES or None, initial=_initial(row, goods.row(0, named=True)))
    if request.method == "POST" and form.is_valid():
        wanted = marketing.Ware(item_no=item, **form.cleaned_data)
        try:
            marketing.put_wares(acting=acting(request), wares=[wanted], now=timezone.now(), practice=is_practice())
        except marketing.UnableToMarket as refused:
            form.add_error(None, sentence(refused))
        else:
            return HttpResponseRedirect(reverse("showroom:desk") + f"?shown={item}#wares")
    context = {"form": form, "item": item, "row": row, "hall": marketing.hall_of(seller)}
    return render(request, "portal/showroom/ware.html", context, status=422 if form.errors else 200)


def _initial(row: marketing.Exhibit | None, goods: Mapping[str, Any]) -> dict[str, object]:
    if row is None:
        unit = goods["unit"]
        return {
            "name_en": goods["item_name"] or "", "name_zh": goods["declared_name"] or "", "currency": "USD",
            "min_quantity": "1", "unit": shown.unit_said(unit) if unit else "",
        }  # fmt: skip
    plain = ("name_en", "name_zh", "width_mm", "height_mm", "depth_mm")
    numbers: dict[str, Decimal] = {"price": row.price, "min_quantity": row.min_quantity}
    return {
        **{name: getattr(row, name) for name in plain},
        **{name: shown.amount_said(value) for name, value in numbers.items()},
        "currency": shown.currency_said(row.currency),
        "unit": row.unit,
    }


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Show a ware no more."""
    marketing.put_away(acting=acting(request), item_no=request.POST.get("item", "")[:_ITEM_LENGTH], now=timezone.now())
    return HttpResponseRedirect(reverse("showroom:desk") + "#wares")
