"""Lists by state and number, and the worklist of refusals."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from entrepot.engines.clearance import Explanation
from entrepot.modules.declarations.queries import line, lists
from entrepot.modules.declarations.queries.lists import Asked, Found, ListRow
from entrepot.modules.declarations.web import explanations, words
from entrepot.modules.trade import api as trade
from entrepot.shell import paging
from entrepot.shell.badges import Badge
from entrepot.store.select import Reader

NUMBER_LENGTH = 60  # orderNo of the interface


@dataclass(frozen=True)
class Why:
    """A rule that speaks against a list, with its first finding in words."""

    said: Explanation
    times: int


@dataclass(frozen=True)
class Shown:
    """A list in a table."""

    row: ListRow
    badge: Badge
    waiting_for: str
    reasons: list[Why]


@dataclass(frozen=True)
class Choice:
    """One filter; count is None where nothing is counted."""

    query: str
    label: object
    count: int | None
    at_least: bool
    here: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Lists of the reader's firms, or of its clients, by state and number."""
    reader = trade.reader_of(request)
    asked = _asked(request)
    everybody = trade.decides(reader)
    of_clients = bool(reader.clients) and request.GET.get("of") == "clients"
    found = _found(reader, asked, everybody=everybody, of_clients=of_clients)
    context = {
        "rows": _shown(found.rows),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=found.next_after),
        "states": _states(request, reader, asked, everybody=everybody),
        "asked": asked,
        "everybody": everybody,
        "of_clients": of_clients,
        "has_clients": bool(reader.clients),
    }
    return render(request, "declarations/lists.html", context)


@require_safe
def refusals(request: HttpRequest) -> HttpResponse:
    """Refused lists with their reasons, the newest first, by rule."""
    reader = trade.reader_of(request)
    everybody = trade.decides(reader)
    rule = request.GET.get("rule", "")
    asked = Asked(state="refused", rule=rule, after=paging.after(request))
    found = lists.all_open_lists(asked) if everybody else lists.open_lists(reader, asked)
    shown = _shown(found.rows)
    names = {why.said.rule: why.said.title for each in shown for why in each.reasons}
    context = {
        "rows": shown,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=found.next_after),
        "rules": _rules(request, line.refusals_by_rule(reader, everybody=everybody), rule),
        "rule": rule,
        "everybody": everybody,
        "rule_name": names.get(rule, ""),
    }
    return render(request, "declarations/refusals.html", context)


def _asked(request: HttpRequest) -> Asked:
    state = request.GET.get("state", "")
    if state and state not in lists.STATES:
        raise Http404(state)
    prefix = request.GET.get("number", "").strip()[:NUMBER_LENGTH].replace("\0", "")
    return Asked(state=state, prefix=prefix, after=paging.after(request))


def _found(reader: Reader, asked: Asked, *, everybody: bool, of_clients: bool) -> Found:
    if of_clients:
        return lists.clients_lists(asked)
    if not everybody:
        return lists.own_lists(reader, asked)
    if asked.state in lists.OPEN_STATES and not asked.prefix:
        return lists.all_open_lists(asked)
    return lists.lists_by_number(asked)


def _shown(rows: Sequence[ListRow]) -> list[Shown]:
    why = lists.reasons([row for row in rows if row.state in ("refused", "not_checked", "held")])
    language = get_language() or "en"
    return [
        Shown(
            row,
            words.state(row.state),
            words.awaited(row.waiting_for) if row.state == "waiting" else "",
            [Why(explanations.of_reason(each, row, language), each.times) for each in why.get(row.id, [])],
        )
        for row in rows
    ]


def _states(request: HttpRequest, reader: Reader, asked: Asked, *, everybody: bool) -> list[Choice]:
    counts = {count.state: count for count in lists.count_open(reader, everybody=everybody)}
    offered = lists.OPEN_STATES if everybody else lists.STATES
    choices = [Choice(paging.query(request, state=None), words.ANY_STATE, None, at_least=False, here=not asked.state)]
    for state in offered:
        count = counts.get(state)
        choices.append(
            Choice(
                paging.query(request, state=state),
                words.state(state).label,
                count.count if count else None,
                at_least=bool(count and count.at_least),
                here=state == asked.state,
            )
        )
    return choices


def _rules(request: HttpRequest, counts: dict[str, int], rule: str) -> list[Choice]:
    every = Choice(paging.query(request, rule=None), words.ANY_RULE, None, at_least=False, here=not rule)
    return [every] + [
        Choice(paging.query(request, rule=code), code, count, at_least=False, here=code == rule)
        for code, count in sorted(counts.items())
    ]
