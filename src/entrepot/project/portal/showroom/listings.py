"""Listings: wares offered on marketplaces, what holds one up, and the fields to fill in so that it goes out."""

import csv
import io
from typing import Any

import polars as pl
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.gateways.sheets.goods import read_goods
from entrepot.gateways.sheets.naming import key_of, names
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Listing
from entrepot.modules.parties import api as parties
from entrepot.project.portal.showroom import shown
from entrepot.project.portal.showroom.desk import acting, marketplace_named, own_firm, sentence
from entrepot.project.portal.showroom.forms import OfferForm
from entrepot.shell.badges import Badge
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

_WHY = "filled in for a listing · 上架时补充"
_TONES = {"stopped": ("bad", "refused"), "out": ("good", "ready"), "withdrawn": ("quiet", "deleted")}


def badge(row: Listing) -> Badge:
    """The state of a listing in a word."""
    tone, icon = _TONES[row.state]
    return Badge(tone, icon, marketing.LISTING_WORDS[row.state].say(get_language() or "en"))  # type: ignore[arg-type]


def _lacks(row: Listing) -> list[tuple[str, str]]:
    language = get_language() or "en"
    found = [marketing.MISSING[cell] for cell in row.missing]
    return [(lack.reason.say(language), lack.remedy.say(language)) for lack in found]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The reader's listings, and what is listed on its marketplaces."""
    own = shown.reader_in(request).party_ids
    rows = [(row, badge(row), shown.currency_said(row.currency), _lacks(row)) for row in marketing.listings_of(own)]
    there = [(row, shown.currency_said(row.currency)) for row in marketing.listings_at(own)]
    return render(request, "portal/showroom/listings.html", {"rows": rows, "there": there})


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Offer a ware: checked at once, out or stopped."""
    seller = own_firm(request)
    form = OfferForm(request.POST or None, initial={"item_no": request.GET.get("item", "")[:30]})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        place = marketplace_named(answers["marketplace"], marketing.hall_of(seller))
        assert place is not None  # the field is required
        wanted = marketing.Offer(place, answers["item_no"], answers["price"], answers["currency"])
        try:
            row = marketing.offer(acting=acting(request), wanted=wanted, now=timezone.now(), practice=is_practice())
        except parties.Unable as refused:
            form.add_error(None, sentence(refused))
        else:
            return HttpResponseRedirect(reverse("showroom:listing", args=[row.pk]))
    return render(request, "portal/showroom/offer.html", {"form": form}, status=422 if form.errors else 200)


def _row(request: HttpRequest, number: int) -> Listing:
    row = marketing.listing(number) if number < 2**63 else None
    if row is None or row.seller_id not in shown.reader_in(request).party_ids:
        raise Http404(str(number))
    return row


class _Gaps(forms.Form):
    """A field for each cell that is missing."""

    def __init__(self, missing: list[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        language = get_language() or "en"
        words = catalogue.ASKED_CELLS | catalogue.FURTHER_CELLS
        for cell in missing:
            label = words[cell].zh if language.startswith("zh") else words[cell].en
            self.fields[cell] = forms.CharField(
                label=label,
                max_length=250,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One listing; what is missing can be filled in here, which completes the catalogue."""
    row = _row(request, number)
    form = _Gaps(list(row.missing), request.POST or None)
    if request.method == "POST" and row.missing and form.is_valid() and _complete(request, row, form):
        return HttpResponseRedirect(reverse("showroom:listing", args=[number]))
    context = {
        "row": row,
        "badge": badge(row),
        "currency": shown.currency_said(row.currency),
        "lacks": _lacks(row),
        "form": form,
    }
    return render(request, "portal/showroom/listing.html", context, status=422 if form.errors else 200)


def _complete(request: HttpRequest, row: Listing, form: _Gaps) -> bool:
    """Keep the cells in the catalogue and check the listing again; whether they could be read."""
    cells: dict[str, Any] = dict(form.cleaned_data)
    if "origin" in cells:
        cells["origin"] = names("countries").get(key_of(cells["origin"]), cells["origin"])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("item_no", "cell", "value"))
    writer.writerows((row.item_no, cell, _kept(text)) for cell, text in cells.items())
    sheet = read_goods(out.getvalue().encode())
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    places = dict(zip(sheet.table.frame[ROW_NO], cells, strict=True))
    for row_no, text in sheet.problems.select(ROW_NO, language).rows():
        form.add_error(places.get(row_no), text)
    if form.errors:
        return False
    reader, now = shown.reader_in(request), timezone.now()
    person = parties.Person.objects.filter(pk=reader.person_id or 0).first()
    change = catalogue.Change(by=person.name if person else "", why=_WHY, now=now, practice=is_practice())
    goods = sheet.goods.with_columns(seller_id=pl.lit(row.seller_id, pl.Int64))
    catalogue.keep_goods(under_django(), goods, change)
    marketing.check_stopped(seller_ids=[row.seller_id], now=now)
    return True


def _kept(text: str) -> str:
    """An apostrophe before what looks like a formula is taken off by the reader of sheets."""
    return f"'{text}" if text[:1] in "=+-@'" else text


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back."""
    row = _row(request, number)
    whose = parties.Acting(row.seller_id, shown.reader_in(request).person_id)
    marketing.withdraw(acting=whose, listing_id=row.pk, now=timezone.now())
    return HttpResponseRedirect(reverse("showroom:listings"))
