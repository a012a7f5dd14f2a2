"""Beginning a membership: the office invites a firm, or a firm asks; a question or two, the check, done."""

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
from entrepot.modules.pilot_zones.models import PilotZone
from entrepot.modules.pilot_zones.operations import joining
from entrepot.modules.pilot_zones.web import acting
from entrepot.modules.pilot_zones.web.pilot_zone import office_or_refused, year_before
from entrepot.shell import once, steps
from entrepot.shell.steps import Answer, Asking, Step

_DAY = gettext_lazy("Enter a day such as 2026-06-30")


class MemberFirmForm(forms.Form):
    """Which firm, and where it is."""

    firm = FirmField()
    place = forms.CharField(
        label=gettext_lazy("Place"), help_text=gettext_lazy("Town or district, for clusters"), max_length=60
    )


class CountsForm(forms.Form):
    """From which day on the pilot zone is to see the firm's figures."""

    counts_from = forms.DateField(
        label=gettext_lazy("First day whose figures the pilot zone sees"),
        help_text=gettext_lazy("Lists, values by chapter and currency, times; no order, no buyer, no price"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        self.fields["counts_from"].initial = year_before(timezone.now())


INVITING = (
    Step("firm", gettext_lazy("Which firm is to be a member?"), MemberFirmForm),
    Step("counts", gettext_lazy("From when on do its figures count?"), CountsForm),
)
ASKING = (Step("counts", gettext_lazy("From when on do your figures count?"), CountsForm),)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The office invites a firm; the firm agrees on its own page."""
    office = office_or_refused(request)
    who = acting.as_firm(request, office.party_id)
    return _journey(request, steps.asking(request, INVITING), office, who, _("Invite a firm"))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pilot_zone_id: int) -> HttpResponse:
    """A firm asks to be a member; the office agrees on its own page."""
    office = PilotZone.objects.filter(pk=pilot_zone_id).first()
    reader = parties.reader_in(request)
    if office is None:
        raise Http404(str(pilot_zone_id))
    if reader is None or reader.person_id is None or acting.office(request) is not None:
        raise PermissionDenied
    firms = parties.firms_where(reader.person_id, parties.STAFF, now=timezone.now())
    if not firms:
        raise PermissionDenied
    who = parties.Acting(firms[0], reader.person_id)
    return _journey(request, steps.asking(request, ASKING), office, who, _("Ask to be a member"))


def _journey(
    request: HttpRequest, asking: Asking, office: PilotZone, who: parties.Acting, journey: str
) -> HttpResponse:
    leave = reverse("pilot_zones:pilot-zone")
    context: dict[str, object] = {"asking": asking, "journey": journey, "leave": leave}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    fault = ""
    if request.method == "POST":
        fault = _begin(request, asking.answers, office, who)
        if not fault:
            return HttpResponseRedirect(leave)
    context |= {
        "answers": _answers(asking, office),
        "confirm": journey,
        "warning": _("Nothing is seen before the other side agrees. Either side ends it on any day."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=422 if fault else 200)


def _begin(request: HttpRequest, answers: Mapping[str, object], office: PilotZone, who: parties.Acting) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    counts_from, firm = answers["counts_from"], answers.get("firm")
    assert isinstance(counts_from, date)
    if not once.spend(request):
        return ""
    try:
        if isinstance(firm, ChosenFirm):
            party, code = parties.party_of_code(firm.code), firm.code
        else:
            own = parties.firms([who.party_id])[who.party_id]
            party, code = who.party_id, next((each for _scheme, each in own.codes), str(own.id))
        joining.begin(
            office_id=office.party_id, firm_id=party, firm_code=code, acting=who, counts_from=counts_from,
            place=str(answers.get("place", "")), now=timezone.now(),
        )  # fmt: skip
    except parties.Unable as error:
        return acting.said(error)
    return ""


def _answers(asking: Asking, office: PilotZone) -> list[Answer]:
    given = asking.answers
    found = [Answer(_("Pilot zone"), office.name_zh if acting.chinese() else office.name_en)]
    firm = given.get("firm")
    if isinstance(firm, ChosenFirm):
        found.append(Answer(_("Firm"), firm.name or firm.code, asking.change("firm"), firm.code if firm.name else ""))
        found.append(Answer(_("Place"), str(given["place"]), asking.change("firm")))
    label = _("First day whose figures the pilot zone sees")
    return [*found, Answer(label, str(given["counts_from"]), asking.change("counts"))]
