"""One held list: what holds it, what it says beside its order, and the officer's way to a decision on it."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.declarations.operations import reviewing
from entrepot.modules.declarations.operations.reviewing import Review, UnableToReview
from entrepot.modules.declarations.queries import lanes, whole
from entrepot.modules.declarations.queries.lanes import ReviewVersion, Seed
from entrepot.modules.declarations.queries.record import Decision, ListVersion
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.review import LONGEST_FOUND, REASONS
from entrepot.modules.declarations.web import codes as codes_in
from entrepot.modules.declarations.web import comparison, explanations, words
from entrepot.modules.declarations.web.officers import acting, for_officers
from entrepot.modules.parties import api as parties
from entrepot.shell import once, steps
from entrepot.shell.badges import Badge
from entrepot.shell.steps import Answer, Step

_PATIENCE = timedelta(seconds=3)  # a decision asked for so long ago is looked for again before the page is shown
_LOOKS, _PAUSE_S = 12, 0.05


@dataclass(frozen=True)
class HeldList:
    """A list as an officer sees it. review: what was decided on the decision that counts, before it is written."""

    record: Record
    row: ListVersion
    decision: Decision
    state: str
    review: ReviewVersion | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an officer."""
        return self.state == "held" and self.review is None

    @property
    def lane(self) -> str:
        """The worklist that it stands in."""
        return "red" if self.decision.return_status == lanes.STATUS["red"] else "yellow"

    @property
    def badge(self) -> Badge:
        """Where it stands."""
        return words.state(self.state)


class FoundForm(forms.Form):
    """What the officer saw."""

    found = forms.CharField(
        label=_("What did you look at, and what did you find?"),
        help_text=_("The declarant and the seller read this as you write it. Name documents and goods, no persons."),
        max_length=LONGEST_FOUND,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={
            "required": _("Write down what you looked at and what you found"),
            "max_length": _("Write at most %(limit_value)s characters; found %(show_value)s"),
        },
    )


def _choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    refused = gettext("Refuse: %(title)s")
    reasons = ((code, f"{reason.title.said(language)} ({code})") for code, reason in REASONS.items())
    return [("released", gettext("Release")), *((code, refused % {"title": title}) for code, title in reasons)]


class DecisionForm(forms.Form):
    """Released, or refused for one of the reasons."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        help_text=_("A decision is final: a later one can follow it, nothing takes it back."),
        choices=_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the list is released, or why it is refused")},
    )


_STEPS = (
    Step("found", _("What you found"), FoundForm),
    Step("decision", _("What you decide"), DecisionForm),
)


@require_safe
@for_officers
def page(request: HttpRequest, list_id: int, order_no: str) -> HttpResponse:
    """The list, what holds it, and what became of it."""
    held = _held(order_no, list_id)
    held = _written(held)
    now, language = timezone.now(), get_language() or "en"
    codes = codes_in.in_language(language, now=now)
    findings = held.record.findings_of(held.decision)
    basis = held.record.bases.get(held.decision.basis_id)
    context = {
        "held": held,
        "lane": words.LANES.get(held.decision.lane),
        "status": words.return_status(held.decision.return_status),
        "findings": explanations.of_decision(findings, held.decision, held.row, basis, language),
        "comparison": comparison.compare(held.record, held.row, codes),
        "country": codes.said("country", held.row.country),
        "seed": _seed(held),
        "reviews": lanes.reviews(order_no, [list_id]),
        "waybills": held.record.waybills,
    }
    live = bool(getattr(request, "htmx", False))
    return render(request, "declarations/held_live.html" if live else "declarations/held.html", context)


def _seed(held: HeldList) -> Seed | None:
    """By which seed the lot fell, on the day of the first decision."""
    of_list = (each for each in held.record.decisions if each.list_id == held.row.id)
    first = min(of_list, key=lambda each: each.decision_no)
    day = parties.china_day(first.at)
    return next((seed for seed in lanes.seeds(400) if seed.day == day), None) if first.lane else None


def _held(order_no: str, list_id: int) -> HeldList:
    marketplace_id = lanes.marketplace_of(order_no, list_id)
    if marketplace_id is None:
        raise Http404(order_no)
    record = whole.read(order_no, marketplace_id)
    row = next(each for each in record.lists if each.id == list_id)
    decision = record.decision_on(row)
    work = record.work.get((row.filer_id, row.cop_no))
    if decision is None or work is None or work.list_id != list_id:
        raise Http404(order_no)
    found = [each for each in lanes.reviews(order_no, [list_id]) if each.decision_no == decision.decision_no]
    return HeldList(record, row, decision, work.state, found[0] if found and found[0].state == "asked" else None)


def _written(held: HeldList) -> HeldList:
    """The list after the workers had a moment to write what was decided just now."""
    looks = 0
    while held.review is not None and timezone.now() - held.review.at < _PATIENCE and looks < _LOOKS:
        time.sleep(_PAUSE_S)
        held, looks = _held(held.row.order_no, held.row.id), looks + 1
    return held


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def decide(request: HttpRequest, list_id: int, order_no: str) -> HttpResponse:
    """What was found, what is decided, check, done. The answers travel in the address until they are sent."""
    held = _held(order_no, list_id)
    back = reverse("declarations:held", args=[list_id, order_no])
    asking = steps.asking(request, _STEPS, kept=("held_by",))
    journey = gettext("Decision on list %(number)s") % {"number": held.row.cop_no}
    context = {"asking": asking, "journey": journey, "leave": back}
    if asking.step is not None:
        wrong = bool(asking.form and asking.form.errors)
        return render(request, "shell/step.html", context, status=422 if wrong else 200)
    fault, status = "", 200
    if request.method == "POST":
        try:
            _ask(request, held, asking)
        except UnableToReview as error:
            fault, status = error.sentence(get_language() or "en"), 409
        else:
            return HttpResponseRedirect(back)
    released = asking.answers["decision"] == "released"
    context |= {
        "answers": _answers(held, asking),
        "confirm": gettext("Release the list") if released else gettext("Refuse the list"),
        "warning": gettext("The reply goes to the agent at once, and nothing takes it back."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=status)


def _ask(request: HttpRequest, held: HeldList, asking: steps.Asking) -> None:
    """Raises UnableToReview."""
    decision, looked_at = str(asking.answers["decision"]), asking.given.get("held_by", "")
    review = Review(
        order_no=held.row.order_no,
        list_id=held.row.id,
        decision_no=int(looked_at) if looked_at.isascii() and looked_at.isdigit() and len(looked_at) < 9 else 0,
        verdict="released" if decision == "released" else "refused",
        reason="" if decision == "released" else decision,
        found=str(asking.answers["found"]),
    )
    name = getattr(request.user, "name", "") or request.user.get_username()
    reviewing.ask_review(review=review, acting=acting(request), name=name, now=timezone.now())


def _answers(held: HeldList, asking: steps.Asking) -> list[Answer]:
    chosen: str | Promise = dict(_choices())[str(asking.answers["decision"])]
    goods = held.record.list_lines[0].declared_name if held.record.list_lines else ""
    return [
        Answer(_("List"), held.row.cop_no, note=f"{held.row.seller_name} · {goods}"),
        Answer(_("What you found"), str(asking.answers["found"]), asking.change("found")),
        Answer(_("What you decide"), chosen, asking.change("decision")),
    ]
