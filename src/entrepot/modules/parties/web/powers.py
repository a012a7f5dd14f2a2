"""Powers of attorney: who acts for whom, since when and until when; given and ended here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.errors import UnableToAct, UnableToEmpower
from entrepot.modules.parties.models import PowerOfAttorney
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, Acting
from entrepot.modules.parties.operations.firms import revoke_power
from entrepot.modules.parties.queries import powers as queries
from entrepot.modules.parties.queries.firms import firms
from entrepot.modules.parties.queries.readers import reader_in
from entrepot.modules.parties.web.power_forms import EndForm
from entrepot.modules.parties.words import DOCUMENT_KINDS, named, said
from entrepot.shell import needs, once, paging
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Need

PAGE = 50
SOON = timedelta(days=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PowerRow:
    """A power in the table. last: its last day, None while none is named."""

    power: PowerOfAttorney
    firm: str
    codes: str
    kinds: str
    last: date | None
    badge: Badge
    may_end: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Powers that the reader's firms gave, or hold."""
    reader = reader_in(request)
    own = reader.party_ids if reader else ()
    sides = {side: queries.powers_page(own, side, after=None, size=1) for side in ("given", "held")}
    asked = request.GET.get("side")
    side: queries.Side = "held" if asked == "held" or (asked != "given" and not sides["given"]) else "given"
    rows = queries.powers_page(own, side, after=paging.after(request), size=PAGE + 1)
    context = {
        "rows": _rows(request, rows[:PAGE], side),
        "side": side,
        "may_give": bool(_administers(request)),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(rows[PAGE - 1].pk) if len(rows) > PAGE else None),
    }
    return render(request, "parties/powers.html", context)


def _administers(request: HttpRequest) -> list[int]:
    reader = reader_in(request)
    if reader is None or reader.person_id is None:
        return []
    return queries.firms_where(reader.person_id, ADMINISTRATORS, now=timezone.now())


def _rows(request: HttpRequest, rows: Sequence[PowerOfAttorney], side: queries.Side) -> list[PowerRow]:
    language, today, mine = get_language() or "en", china_day(timezone.now()), set(_administers(request))
    others = [row.agent if side == "given" else row.principal for row in rows]
    known = firms([int(other.pk) for other in others])
    shown = []
    for row, other in zip(rows, others, strict=True):
        end = queries.first_day_without(row)
        firm = known.get(int(other.pk))
        shown.append(
            PowerRow(
                row,
                named(other.name_zh, other.name_en, language),
                " · ".join(code for _scheme, code in firm.codes) if firm else "",
                said(DOCUMENT_KINDS, row.scope, language),
                end - _DAY if end else None,
                _state(row, end, today),
                (end is None or end > today) and bool(mine & {row.principal_id, row.agent_id}),
            )
        )
    return shown


def _state(row: PowerOfAttorney, end: date | None, today: date) -> Badge:
    if end is not None and end <= today:
        taken_back = row.revoked_at is not None and china_day(row.revoked_at) == end
        return Badge("quiet", "take-back", _("Taken back")) if taken_back else Badge("quiet", "pause", _("Over"))
    if row.valid_from > today:
        return Badge("info", "due", _("Begins later"))
    if end is not None and end <= today + SOON:
        return Badge("wait", "waiting", _("Ends soon"))
    return Badge("good", "ready", _("In force"))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, power_id: int) -> HttpResponse:
    """End a power today, or at a later day: asked once more, then done."""
    reader = reader_in(request)
    row = queries.power(reader.party_ids if reader else (), power_id)
    if row is None or reader is None:
        raise Http404(str(power_id))
    now = timezone.now()
    last = queries.first_day_without(row)
    form = EndForm(request.POST if request.method == "POST" else None, today=china_day(now), before=last)
    over = last is not None and last <= china_day(now)
    if request.method == "POST" and (over or not once.spend(request)):
        return HttpResponseRedirect(_home(row, reader.party_ids))
    if request.method == "POST" and form.is_valid():
        acting = Acting(row.principal_id if row.principal_id in reader.party_ids else row.agent_id, reader.person_id)
        try:
            revoke_power(acting=acting, power_id=power_id, ends_on=form.cleaned_data["ends_on"], now=now)
        except UnableToAct as error:
            raise PermissionDenied from error
        except UnableToEmpower as error:
            form.add_error(None, error.sentence(get_language() or "en"))
        else:
            return HttpResponseRedirect(_home(row, reader.party_ids))
    language = get_language() or "en"
    context = {
        "form": form,
        "power": row,
        "over": over,
        "principal": named(row.principal.name_zh, row.principal.name_en, language),
        "agent": named(row.agent.name_zh, row.agent.name_en, language),
        "kinds": said(DOCUMENT_KINDS, row.scope, language),
        "last": last - _DAY if last else None,
        "once": once.fresh(),
    }
    return render(request, "parties/power_end.html", context, status=422 if form.errors else 200)


def _home(row: PowerOfAttorney, own: Sequence[int]) -> str:
    side = "given" if row.principal_id in own else "held"
    return f"{reverse('parties:powers')}?side={side}"


def of(request: HttpRequest) -> Iterator[Need]:
    """Powers of attorney that end within 30 days, for the home page."""
    reader = reader_in(request)
    if reader is None or not reader.party_ids:
        return
    count = queries.powers_ending(reader.party_ids, china_day(timezone.now()), SOON)
    if count:
        hint = _("They end within 30 days: give or ask for new ones in time")
        url = reverse("parties:powers")
        yield Need(count, _("Powers of attorney that end soon"), hint, url, "power", "wait", 60)


def register_needs() -> None:
    """Its line of the home page."""
    needs.register("powers", of)
