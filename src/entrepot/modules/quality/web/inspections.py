"""Inspections of the reader's firms, and one of them: its plan, and for the inspection firm the result."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.quality import queries
from entrepot.modules.quality.errors import UnableToInspect
from entrepot.modules.quality.models import Inspection
from entrepot.modules.quality.operations import Result, record_result
from entrepot.modules.quality.web import shown
from entrepot.shell import once, paging

PAGE = 50
LONGEST_NOTE = 1000
_COUNT = {"required": _("Enter a whole number"), "invalid": _("Enter a whole number")}
_TYPED = {"inputmode": "numeric", "autocomplete": "off"}


class ResultForm(forms.Form):
    """What was found."""

    inspected = forms.IntegerField(
        label=_("Units inspected"), min_value=0, error_messages=_COUNT, widget=forms.TextInput(attrs=_TYPED)
    )
    faulty = forms.IntegerField(
        label=_("Faulty units among them"), min_value=0, error_messages=_COUNT, widget=forms.TextInput(attrs=_TYPED)
    )
    note = forms.CharField(label=_("Note, for the seller (may stay empty)"), max_length=LONGEST_NOTE, required=False)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    reader = parties.reader_in(request)
    own = reader.party_ids if reader else ()
    rows = queries.inspections_of(own, after=paging.after(request), size=PAGE + 1)
    names = shown.names_of({number for one in rows for number in (one.seller_id, one.inspector_id)})
    context = {
        "rows": [{**shown.row(one, names), "other": names.get(_other(one, own), "–")} for one in rows[:PAGE]],
        "inspects": parties.plays(request, "inspection_firm"),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].pk if len(rows) > PAGE else None),
    }
    return render(request, "quality/inspections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan and its result; the inspection firm records that by POST, once."""
    reader = parties.reader_in(request)
    row = queries.inspection_of(reader.party_ids, plan_id) if reader else None
    if row is None or reader is None:
        raise Http404(str(plan_id))
    inspects = row.inspector_id in reader.party_ids
    form = ResultForm(request.POST if request.method == "POST" else None, initial={"inspected": row.sample})
    if request.method == "POST":
        if not inspects:
            raise PermissionDenied
        here = HttpResponseRedirect(reverse("quality:inspection", args=(plan_id,)))
        if not once.spend(request) or (form.is_valid() and _recorded(form, row, reader)):
            return here
    names = shown.names_of({row.seller_id, row.inspector_id})
    code = shown.code_of(row.marketplace_id)
    context = {
        **shown.row(row, names),
        "form": form,
        "records": inspects and row.state == "asked",
        "record_url": reverse("declarations:record", args=(code, row.order_no)) if code else "",
        "once": once.fresh(),
    }
    return render(request, "quality/inspection.html", context, status=422 if form.errors else 200)


def _recorded(form: ResultForm, row: Inspection, reader: parties.Reader) -> bool:
    acting = parties.Acting(row.inspector_id, reader.person_id)
    try:
        with transaction.atomic():
            record_result(acting=acting, plan_id=row.pk, result=Result(**form.cleaned_data), now=timezone.now())
    except UnableToInspect as error:
        form.add_error(None, error.sentence(shown.language()))
        return False
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return True


def _other(row: Inspection, own: tuple[int, ...]) -> int:
    return row.inspector_id if row.seller_id in own else row.seller_id
