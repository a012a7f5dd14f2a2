"""The cases of the reader's firms, and one of them: where it stands, why, and what can be done next."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.finance.eligibility import CENT
from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Case
from entrepot.modules.finance.operations import cases as operations
from entrepot.modules.finance.queries import cases as queries
from entrepot.modules.finance.web import shown
from entrepot.modules.parties import api as parties
from entrepot.shell import once, paging

PAGE = 50
LONGEST_WHY = 400
_DAY = _("Enter a day such as 2026-06-30")


class OfferForm(forms.Form):
    """What the financier offers."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=15, decimal_places=2, min_value=CENT)
    due_date = forms.DateField(
        label=_("Repay by"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Enter a day such as 2026-06-30"),
            "invalid": _("Enter a day such as 2026-06-30"),
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class DeclineForm(forms.Form):
    """Why not."""

    why = forms.CharField(label=_("Reason, for the seller"), max_length=LONGEST_WHY)


@dataclass(frozen=True)
class Deed:
    """Something that one side can do in some states. do: the name of the button; form: what it needs to know."""

    do: str
    label: str | Promise
    side: str
    states: tuple[str, ...]
    form: type[forms.Form] | None
    act: Callable[..., object]


DEEDS = (
    Deed("offer", _("Offer"), "bank_id", ("asked",), OfferForm, operations.offer),
    Deed("decline", _("Decline"), "bank_id", ("asked", "offered"), DeclineForm, operations.decline),
    Deed("accept", _("Accept the offer"), "seller_id", ("offered",), None, operations.accept),
    Deed("withdraw", _("Withdraw"), "seller_id", ("asked", "offered", "accepted"), None, operations.withdraw),
    Deed("pay", _("The money has left us"), "bank_id", ("accepted",), None, operations.pay_out),
    Deed("repaid", _("The advance came back"), "bank_id", ("paid_out",), None, operations.repaid),
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    reader = parties.reader_in(request)
    own = reader.party_ids if reader else ()
    rows = queries.cases_of(own, after=paging.after(request), size=PAGE + 1)
    names = shown.names_of({number for row in rows for number in (row.bank_id, row.seller_id)})
    context = {
        "rows": [
            {
                "case": row,
                "url": reverse("finance:case", args=(row.pk,)),
                "badge": shown.badge(row.state),
                "other": names.get(row.bank_id if row.seller_id in own else row.seller_id, "–"),
                "asked": shown.money(row.asked, row.currency),
                "offered": shown.money(row.offered, row.currency),
            }
            for row in rows[:PAGE]
        ],
        "lends": parties.plays(request, "financier"),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].pk if len(rows) > PAGE else None),
    }
    return render(request, "finance/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case; each deed is a button of its own."""
    reader = parties.reader_in(request)
    row = queries.case_of(reader.party_ids, case_id) if reader else None
    if row is None or reader is None:
        raise Http404(str(case_id))
    sides = [deed for deed in DEEDS if row.state in deed.states and getattr(row, deed.side) in reader.party_ids]
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    forms_of = {deed.do: _form(deed, row, request.POST if deed.do == asked else None) for deed in sides}
    here = HttpResponseRedirect(reverse("finance:case", args=(case_id,)))
    if request.method == "POST":
        deed = next((one for one in sides if one.do == asked), None)
        if deed is None or not once.spend(request):
            return here
        form = forms_of[deed.do]
        if form.is_valid():
            acting = parties.Acting(getattr(row, deed.side), reader.person_id)
            try:
                with transaction.atomic():
                    deed.act(acting=acting, case_id=case_id, now=timezone.now(), **form.cleaned_data)
            except UnableToFinance as error:
                form.add_error(None, error.sentence(shown.language()))
            except parties.UnableToAct as error:
                raise PermissionDenied from error
            else:
                return here
    faulty = next((form for form in forms_of.values() if form.errors), None)
    context = _shown(row) | {
        "form": faulty or forms.Form(),
        "deeds": [(deed, forms_of[deed.do]) for deed in sides],
        "once": once.fresh(),
    }
    return render(request, "finance/case.html", context, status=422 if faulty else 200)


def _form(deed: Deed, row: Case, data: object) -> forms.Form:
    initial = {"amount": row.asked.quantize(CENT)}
    return (deed.form or forms.Form)(data, initial=initial, auto_id=f"{deed.do}_%s")  # type: ignore[arg-type]


def _shown(row: Case) -> dict[str, object]:
    steps = queries.steps_of([row.pk])
    names = shown.names_of({row.bank_id, row.seller_id})
    asked = next((step for step in steps if step.kind == "asked"), None)
    return {
        "case": row,
        "badge": shown.badge(row.state),
        "bank": names.get(row.bank_id, "–"),
        "seller": names.get(row.seller_id, "–"),
        "asked": shown.money(row.asked, row.currency),
        "offered": shown.money(row.offered, row.currency),
        "fee": shown.money(row.fee, row.currency),
        "checks": shown.checks(asked.facts.get("checks", [])) if asked else [],
        "checked_at": asked.at if asked else None,
        "entries": shown.entries([row], steps),
        "record_url": _record(row),
    }


def _record(row: Case) -> str:
    """Where the record stands, for the side that may open it."""
    found = parties.firms({row.marketplace_id})
    firm = found.get(row.marketplace_id)
    code = next((code for scheme, code in firm.codes if scheme in {"customs10", "own"}), "") if firm else ""
    return reverse("declarations:record", args=(code, row.order_no)) if code else ""
