"""Persons on a record: every document masked; one of them in full, to its sender or an officer, for a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line import unmasking
from entrepot.project.line.unmasking import LEAST_WHY, MOST_WHY, Asking, UnableToUnmask
from entrepot.shell import record_actions
from entrepot.shell.record_actions import Action, RecordName
from entrepot.store import identity
from entrepot.store.connection import under_django

KINDS: Mapping[str, str | Promise] = {
    "import_order": _("Order"),
    "payment": _("Payment"),
    "import_waybill": _("Waybill"),
    "import_list": _("Declaration list"),
    "withdrawal": _("Cancellation or return"),
    "original_payment": _("Original payment data"),
    "payment_upload": _("Original payment data, uploaded"),
}
LABELS: Mapping[str, str | Promise] = {
    "buyer_reg_no": _("Account at the marketplace"),
    "buyer_name": _("Buyer"),
    "buyer_id_number": _("Identity card number"),
    "buyer_telephone": _("Telephone"),
    "payer_name": _("Payer"),
    "payer_id_number": _("Identity card number"),
    "payer_telephone": _("Telephone"),
    "consignee": _("Consignee"),
    "consignee_telephone": _("Telephone of the consignee"),
    "consignee_address": _("Address"),
    "text": _("Text"),
}


class WhyForm(forms.Form):
    """Why somebody needs to know."""

    why = forms.CharField(
        label=_("Why you need to know"),
        help_text=_("It is kept in the audit with your name"),
        min_length=LEAST_WHY,
        max_length=MOST_WHY,
        error_messages={
            "required": _("Write why you need to know: a few words, such as the parcel came back"),
            "min_length": _("Write a few words more, so that whoever reads the audit understands"),
        },
    )


@dataclass(frozen=True)
class Document:
    """One version of a document. facts: label, value; in_full: shown without masks."""

    kind: str
    number: str
    label: str | Promise
    facts: list[tuple[str | Promise, object]]
    in_full: bool = False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """The documents of the record that the reader sees; by POST one of them in full."""
    masked = _masked(order_no, marketplace)
    if not masked:
        raise Http404(order_no)
    form = WhyForm(request.POST if request.method == "POST" else None)
    full: list[Document] = []
    if request.method == "POST" and form.is_valid():
        full = _in_full(request, form, masked)
    chosen = {(one.kind, one.number) for one in full}
    context = {
        "form": form,
        "documents": full + [one for one in masked if (one.kind, one.number) not in chosen],
        "choices": sorted({(one.kind, one.number, one.label) for one in masked}, key=lambda one: one[:2]),
        "chosen": (request.POST.get("document", "")),
        "order_no": order_no,
        "record_url": reverse("declarations:record", args=(marketplace, order_no)),
    }
    return render(request, "portal/persons/record.html", context, status=422 if form.errors else 200)


def _masked(order_no: str, marketplace: str) -> list[Document]:
    found: list[Document] = []
    for number in declarations.marketplaces(order_no, marketplace):
        for kind, rows in unmasking.of_record(under_django(), order_no, number).items():
            found += [_document(kind, row) for row in rows.iter_rows(named=True)]
    return found


def _in_full(request: HttpRequest, form: WhyForm, masked: list[Document]) -> list[Document]:
    """The document that was chosen; else the form says why it is not shown."""
    kind, _colon, number = request.POST.get("document", "").partition(":")
    if (kind, number) not in {(one.kind, one.number) for one in masked}:
        raise Http404(number)
    reader = parties.reader_in(request)
    card = parties.station(under_django())
    if reader is None or card is None:
        raise Http404(number)
    is_officer = trade.decides(trade.reader_of(request))
    party = card.owner_id if is_officer else next(iter(reader.party_ids), 0)
    by = Asking(parties.Acting(party, reader.person_id), is_officer, form.cleaned_data["why"])
    try:
        rows = unmasking.unmask(under_django(), kind, number, by=by, now=timezone.now())
    except UnableToUnmask as error:
        form.add_error(None, error.sentence(get_language() or "en"))
        return []
    return [_document(kind, row, in_full=True) for row in rows]


def _document(kind: str, row: Mapping[str, object], *, in_full: bool = False) -> Document:
    facts = [(LABELS.get(field, field), row[field]) for field in identity.holdings()[kind].fields]
    return Document(kind, str(row["number"]), KINDS.get(kind, kind), facts, in_full)


def register() -> None:
    """On the page of every record whose documents name persons."""
    record_actions.register("persons", _persons)


def _persons(record: RecordName) -> Iterator[Action]:
    orders = identity.holdings()["import_order"]
    numbers = declarations.marketplaces(record.order_no, record.marketplace_code)
    seen = (identity.of_order(under_django(), orders, record.order_no, number) for number in numbers)
    if any(rows.select(pl.len()).item() for rows in seen):
        yield Action(
            reverse("persons:record", args=(record.marketplace_code, record.order_no)), _("Persons"), "person", 15
        )
