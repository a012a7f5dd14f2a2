"""A seller sends an order: a quote, a booking, a label. The carrier sees what was booked with it."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.gateways.documents import pdf
from entrepot.modules.declarations import api as declarations
from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import OrderVersion
from entrepot.project.line.labels import label as as_label
from entrepot.project.portal.shipping.rates import QuoteForm, language, quoted
from entrepot.shell import once, page_links, paging, record_actions
from entrepot.shell.badges import Badge
from entrepot.shell.currencies import letters
from entrepot.shell.needs import Tone
from entrepot.shell.record_actions import Action, RecordName

PAGE = 50
_TONES: dict[str, tuple[Tone, str]] = {
    "booked": ("wait", "waybill"),
    "labelled": ("good", "ready"),
    "withdrawn": ("quiet", "take-back"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """Quotes for the order's parcel; a booking by POST."""
    order, acting = _own_order(request, marketplace, order_no)
    sent = request.POST if request.method == "POST" else request.GET
    form = QuoteForm(sent) if "to" in sent else QuoteForm()
    found, why = quoted(form) if form.is_bound and form.is_valid() else ([], "")
    if request.method == "POST" and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(reverse("parcels"))
        rate = next((one["rate"] for one in found if str(one["rate"].pk) == sent.get("rate")), None)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                parcel = logistics.Parcel(order, (), rate.pk if rate else 0, form.cleaned_data["weight"])  # type: ignore[attr-defined]
                number = logistics.book(acting=acting, parcel=parcel, now=timezone.now())
        except logistics.UnableToShip as error:
            form.add_error(None, error.sentence(language()))
        except parties.UnableToAct as error:
            raise PermissionDenied from error
        else:
            return HttpResponseRedirect(reverse("parcel", args=(number,)))
    holds = [one for one in logistics.holds_on(order_no, order.marketplace_id) if one.lifted_at is None]
    chinese = language().startswith("zh")
    context = {
        "form": form,
        "quotes": found,
        "why": why,
        "held": [one.why_zh if chinese else one.why_en for one in holds],
        "order_no": order_no,
        "record_url": reverse("declarations:record", args=(marketplace, order_no)),
        "once": once.fresh(),
    }
    return render(request, "portal/shipping/ship.html", context, status=422 if form.errors else 200)


@require_safe
def parcels(request: HttpRequest) -> HttpResponse:
    """Bookings of the reader's firms, the latest first."""
    reader = parties.reader_in(request)
    own = reader.party_ids if reader else ()
    rows = logistics.bookings_of(own, after=paging.after(request), size=PAGE + 1)
    context = {
        "rows": [_shown(row) for row in rows[:PAGE]],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].pk if len(rows) > PAGE else None),
    }
    return render(request, "portal/shipping/parcels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def parcel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """One booking: its label, or what is missing for it."""
    reader = parties.reader_in(request)
    row = logistics.booking_of(reader.party_ids, booking_id) if reader else None
    if row is None or reader is None:
        raise Http404(str(booking_id))
    own, fault = row.seller_id in reader.party_ids, ""
    if request.method == "POST":
        if not own:
            raise PermissionDenied
        if once.spend(request):
            fault = _done(request.POST.get("do", ""), row, parties.Acting(row.seller_id, reader.person_id))
        if not fault:
            return HttpResponseRedirect(reverse("parcel", args=(booking_id,)))
    context = {**_shown(row), "own": own, "fault": fault, "once": once.fresh()}
    return render(request, "portal/shipping/parcel.html", context, status=422 if fault else 200)


def _done(do: str, row: logistics.Booking, acting: parties.Acting) -> str:
    """Print or withdraw; the sentence of a refusal."""
    now = timezone.now()
    try:
        with transaction.atomic():
            if do == "withdraw":
                logistics.withdraw(acting=acting, booking_id=row.pk, now=now)
            elif do == "print":
                lines = trade.current_lines(row.order_no, row.marketplace_id)
                logistics.print_label(acting=acting, booking_id=row.pk, lines=lines, now=now)
    except logistics.UnableToShip as error:
        return error.sentence(language())
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return ""


@require_safe
def label(request: HttpRequest, booking_id: int) -> HttpResponse:
    """The label as PDF, to the seller, once it was printed."""
    reader = parties.reader_in(request)
    row = logistics.booking_of(reader.party_ids, booking_id) if reader else None
    if row is None or reader is None or row.seller_id not in reader.party_ids or row.state != "labelled":
        raise Http404(str(booking_id))
    now = timezone.now()
    lines = trade.current_lines(row.order_no, row.marketplace_id)
    acting = parties.Acting(row.seller_id, reader.person_id)
    try:
        wares = logistics.print_label(acting=acting, booking_id=row.pk, lines=lines, now=now)
    except logistics.UnableToShip:  # held since it was printed, or the goods have changed: its page says why
        return HttpResponseRedirect(reverse("parcel", args=(booking_id,)))
    paper = as_label(row, wares, language="zh" if language().startswith("zh") else "en", now=now)
    answer = HttpResponse(pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.label_no}.pdf"'
    return answer


def _shown(row: logistics.Booking) -> dict[str, object]:
    chinese = language().startswith("zh")
    firms = parties.firms({row.seller_id})
    named = {number: parties.named(firm.name_zh, firm.name_en, language()) for number, firm in firms.items()}
    return {
        "booking": row,
        "badge": Badge(*_TONES[row.state], logistics.STATES[row.state][chinese]),
        "carrier": row.rate.carrier_zh if chinese else row.rate.carrier_en,
        "seller": named.get(row.seller_id, "–"),
        "weight": f"{row.weight_kg.normalize():f} kg",
        "price": f"{row.price:,.2f} {letters(row.currency)}",
    }


def _own_order(request: HttpRequest, marketplace: str, order_no: str) -> tuple[OrderVersion, parties.Acting]:
    """The order, to its seller; 404 to everybody else."""
    reader = parties.reader_in(request)
    if reader is not None:
        for number in declarations.marketplaces(order_no, marketplace):
            order = trade.current_order(order_no, number)
            if order is not None and order.seller_id in reader.party_ids:
                return order, parties.Acting(order.seller_id, reader.person_id)
    raise Http404(order_no)


def register_actions() -> None:
    """Sending, on the record, to its seller; parcels beside orders."""
    record_actions.register("shipping", _ship)
    page_links.register("orders", page_links.PageLink("parcels", _("Parcels"), "waybill"))


def _ship(record: RecordName) -> Iterator[Action]:
    if trade.exports(record.order_no, record.marketplace_code):
        yield Action(reverse("ship", args=(record.marketplace_code, record.order_no)), _("Send it"), "waybill", 35)
