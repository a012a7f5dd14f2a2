"""The worklist of an agent over all its clients: what was refused, not checked, held, waits, or is to be filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.modules.declarations.queries import lists, work
from entrepot.modules.declarations.queries.work import KindCount, WorkRow
from entrepot.modules.declarations.web import explanations, words
from entrepot.modules.declarations.web.lists import Choice, Why
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell import paging
from entrepot.shell.badges import Badge

_EXPLAINED = ("refused", "not_checked", "held")
_KINDS: dict[str, Badge] = {**words.STATES, "ready": Badge("info", "filing", _("To file"))}
LONGEST_CLIENT = 60
_CLIENTS_OFFERED = 20


@dataclass(frozen=True)
class Item:
    """One list to work on. age: how long it has stood so, in words; since: the moment it began."""

    row: WorkRow
    badge: Badge
    waiting_for: str
    reasons: list[Why]
    age: str
    since: datetime


@dataclass(frozen=True)
class Group:
    """What of one client stands on the page. counts: all that stands open with it."""

    client_id: int
    name: str
    code: str
    counts: Sequence[tuple[Badge, KindCount]]
    items: Sequence[Item]
    query: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The worklist, by client and by kind."""
    reader = trade.reader_of(request)
    kind, wanted = request.GET.get("kind", ""), request.GET.get("client", "").strip()
    if kind and kind not in work.KINDS:
        raise Http404(kind)
    matching = parties.find_firms(wanted, among=reader.clients, limit=_CLIENTS_OFFERED) if wanted else []
    clients = reader.clients if not wanted else tuple(firm.id for firm in matching)
    found = work.open_work(clients, (kind,) if kind else work.KINDS, beyond=_beyond(request))
    last = found.beyond or (None, None)
    context = {
        "groups": _groups(request, found.rows),
        "kinds": _choices(request, kind, matching if wanted else None),
        "clients": matching,
        "client": wanted[:LONGEST_CLIENT],
        "has_clients": bool(reader.clients),
        "client_count": len(reader.clients),
        "first_query": paging.query(request, **{"from": None}),
        "next_query": paging.query(request, after=last[1], **{"from": last[0]}) if found.beyond else "",
    }
    return render(request, "declarations/work.html", context)


def _beyond(request: HttpRequest) -> work.Place | None:
    after = paging.after(request)
    seller = paging.number(request, "from")
    return None if after is None or seller is None else (seller, after)


def _choices(request: HttpRequest, kind: str, chosen: Sequence[parties.Firm] | None) -> list[Choice]:
    """Kinds to choose from; counted over all clients, or over the chosen ones."""
    if chosen is None:
        counts = work.totals()
    else:
        of_chosen = work.counts_of([firm.id for firm in chosen]).values()
        counts = dict.fromkeys(work.KINDS, 0)
        for each in (one for counted in of_chosen for one in counted):
            counts[each.state] += each.count
    every = Choice(
        paging.query(request, kind=None, **{"from": None}), words.ANY_STATE, None, at_least=False, here=not kind
    )
    return [every] + [
        Choice(
            paging.query(request, kind=each, **{"from": None}),
            _KINDS[each].label,
            counts.get(each, 0),
            at_least=counts.get(each, 0) >= work.COUNTED,
            here=each == kind,
        )
        for each in work.KINDS
    ]


def _groups(request: HttpRequest, rows: Sequence[WorkRow]) -> list[Group]:
    why = lists.reasons([row for row in rows if row.state in _EXPLAINED])
    language, now = get_language() or "en", timezone.now()
    counts = work.counts_of(sorted({row.seller_id for row in rows}))
    groups = []
    for client, its_rows in groupby(rows, key=lambda row: row.seller_id):
        items = [_item(row, why.get(row.id, []), language, now) for row in its_rows]
        first = items[0].row
        groups.append(
            Group(
                client,
                first.seller_name,
                first.seller_code,
                [(_KINDS[each.state], each) for each in counts.get(client, [])],
                items,
                paging.query(request, client=first.seller_code, **{"from": None}),
            )
        )
    return groups


def _item(row: WorkRow, why: Sequence[lists.Reason], language: str, now: datetime) -> Item:
    since = row.arrived_at if row.state == "waiting" else row.changed_at
    return Item(
        row,
        _KINDS[row.state],
        words.awaited(row.waiting_for) if row.state == "waiting" else "",
        [Why(explanations.of_reason(each, row, language), each.times) for each in why],
        age(now - since),
        since,
    )


def age(passed: timedelta) -> str:
    """How long ago, in the largest unit that fits: minutes, hours or days."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 60 * 24:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    days = minutes // (60 * 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
