"""Containers: what is in one, what is declared of it, what was decided, and what each stall gets."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.engines.market import REGIME, Draft, in_dollars
from entrepot.modules.market_procurement import queries, words
from entrepot.modules.market_procurement.models import Container, Declaration, Load
from entrepot.modules.market_procurement.operations import declaring, loading
from entrepot.modules.market_procurement.web import eyes, timeline
from entrepot.modules.market_procurement.web.forms import BuyerForm, ContainerForm
from entrepot.modules.parties import api as parties
from entrepot.rulebook import Figure
from entrepot.rulebook import load as load_rulebook
from entrepot.shell import once
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Tone

_MOST = 100
_STATES: dict[str, tuple[Tone, str]] = {
    "open": ("info", "goods"),
    "declared": ("wait", "waiting"),
    "released": ("good", "released"),
}
_VERDICTS: dict[str, tuple[Tone, str]] = {
    "pass": ("good", "released"),
    "fail": ("bad", "refused"),
    "not_checked": ("wait", "not-checked"),
}


@dataclass(frozen=True)
class Limit:
    """What one declaration may hold. dollars: what the goods come to, None without a rate; left: below the limit."""

    figure: Figure | None
    dollars: Decimal | None
    left: Decimal | None


@dataclass(frozen=True)
class StallShare:
    """What a stall gets for its goods in this container's deals."""

    name: str
    value: Decimal
    deals: list[tuple[str, queries.Standing]]


@dataclass(frozen=True)
class Handed:
    """A declaration as its dealer reads it: how it was decided and what was found."""

    row: Declaration
    badge: Badge
    findings: list[dict[str, object]]


def badge_of(container: Container) -> Badge:
    """Where it stands."""
    tone, icon = _STATES[container.state]
    return Badge(tone, icon, words.said(words.CONTAINER_STATES[container.state], get_language() or "en"))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Containers of the reader's firms, the newest first."""
    rows = queries.containers_of(eyes.own(request))[:_MOST]
    context = {
        "rows": [(row, badge_of(row), loading.loaded_value(row.pk)) for row in rows],
        "may_open": eyes.acting(request, eyes.DEALER) is not None,
    }
    return render(request, "market_procurement/containers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A container is begun for a buyer."""
    dealer = _dealer(request)
    form = ContainerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(reverse("market:containers"))
        answers = form.cleaned_data
        try:
            number = loading.open_container(
                acting=dealer, container_no=answers["container_no"], buyer=form.buyer(answers["buyer_code"]),
                rate=form.stated_rate(), now=timezone.now(),
            )  # fmt: skip
        except parties.Unable as error:
            form.add_error(None, error.sentence(get_language() or "en"))
        else:
            return HttpResponseRedirect(reverse("market:container", args=[number]))
    return _form(request, form, _("Begin a container"), reverse("market:containers"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, container_id: int) -> HttpResponse:
    """Who the buyer is, and the rate."""
    dealer, row = _dealer(request), _container(container_id)
    back = reverse("market:container", args=[container_id])
    now_is = {name: getattr(row, name) for name in BuyerForm.base_fields}
    now_is["rate"] = f"{row.rate.normalize():f}" if row.rate else ""
    form = BuyerForm(request.POST) if request.method == "POST" else BuyerForm(initial=now_is)
    if request.method == "POST" and form.is_valid():
        try:
            loading.change_container(
                acting=dealer, container_id=container_id, buyer=form.buyer(row.buyer_code), rate=form.stated_rate(),
                now=timezone.now(),
            )  # fmt: skip
        except parties.Unable as error:
            form.add_error(None, error.sentence(get_language() or "en"))
        else:
            return HttpResponseRedirect(back)
    return _form(request, form, _("Buyer and rate"), back)


def _form(request: HttpRequest, form: BuyerForm, heading: str, leave: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "confirm": _("Save"), "leave": leave, "once": once.fresh()}
    return render(request, "market_procurement/form.html", context, status=422 if form.errors else 200)


@require_safe
def container(request: HttpRequest, container_id: int) -> HttpResponse:
    """What is in it, how it would be declared, what became of it."""
    return _shown(request, _container(container_id))


@require_POST
def unload(request: HttpRequest, container_id: int) -> HttpResponse:
    """A deal is taken out again."""
    number = request.POST.get("deal", "")[:60]
    return _done(
        request,
        _container(container_id),
        lambda dealer, row: loading.unload_deal(acting=dealer, container_id=row.pk, deal_no=number, now=timezone.now()),
    )


@require_POST
def declare(request: HttpRequest, container_id: int) -> HttpResponse:
    """One declaration of all that is in it; a worker of the station decides."""
    return _done(
        request,
        _container(container_id),
        lambda dealer, row: declaring.declare(acting=dealer, container_id=row.pk, now=timezone.now()),
    )


def _done(request: HttpRequest, row: Container, do: Callable[[parties.Acting, Container], object]) -> HttpResponse:
    dealer = _dealer(request)
    if once.spend(request):
        try:
            do(dealer, row)
        except parties.Unable as error:
            return _shown(request, row, fault=error.sentence(get_language() or "en"))
    return HttpResponseRedirect(reverse("market:container", args=[row.pk]))


def _dealer(request: HttpRequest) -> parties.Acting:
    found = eyes.acting(request, eyes.DEALER)
    if found is None:
        raise PermissionDenied
    return found


def _container(container_id: int) -> Container:
    row = queries.container(container_id)
    if row is None:
        raise Http404(str(container_id))
    return row


def _shown(request: HttpRequest, row: Container, *, fault: str = "") -> HttpResponse:
    loads = list(Load.objects.filter(container=row, taken_out_at__isnull=True).select_related("deal").order_by("pk"))
    made = declaring.drafted(row.pk, parties.china_day(timezone.now()))
    language = get_language() or "en"
    units = dict(eyes.units(language))
    context = {
        "container": row,
        "badge": badge_of(row),
        "loads": [(load, timeline.stall_name(load.deal), units.get(load.deal.unit, load.deal.unit)) for load in loads],
        "draft": made,
        "lines": [(line, units.get(line.unit, line.unit)) for line in made.lines],
        "limit": _limit(row, made),
        "declarations": [_handed(each, language) for each in queries.declarations_of(row.pk)],
        "shares": _shares(loads),
        "is_open": row.state == "open" and eyes.acting(request, eyes.DEALER) is not None,
        "waits": row.state == "declared",
        "fault": fault,
        "once": once.fresh(),
    }
    return render(request, "market_procurement/container.html", context, status=422 if fault else 200)


def _limit(row: Container, made: Draft) -> Limit:
    figures = load_rulebook(REGIME).at(parties.china_day(timezone.now()))
    figure = None if figures.lapse("declaration_max") else figures.figure("declaration_max")
    dollars = None if row.rate is None else in_dollars(made.value, row.rate)
    left = None if figure is None or dollars is None else Decimal(figure.value) - dollars
    return Limit(figure, dollars, left)


def _handed(row: Declaration, language: str) -> Handed:
    decision = getattr(row, "decision", None)
    if decision is None:
        return Handed(row, Badge("wait", "waiting", _("waits for the decision")), [])
    tone, icon = _VERDICTS[decision.verdict]
    label = words.said(words.VERDICTS[decision.kind, decision.verdict], language)
    said = "zh" if language.startswith("zh") else "en"
    findings = [{"rule": one["rule"], "outcome": one["outcome"], **one[said]} for one in decision.findings]
    return Handed(row, Badge(tone, icon, label), findings)


def _shares(loads: list[Load]) -> list[StallShare]:
    standing = queries.standing([load.deal.deal_no for load in loads])
    shares = []
    for stall in dict.fromkeys(load.stall_id for load in loads):
        its = [load for load in loads if load.stall_id == stall]
        deals = [(load.deal.deal_no, standing[load.deal.deal_no]) for load in its]
        value = sum((load.value for load in its), Decimal(0))
        shares.append(StallShare(timeline.stall_name(its[0].deal), value, deals))
    return shares
