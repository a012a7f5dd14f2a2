"""Giving a power of attorney: one question a page, then all answers to be checked, then done."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.parties.errors import Unable, UnableToAct
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, Acting
from entrepot.modules.parties.operations.firms import give_power, party_of_code
from entrepot.modules.parties.queries import powers as queries
from entrepot.modules.parties.queries.firms import Firm, firms
from entrepot.modules.parties.queries.readers import reader_in
from entrepot.modules.parties.web.firm_field import ChosenFirm
from entrepot.modules.parties.web.power_forms import AgentForm, DaysForm, KindsForm
from entrepot.modules.parties.words import DOCUMENT_KINDS, named, said
from entrepot.shell import once, steps
from entrepot.shell.steps import Answer, Asking, Step

STEPS = (
    Step("agent", gettext_lazy("Which firm is to act for you?"), AgentForm),
    Step("kinds", gettext_lazy("For which documents may it act?"), KindsForm),
    Step("days", gettext_lazy("From which day to which?"), DaysForm),
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The next question, the check, or the deed."""
    reader = reader_in(request)
    if reader is None or reader.person_id is None:
        raise PermissionDenied
    own = firms(queries.firms_where(reader.person_id, ADMINISTRATORS, now=timezone.now()))
    principal = _principal(request, own)
    if principal is None:
        raise PermissionDenied
    asking = steps.asking(request, STEPS, kept=("for",))
    context = {"asking": asking, "journey": _("Give a power of attorney"), "leave": reverse("parties:powers")}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    fault = ""
    if request.method == "POST":
        fault = _give(request, principal, asking, reader.person_id)
        if not fault:
            return HttpResponseRedirect(f"{reverse('parties:powers')}?side=given")
    context |= {
        "answers": _answers(principal, asking),
        "confirm": _("Give the power of attorney"),
        "warning": _("From the first day it may send these documents in your name. You can end it on any day."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=422 if fault else 200)


def _principal(request: HttpRequest, own: dict[int, Firm]) -> Firm | None:
    """The firm that gives: the one named in the address, else the first in which the person is an administrator."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("for", "")
    if wanted:
        return own.get(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 18 else None
    return own[min(own)] if own else None


def _until(asking: Asking) -> date | None:
    last = asking.answers["last"]
    return last + timedelta(days=1) if isinstance(last, date) else None


def _give(request: HttpRequest, principal: Firm, asking: Asking, person_id: int) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    firm, kinds, first = asking.answers["agent"], asking.answers["kinds"], asking.answers["first"]
    assert isinstance(firm, ChosenFirm)
    assert isinstance(kinds, list)
    assert isinstance(first, date)
    if not once.spend(request):
        return ""
    try:
        agent = party_of_code(firm.code)
        if queries.same_power(principal.id, agent, kinds, first, _until(asking)) is None:
            give_power(
                acting=Acting(principal.id, person_id),
                agent_id=agent,
                scope=kinds,
                valid_from=first,
                valid_until=_until(asking),
                now=timezone.now(),
            )
    except UnableToAct as error:
        raise PermissionDenied from error
    except Unable as error:
        return error.sentence(get_language() or "en")
    return ""


def _answers(principal: Firm, asking: Asking) -> list[Answer]:
    language = get_language() or "en"
    firm, kinds = asking.answers["agent"], asking.answers["kinds"]
    assert isinstance(firm, ChosenFirm)
    assert isinstance(kinds, list)
    stranger = _("You have no papers of a firm with this code here: make sure that the code is right")
    last = asking.answers["last"]
    return [
        Answer(_("For whom it acts"), named(principal.name_zh, principal.name_en, language)),
        Answer(_("Who acts"), firm.name or firm.code, asking.change("agent"), firm.code if firm.name else stranger),
        Answer(_("Documents"), said(DOCUMENT_KINDS, kinds, language), asking.change("kinds")),
        Answer(_("First day"), str(asking.answers["first"]), asking.change("days")),
        Answer(_("Last day"), str(last) if last else _("none: until one of you ends it"), asking.change("days")),
    ]
