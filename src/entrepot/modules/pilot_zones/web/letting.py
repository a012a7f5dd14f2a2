"""Letting a unit, asking the park for something, and its answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import ChosenFirm, FirmField
from entrepot.modules.pilot_zones.errors import UnableToLet
from entrepot.modules.pilot_zones.models import Lease, Park, TenantRequest, Unit
from entrepot.modules.pilot_zones.operations import leasing
from entrepot.modules.pilot_zones.queries.parks import last_day
from entrepot.modules.pilot_zones.web import acting
from entrepot.modules.pilot_zones.web.shown import tenant_name
from entrepot.shell import once, steps
from entrepot.shell.steps import Answer, Asking, Step

_DAY = gettext_lazy("Enter a day such as 2026-06-30")


class UnitForm(forms.Form):
    """Which unit of which park of the reader."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        chosen = self.fields["unit"]
        assert isinstance(chosen, forms.ChoiceField)
        rows = Unit.objects.select_related("park").order_by("park__code", "number")
        chosen.choices = [(str(row.pk), f"{row.park.code} {row.number}") for row in rows]


class TenantForm(forms.Form):
    """To whom."""

    firm = FirmField()


class LeaseDaysForm(forms.Form):
    """From which day to which, both included."""

    first = forms.DateField(
        label=gettext_lazy("First day"), input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    last = forms.DateField(
        label=gettext_lazy("Last day"), input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A lease cannot end before it begins."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and (last < first or last == date.max):
            self.add_error("last", acting.said(UnableToLet("lease_period", first=first, last=last)))
        return given


STEPS = (
    Step("unit", gettext_lazy("Which unit?"), UnitForm),
    Step("tenant", gettext_lazy("To which firm?"), TenantForm),
    Step("days", gettext_lazy("From which day to which?"), LeaseDaysForm),
)


@require_http_methods(["GET", "HEAD", "POST"])
def let(request: HttpRequest) -> HttpResponse:
    """The next question, the check, or the deed."""
    own = acting.own(request)
    if not Park.objects.filter(operator_id__in=own).exists():
        raise PermissionDenied
    asking = steps.asking(request, STEPS)
    leave = reverse("pilot_zones:parks")
    context: dict[str, object] = {"asking": asking, "journey": _("Let a unit"), "leave": leave}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    unit = Unit.objects.select_related("park").filter(pk=str(asking.answers["unit"]), operator_id__in=own).first()
    if unit is None:
        raise PermissionDenied
    fault = ""
    if request.method == "POST":
        fault = _let(request, unit, asking.answers)
        if not fault:
            return HttpResponseRedirect(leave)
    context |= {
        "answers": _answers(asking, unit),
        "confirm": _("Let the unit"),
        "warning": _("The tenant sees the lease, and decides whether you see its figures."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=422 if fault else 200)


def _let(request: HttpRequest, unit: Unit, answers: Mapping[str, object]) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    firm, first, last = answers["firm"], answers["first"], answers["last"]
    assert isinstance(firm, ChosenFirm)
    assert isinstance(first, date)
    assert isinstance(last, date)
    who = acting.as_firm(request, unit.operator_id)
    if not once.spend(request):
        return ""
    try:
        leasing.let(
            park_code=unit.park.code, number=unit.number, tenant_id=parties.party_of_code(firm.code),
            tenant_code=firm.code, first=first, last=last, acting=who, now=timezone.now(),
        )  # fmt: skip
    except parties.Unable as error:
        return acting.said(error)
    return ""


def _answers(asking: Asking, unit: Unit) -> list[Answer]:
    firm = asking.answers["firm"]
    assert isinstance(firm, ChosenFirm)
    return [
        Answer(_("Unit"), f"{unit.park.code} {unit.number}", asking.change("unit")),
        Answer(_("Firm"), firm.name or firm.code, asking.change("tenant"), firm.code if firm.name else ""),
        Answer(_("First day"), str(asking.answers["first"]), asking.change("days")),
        Answer(_("Last day"), str(asking.answers["last"]), asking.change("days")),
    ]


class TextForm(forms.Form):
    """What is asked for, or answered."""

    text = forms.CharField(
        max_length=leasing.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": gettext_lazy("Write what you ask for, or your answer")},
    )

    def __init__(self, *given: Any, label: str, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        self.fields["text"].label = label


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, lease_id: int) -> HttpResponse:
    """A tenant asks its park for something."""
    lease = Lease.objects.select_related("unit__park").filter(pk=lease_id, tenant_id__in=acting.own(request)).first()
    if lease is None:
        raise Http404(str(lease_id))
    label = _("What do you ask the park for?")
    form = TextForm(request.POST if request.method == "POST" else None, label=label)
    leave = reverse("pilot_zones:parks")
    if request.method == "POST" and form.is_valid():
        who = acting.as_firm(request, lease.tenant_id)
        if not once.spend(request):
            return HttpResponseRedirect(leave)
        try:
            leasing.ask(lease_id=lease_id, wish=form.cleaned_data["text"], acting=who, now=timezone.now())
        except UnableToLet as error:
            form.add_error(None, acting.said(error))
        else:
            return HttpResponseRedirect(leave)
    park = lease.unit.park
    facts = [
        (_("Park"), park.name_zh if acting.chinese() else park.name_en),
        (_("Unit"), lease.unit.number),
        (_("Last day"), str(last_day(lease))),
    ]
    context = {"form": form, "title": label, "facts": facts, "confirm": _("Ask"), "once": once.fresh()}
    return render(request, "pilot_zones/request.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """The park answers, or the tenant withdraws what it asked for."""
    own = acting.own(request)
    row = TenantRequest.objects.select_related("lease__unit__park").filter(pk=request_id, state="asked").first()
    if row is None or not {row.operator_id, row.tenant_id} & set(own):
        raise Http404(str(request_id))
    leave = reverse("pilot_zones:parks")
    label = _("Your answer")
    form = TextForm(request.POST if request.method == "POST" and row.operator_id in own else None, label=label)
    if request.method == "POST":
        who = acting.as_firm(request, row.operator_id if row.operator_id in own else row.tenant_id)
        if row.tenant_id in own or form.is_valid():
            fault = _answer(request, row, who, "" if row.tenant_id in own else form.cleaned_data["text"])
            if not fault:
                return HttpResponseRedirect(leave)
            form.add_error(None, fault)
    tenant = tenant_name(row.lease, chinese=acting.chinese())
    facts = [(_("Tenant"), tenant), (_("Unit"), row.lease.unit.number), (_("Asks for"), row.wish)]
    mine = row.operator_id in own
    context = {
        "form": form if mine else None,
        "title": _("Answer a tenant") if mine else _("Withdraw this request?"),
        "facts": facts,
        "confirm": _("Answer") if mine else _("Withdraw it"),
        "once": once.fresh(),
    }
    return render(request, "pilot_zones/request.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, row: TenantRequest, who: parties.Acting, text: str) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    if not once.spend(request):
        return ""
    try:
        if text:
            leasing.answer(request_id=int(row.pk), text=text, acting=who, now=timezone.now())
        else:
            leasing.withdraw(request_id=int(row.pk), acting=who, now=timezone.now())
    except UnableToLet as error:
        return acting.said(error)
    return ""
