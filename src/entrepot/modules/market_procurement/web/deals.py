"""Deals: the list, one deal with its timeline, and what its dealer and its stall do with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.market_procurement import queries, words
from entrepot.modules.market_procurement.models import Deal
from entrepot.modules.market_procurement.operations import dealing, loading, settling
from entrepot.modules.market_procurement.web import eyes, timeline
from entrepot.modules.market_procurement.web.forms import DealForm, LoadForm, RefuseForm, SettleForm
from entrepot.modules.parties import api as parties
from entrepot.shell import once, paging
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Need, Tone

PAGE = 50
_COUNTED = 100
_STATES: dict[str, tuple[Tone, str]] = {
    "made": ("wait", "waiting"),
    "confirmed": ("good", "ready"),
    "refused": ("bad", "refused"),
}


@dataclass(frozen=True)
class Row:
    """A deal in the list."""

    deal: Deal
    other: str
    badge: Badge
    unit: str


def state_badge(state: str) -> Badge:
    """Where a deal stands, in the reader's language."""
    tone, icon = _STATES[state]
    return Badge(tone, icon, words.said(words.DEAL_STATES[state], get_language() or "en"))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Deals of the reader's firms, the newest first."""
    own, state = eyes.own(request), request.GET.get("state", "")
    if state and state not in words.DEAL_STATES:
        raise Http404(state)
    rows = queries.deals_page(own, after=paging.after(request), size=PAGE + 1, state=state)
    context = {
        "rows": [_row(deal, own) for deal in rows[:PAGE]],
        "states": [(each, state_badge(each).label, each == state) for each in words.DEAL_STATES],
        "state": state,
        "may_make": eyes.acting(request, eyes.DEALER) is not None,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(rows[PAGE - 1].pk) if len(rows) > PAGE else None),
    }
    return render(request, "market_procurement/deals.html", context)


def _row(deal: Deal, own: tuple[int, ...]) -> Row:
    other = timeline.stall_name(deal) if deal.dealer_id in own else timeline.dealer_name(deal)
    return Row(deal, other, state_badge(deal.state), eyes.unit(deal.unit, get_language() or "en"))


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A deal as it is agreed at the stall, on one page."""
    dealer = eyes.acting(request, eyes.DEALER)
    if dealer is None:
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = DealForm(posted, units=eyes.units(get_language() or "en"))
    if posted is not None and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(reverse("market:deals"))
        try:
            number = dealing.make_deal(acting=dealer, terms=form.terms(), now=timezone.now())
        except parties.Unable as error:
            form.add_error(None, error.sentence(get_language() or "en"))
        else:
            return HttpResponseRedirect(reverse("market:deal", args=[number]))
    context = {
        "form": form,
        "heading": _("Make a deal"),
        "confirm": _("Enter the deal"),
        "leave": reverse("market:deals"),
        "note": _("The stall reads it at once and confirms or refuses it. Nobody else sees it."),
        "once": once.fresh(),
    }
    return render(request, "market_procurement/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def deal(request: HttpRequest, deal_no: str) -> HttpResponse:
    """One deal; what is sent from it is done once, and the page is shown again."""
    row = queries.deal_numbered(deal_no)
    if row is None:
        raise Http404(deal_no)
    own = eyes.own(request)
    shown = _Shown(request, row, row.dealer_id in own, row.stall_id in own)
    if request.method != "POST":
        return shown.answer()
    deed = {"confirm": _confirm, "refuse": _refuse, "load": _load, "settle": _settle}.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404(request.POST.get("do", ""))
    form, do = deed(shown)
    if form is None or form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(request.path)
        try:
            do()
        except parties.Unable as error:
            shown.fault = error.sentence(get_language() or "en")
        else:
            return HttpResponseRedirect(request.path)
    return shown.answer(422)


Deed = tuple[forms.Form | None, Callable[[], object]]


@dataclass
class _Shown:
    """The page of a deal, for whom it is, with the forms as they came back."""

    request: HttpRequest
    deal: Deal
    is_dealer: bool
    is_stall: bool
    fault: str = ""

    def __post_init__(self) -> None:
        posted = self.request.POST if self.request.method == "POST" else None
        did = posted.get("do") if posted else None
        open_ones = list(queries.containers_of([self.deal.dealer_id], state="open")) if self.is_dealer else []
        self.containers = [one for one in open_ones if one.buyer_code == self.deal.buyer_code]
        choices = [(str(one.pk), one.container_no) for one in self.containers]
        today = {"paid_on": parties.china_day(timezone.now())}
        self.refuse = RefuseForm(posted if did == "refuse" else None)
        self.load = LoadForm(posted if did == "load" else None, containers=choices)
        self.settle = SettleForm(posted if did == "settle" else None, initial=today)

    def acting(self, role: str) -> parties.Acting:
        """Raises PermissionDenied."""
        found = eyes.acting(self.request, role)
        if found is None:
            raise PermissionDenied
        return found

    def answer(self, status: int = 200) -> HttpResponse:
        """The page."""
        language, row = get_language() or "en", self.deal
        stands = queries.standing([row.deal_no]).get(row.deal_no)
        context = {
            "deal": row,
            "badge": state_badge(row.state),
            "unit": eyes.unit(row.unit, language),
            "stall": timeline.stall_name(row),
            "dealer": timeline.dealer_name(row),
            "standing": stands,
            "entries": timeline.of_deal(row),
            "may_answer": self.is_stall and row.state == "made",
            "may_load": self.is_dealer and row.state == "confirmed" and stands and stands.to_load and self.containers,
            "no_container": self.is_dealer and row.state == "confirmed" and not self.containers,
            "may_settle": self.is_dealer and row.state == "confirmed" and stands and stands.to_pay,
            "forms": (self.refuse, self.load, self.settle),
            "refuse": self.refuse,
            "load": self.load,
            "settle": self.settle,
            "is_dealer": self.is_dealer,
            "fault": self.fault,
            "once": once.fresh(),
        }
        return render(self.request, "market_procurement/deal.html", context, status=status)


def _confirm(shown: _Shown) -> Deed:
    acting, now = shown.acting(eyes.STALL), timezone.now()
    return None, partial(dealing.confirm_deal, acting=acting, deal_no=shown.deal.deal_no, now=now)


def _refuse(shown: _Shown) -> Deed:
    acting, now = shown.acting(eyes.STALL), timezone.now()
    form = shown.refuse

    def do() -> None:
        reason = form.cleaned_data["reason"]
        dealing.refuse_deal(acting=acting, deal_no=shown.deal.deal_no, reason=reason, now=now)

    return form, do


def _load(shown: _Shown) -> Deed:
    acting, now = shown.acting(eyes.DEALER), timezone.now()
    form = shown.load

    def do() -> None:
        answers = form.cleaned_data
        loading.load_deal(
            acting=acting, container_id=int(answers["container"]), deal_no=shown.deal.deal_no,
            quantity=answers["load_quantity"], now=now,
        )  # fmt: skip

    return form, do


def _settle(shown: _Shown) -> Deed:
    acting, now = shown.acting(eyes.DEALER), timezone.now()
    form = shown.settle
    return form, lambda: settling.settle_deal(
        acting=acting, deal_no=shown.deal.deal_no, payment=form.payment(), now=now
    )


def needs_of(request: HttpRequest) -> Iterator[Need]:
    """Deals that wait for the reader's stalls, for the home page."""
    own = eyes.own(request)
    count = queries.waiting_for(own, most=_COUNTED) if own else 0
    if count:
        hint, url = _("A dealer entered them: confirm or refuse each"), f"{reverse('market:deals')}?state=made"
        yield Need(count, _("Deals to confirm"), hint, url, "seller", "wait", 5, at_least=count >= _COUNTED)
