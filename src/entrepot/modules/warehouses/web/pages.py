"""A warehouse on pages: what comes in, what lies there, what goes out."""

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses import queries, words
from entrepot.modules.warehouses.models import Dispatch, Shipment
from entrepot.modules.warehouses.operations import receiving, sending
from entrepot.modules.warehouses.scanning import read_code
from entrepot.modules.warehouses.web import eyes, timeline
from entrepot.modules.warehouses.web.forms import AnnounceForm, FindForm, ReserveForm, ScanForm, ShipForm
from entrepot.shell import once
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Tone

_SHIPMENTS: dict[str, tuple[Tone, str]] = {
    "announced": ("wait", "waiting"),
    "receiving": ("info", "goods"),
    "received": ("good", "ready"),
}
_DISPATCHES: dict[str, tuple[Tone, str]] = {
    "reserved": ("wait", "due"),
    "picked": ("info", "ready"),
    "packed": ("info", "goods"),
    "shipped": ("good", "waybill"),
}
_BETWEEN = "\t"  # between the parts of the value of a choice


def _language() -> str:
    return get_language() or "en"


def shipment_badge(row: Shipment) -> Badge:
    """Where a shipment stands."""
    tone, icon = _SHIPMENTS[row.state]
    return Badge(tone, icon, words.said(words.SHIPMENT_STATES[row.state], _language()))


def dispatch_badge(row: Dispatch) -> Badge:
    """Where an order stands."""
    tone, icon = _DISPATCHES[row.state]
    return Badge(tone, icon, words.said(words.DISPATCH_STATES[row.state], _language()))


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What is to be done, and what lies where. A scanned label leads to its shipment or order."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _found(read_code(form.cleaned_data["label"]))
        except parties.Unable as error:
            form.add_error("label", error.sentence(_language()))
        else:
            if found:
                return HttpResponseRedirect(found)
            form.add_error("label", _("Nothing of yours has this number. Check the label."))
    own = eyes.own(request)
    context = {
        "form": form,
        "operates": eyes.acting(request, eyes.OPERATOR) is not None,
        "sells": eyes.acting(request, eyes.SELLER) is not None,
        "shipments": [(row, shipment_badge(row)) for row in queries.shipments(own)],
        "dispatches": [(row, dispatch_badge(row)) for row in queries.dispatches(own)],
        "stock": [(one, timeline.warehouse_name(one.warehouse)) for one in queries.stock(own)],
    }
    return render(request, "warehouses/overview.html", context, status=422 if form.errors else 200)


def _found(number: str) -> str:
    if queries.shipment(number) is not None:
        return reverse("warehouses:shipment", args=[number])
    return reverse("warehouses:dispatch", args=[number]) if queries.dispatch(number) is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """The operator enters what is to come."""
    acting = eyes.acting(request, eyes.OPERATOR)
    if acting is None:
        raise PermissionDenied
    offered = [(row.code, timeline.warehouse_name(row)) for row in queries.warehouses_of([acting.party_id])]
    form = AnnounceForm(request.POST if request.method == "POST" else None, warehouses=offered)

    def do() -> str:
        answers = form.cleaned_data
        shipment = receiving.Announced(
            answers["shipment_no"], answers["warehouse"], answers["seller_code"], answers["lines"]
        )
        number = receiving.announce(acting=acting, shipment=shipment, now=timezone.now())
        return reverse("warehouses:shipment", args=[number])

    return _form(request, form, do, _("Announce a shipment"))


@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest) -> HttpResponse:
    """The seller takes stock for an order."""
    acting = eyes.acting(request, eyes.SELLER)
    if acting is None:
        raise PermissionDenied
    wares = [
        (
            _BETWEEN.join((one.warehouse.code, one.item_no)),
            f"{one.name or one.item_no} · {timeline.warehouse_name(one.warehouse)} · {one.free.normalize():f}",
        )
        for one in queries.stock([acting.party_id])
        if one.seller_id == acting.party_id
    ]
    form = ReserveForm(request.POST if request.method == "POST" else None, wares=wares)

    def do() -> str:
        answers = form.cleaned_data
        warehouse, item_no = str(answers["ware"]).split(_BETWEEN)
        code = answers["marketplace"].strip()
        place = parties.party_of_code(code) if code else None
        wanted = sending.Wanted(warehouse, acting.party_id, item_no, answers["quantity"], answers["order_no"], place)
        number = sending.reserve(acting=acting, wanted=wanted, now=timezone.now())
        return reverse("warehouses:dispatch", args=[number])

    return _form(request, form, do, _("Reserve stock for an order"))


def _form(request: HttpRequest, form: forms.Form, do: Callable[[], str], heading: str) -> HttpResponse:
    leave = reverse("warehouses:overview")
    if request.method == "POST" and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(leave)
        try:
            return HttpResponseRedirect(do())
        except parties.Unable as error:
            form.add_error(None, error.sentence(_language()))
    context = {"form": form, "heading": heading, "leave": leave, "once": once.fresh()}
    return render(request, "warehouses/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def shipment(request: HttpRequest, shipment_no: str) -> HttpResponse:
    """One shipment: what was expected, what came; its operator scans and closes it."""
    row = queries.shipment(shipment_no)
    if row is None:
        raise Http404(shipment_no)
    acting = eyes.acting(request, eyes.OPERATOR)
    receives = acting is not None and row.operator_id == acting.party_id and row.state != "received"
    posted = request.POST if request.method == "POST" else None
    scan = ScanForm(posted if posted and posted.get("do") == "scan" else None)
    fault = ""
    if posted is not None:
        if not receives or acting is None:
            raise PermissionDenied
        fault = _received(request, acting, row, scan)
        if not fault and not scan.errors:
            return HttpResponseRedirect(request.path)
    context = {
        "shipment": row,
        "badge": shipment_badge(row),
        "warehouse": timeline.warehouse_name(row.warehouse),
        "lines": row.lines.order_by("pk"),
        "receives": receives,
        "form": scan if scan.errors else ScanForm(),
        "fault": fault,
        "once": once.fresh(),
    }
    return render(request, "warehouses/shipment.html", context, status=422 if fault or scan.errors else 200)


def _received(request: HttpRequest, acting: parties.Acting, row: Shipment, scan: ScanForm) -> str:
    """Do what was sent, once; returns why it could not be done."""
    closing = request.POST.get("do") == "close"
    if not closing and not scan.is_valid():
        return ""
    if not once.spend(request):
        return ""
    number, now = row.shipment_no, timezone.now()
    try:
        if closing:
            receiving.close_shipment(acting=acting, shipment_no=number, now=now)
        else:
            answers = scan.cleaned_data
            receiving.receive(
                acting=acting, shipment_no=number, scanned=answers["scanned"], quantity=answers["quantity"], now=now
            )
    except parties.Unable as error:
        return error.sentence(_language())
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest, dispatch_no: str) -> HttpResponse:
    """One order: what is to be picked, from which lots; its operator scans, packs and ships it."""
    row = queries.dispatch(dispatch_no)
    if row is None:
        raise Http404(dispatch_no)
    acting = eyes.acting(request, eyes.OPERATOR)
    sends = acting is not None and row.operator_id == acting.party_id and row.state != "shipped"
    posted = request.POST if request.method == "POST" else None
    form = _next_form(row, posted)
    fault = ""
    if posted is not None:
        if not sends or acting is None:
            raise PermissionDenied
        fault = _sent(request, acting, row, form)
        if not fault and not (form and form.errors):
            return HttpResponseRedirect(request.path)
    wrong = bool(form and form.errors)
    context = {
        "dispatch": row,
        "badge": dispatch_badge(row),
        "warehouse": timeline.warehouse_name(row.warehouse),
        "left": row.quantity - row.picked,
        "entries": list(timeline.of_dispatch(row)),
        "sends": sends,
        "form": form if wrong else _next_form(row, None),
        "fault": fault,
        "once": once.fresh(),
    }
    return render(request, "warehouses/dispatch.html", context, status=422 if fault or wrong else 200)


def _next_form(row: Dispatch, posted: object) -> forms.Form | None:
    """What the next step asks for: a scan to pick, a waybill to ship, nothing to pack."""
    kinds: dict[str, type[forms.Form]] = {"reserved": ScanForm, "packed": ShipForm}
    kind = kinds.get(row.state)
    return None if kind is None else kind(posted)  # type: ignore[arg-type]


def _sent(request: HttpRequest, acting: parties.Acting, row: Dispatch, form: forms.Form | None) -> str:
    """Do the next step, once, if it is the one that was sent; returns why it could not be done."""
    if request.POST.get("do") != row.state or (form is not None and not form.is_valid()):
        return ""
    if not once.spend(request):
        return ""
    number, now = row.dispatch_no, timezone.now()
    try:
        if isinstance(form, ScanForm):
            scanned, quantity = form.cleaned_data["scanned"], form.cleaned_data["quantity"]
            assert isinstance(quantity, Decimal)
            sending.pick(acting=acting, dispatch_no=number, scanned=scanned, quantity=quantity, now=now)
        elif isinstance(form, ShipForm):
            carrier, waybill = form.cleaned_data["carrier"], form.cleaned_data["waybill_no"]
            sending.ship(acting=acting, dispatch_no=number, carrier=carrier, waybill_no=waybill, now=now)
        else:
            sending.pack(acting=acting, dispatch_no=number, now=now)
    except parties.Unable as error:
        return error.sentence(_language())
    return ""
