"""People: who may sign in, in which firms, with which tokens; a link, the end of sessions, shutting out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import PersonRow
from entrepot.project.portal.operator.operators import acting, for_operators
from entrepot.shell import once, paging

LONGEST_NAME = 60
LINK_MINUTES = 15


@dataclass(frozen=True)
class Shown:
    """A person with where it works, in the language of the page."""

    row: PersonRow
    works: list[tuple[str, str, bool]]  # firm, place, whether today


def _shown(row: PersonRow) -> Shown:
    language = get_language() or "en"
    chinese, today = language.startswith("zh"), parties.china_day(timezone.now())
    works = []
    for each in row.memberships:
        firm = parties.named(each.enterprise.name_zh, each.enterprise.name_en, language)
        holds = (
            each.ended_at is None and each.valid_from <= today and (not each.valid_until or today < each.valid_until)
        )
        works.append((firm, parties.PLACES[each.place][chinese], holds))
    return Shown(row, works)


@require_safe
@for_operators
def page(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, by number, or by how a name begins."""
    named = request.GET.get("named", "").strip()[:LONGEST_NAME].replace("\0", "")
    rows, following = parties.people_page(named=named, after=paging.after(request))
    context = {
        "tab": "people",
        "people": [_shown(row) for row in rows],
        "named": named,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=following),
    }
    return render(request, "portal/operator/people.html", context)


@require_safe
@for_operators
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person, and what can be done."""
    row = _row(person_id)
    own = acting(request).person_id == person_id
    context = {"tab": "people", "each": _shown(row), "own": own, "now": timezone.now()}
    return render(request, "portal/operator/person.html", context)


def _row(person_id: int) -> PersonRow:
    row = parties.person_row(person_id)
    if row is None:
        raise Http404(str(person_id))
    return row


@dataclass(frozen=True)
class Act:
    """Something done to a person: its question, what follows from it, its button."""

    title: str | Promise
    warning: str | Promise
    confirm: str | Promise
    do: Callable[..., object]


_LINK = Act(
    _("Make a sign-in link"),
    _("Whoever opens the link signs in as this person. It works once, within 15 minutes; hand it over safely."),
    _("Make the link"),
    parties.give_link,
)
_SESSIONS = Act(
    _("End all sessions"),
    _("The person is signed out everywhere, at once, and can sign in again."),
    _("End the sessions"),
    parties.end_sessions,
)
_OUT = Act(
    _("Shut out"),
    _("The person can sign in no more. Its sessions end and its tokens open nothing until it is let in again."),
    _("Shut out"),
    parties.shut_out,
)
_IN = Act(_("Let in again"), _("The person can sign in again, and its tokens work again."), _("Let in"), parties.let_in)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A sign-in link, shown once."""
    return _acted(request, person_id, _LINK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    return _acted(request, person_id, _SESSIONS)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def out(request: HttpRequest, person_id: int) -> HttpResponse:
    """Shut somebody out."""
    return _acted(request, person_id, _OUT)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def back_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody in again."""
    return _acted(request, person_id, _IN)


def _acted(request: HttpRequest, person_id: int, act: Act) -> HttpResponse:
    """Ask; then do it, once a page."""
    row = _row(person_id)
    back = reverse("operator:person", args=[person_id])
    context: dict[str, object] = {"tab": "people", "each": _shown(row), "act": act, "back": back}
    if request.method != "POST":
        return render(request, "portal/operator/act.html", {**context, "once": once.fresh()})
    if not once.spend(request):
        return HttpResponseRedirect(back)
    try:
        made = act.do(acting=acting(request), person_id=person_id, now=timezone.now())
    except parties.UnableToChangePeople as error:
        fault = error.sentence(get_language() or "en")
        return render(
            request, "portal/operator/act.html", {**context, "fault": fault, "once": once.fresh()}, status=409
        )
    if not isinstance(made, str):
        return HttpResponseRedirect(back)
    context |= {"link": request.build_absolute_uri(made), "minutes": LINK_MINUTES}
    return render(request, "portal/operator/link.html", context)
