"""Enquiries: what the reader's firms were asked and asked; the seller answers, and makes an answer an order."""

from collections.abc import Iterator

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.modules.exchange import api as exchange
from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Enquiry
from entrepot.modules.parties import api as parties
from entrepot.project.line.quoted import order_of
from entrepot.project.portal.showroom import shown
from entrepot.project.portal.showroom.desk import sentence
from entrepot.project.portal.showroom.forms import AnswerForm
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Need
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

_LARGEST = 2**63


def badge(row: Enquiry) -> Badge:
    """The state of an enquiry in a word."""
    word = marketing.ENQUIRY_WORDS[row.state].say(get_language() or "en")
    tone, icon = {
        "asked": ("wait", "waiting"), "quoted": ("info", "reply"), "declined": ("quiet", "refused"),
        "ordered": ("good", "order"),
    }[row.state]  # fmt: skip
    return Badge(tone, icon, word)  # type: ignore[arg-type] # one of the tones above


def needs(request: HttpRequest) -> Iterator[Need]:
    """Enquiries that wait for an answer, and listings that are held up: lines of the home page."""
    own = shown.reader_in(request).party_ids
    waiting = marketing.waiting(own) if own else 0
    if waiting:
        url = reverse("showroom:enquiries")
        yield Need(waiting, _("Enquiries to answer"), _("Somebody asks what your wares cost"), url, "reply", "wait", 35)
    stopped = marketing.stopped(own) if own else 0
    if stopped:
        url = reverse("showroom:listings")
        yield Need(stopped, _("Stopped listings"), _("Each with what is missing"), url, "refused", "bad", 36)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Both sides, the newest first."""
    own, language = shown.reader_in(request).party_ids, get_language() or "en"
    sides = {
        "here": [(row, badge(row), marketing.asker(row, language)) for row in marketing.enquiries_at(own)],
        "there": [(row, badge(row), shown.said(row.seller_zh, row.seller_en)) for row in marketing.enquiries_by(own)],
    }
    return render(request, "portal/showroom/enquiries.html", sides)


def _row(number: int) -> Enquiry:
    row = marketing.enquiry(number) if number < _LARGEST else None
    if row is None:
        raise Http404(str(number))
    return row


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One enquiry as its two sides see it; the seller answers here."""
    row, reader = _row(number), shown.reader_in(request)
    sells = row.seller_id in reader.party_ids
    given = (
        {"price": shown.amount_said(row.price), "valid_until": row.valid_until, "reply": row.reply} if row.price else {}
    )
    form = AnswerForm(request.POST or None, initial=given)
    if request.method == "POST":
        if not sells:
            raise Http404(str(number))
        declines = "decline" in request.POST
        if declines or form.is_valid():
            try:
                _answer(parties.Acting(row.seller_id, reader.person_id), row, request, form, declines=declines)
            except marketing.UnableToMarket as refused:
                form.is_valid()
                form.add_error(None, sentence(refused))
            else:
                return HttpResponseRedirect(reverse("showroom:enquiry", args=[number]))
    return _shown(request, row, form, sells=sells)


def _answer(acting: parties.Acting, row: Enquiry, request: HttpRequest, form: AnswerForm, *, declines: bool) -> None:
    if declines:
        reply = request.POST.get("reply", "")
        marketing.decline(acting=acting, enquiry_id=row.pk, reply=reply, now=timezone.now())
        return
    answers = form.cleaned_data
    said = marketing.Answer(answers["price"], answers["valid_until"], answers["reply"])
    marketing.answer(acting=acting, enquiry_id=row.pk, said=said, now=timezone.now())


def _shown(request: HttpRequest, row: Enquiry, form: AnswerForm, *, sells: bool, fault: str = "") -> HttpResponse:
    context = {
        "row": row,
        "badge": badge(row),
        "name": shown.said(row.name_zh, row.name_en),
        "who": marketing.asker(row, get_language() or "en"),
        "firm": shown.said(row.seller_zh, row.seller_en),
        "currency": shown.currency_said(row.currency),
        "unit": shown.unit_said(row.unit),
        "sells": sells,
        "is_open": row.state in {"asked", "quoted"},
        "form": form,
        "fault": fault,
    }
    wrong = fault or (request.method == "POST" and form.errors)
    return render(request, "portal/showroom/enquiry.html", context, status=422 if wrong else 200)


@require_POST
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Make the answer an order on the record, once; asked again it says so and does nothing."""
    row, reader = _row(number), shown.reader_in(request)
    if row.seller_id not in reader.party_ids:
        raise Http404(str(number))
    acting, now = parties.Acting(row.seller_id, reader.person_id), timezone.now()
    try:
        with transaction.atomic():
            quote = marketing.quote_to_order(acting=acting, enquiry_id=number, now=now)
            posted = exchange.post_message(
                under_django(), order_of(quote, now=now), reader_ids=reader.party_ids, person_id=reader.person_id,
                now=now, practice=is_practice(),
            )  # fmt: skip
            parties.enter(reader)  # storing a message left the transaction with the sender's eyes alone
            marketing.note_order(acting=acting, quote=quote, message_id=posted.id, now=now)
            exchange.wake_readers(under_django())
    except marketing.UnableToMarket as refused:
        parties.enter(reader)
        return _shown(request, _row(number), AnswerForm(), sells=True, fault=sentence(refused))
    return HttpResponseRedirect(reverse("showroom:enquiry", args=[number]))
