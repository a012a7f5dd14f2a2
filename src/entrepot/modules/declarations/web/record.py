"""The record: who said what and when, what was decided, why, and what to do."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from entrepot.modules.declarations.queries import beside, whole
from entrepot.modules.declarations.queries.record import Decision, ListVersion
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.web import codes as codes_in
from entrepot.modules.declarations.web import comparison, entries, explanations, looks, sharing, way, words
from entrepot.modules.declarations.web.codes import Codes
from entrepot.modules.parties import api as parties
from entrepot.modules.trade.api import SharedPlace
from entrepot.shell import guides, timeline
from entrepot.shell.badges import Badge


@dataclass(frozen=True)
class ListPart:
    """One list of the record: where it stands, why, and beside its order."""

    row: ListVersion
    badge: Badge
    waiting_for: str
    decision: Decision | None
    lane: tuple[str, str | Promise] | None
    status: str
    by: str
    findings: list[explanations.Explained]
    comparison: comparison.Comparison


@require_safe
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """One order's record as the reader may see it; 404 where there is nothing that the reader may see."""
    reader = parties.reader_in(request)
    shared = sharing.places(reader, order_no, marketplace)
    named = {number: (place.seller_code, place.seller_name) for number, place in shared.items()}
    found = named | whole.marketplaces(order_no, marketplace)
    wanted = request.GET.get("seller", "")
    chosen = {number: seller for number, seller in found.items() if not wanted or seller[0] == wanted}
    if not chosen:
        raise Http404(order_no)
    place = {"marketplace": marketplace, "order_no": order_no}
    if len(chosen) > 1:
        return render(request, "declarations/record_sellers.html", {**place, "sellers": list(chosen.values())})
    marketplace_id = next(iter(chosen))
    now, language = timezone.now(), get_language() or "en"
    own = whole.read(order_no, marketplace_id)
    codes = codes_in.in_language(language, now=now)
    aside = beside.read(reader, own)
    tricks = looks.allowed(request) and not own.is_empty
    choices = looks.of(own, aside.grants, language, now=now) if tricks else []
    look = next((each for each in choices if each.key == request.GET.get("as")), None)
    context: dict[str, object] = {
        **place,
        "looks": choices,
        "look": look,
        "guide": guides.on(order_no) if tricks else "",
    }
    if look is None:
        there = shared.get(marketplace_id)
        opened = sharing.opened(reader, there, codes, language, keep_look_at=now)
        sellers = {row.seller_id for row in own.orders} | {row.seller_id for row in own.lists}
        given = sharing.given(reader, sellers, order_no, marketplace_id, now=now)
        further = timeline.contributed(order_no, marketplace_id)
        context |= {**_shown(own, aside, there, codes, language, further=further), "opened": opened, "given": given}
        context["share"] = sharing.share_query(reader, sellers, marketplace, order_no, chosen[marketplace_id][0])
        context["correctable"] = _correctable(own, reader)
    else:
        with looks.through(look, request, now=now) as eyes:
            keys = [(row.waybill_no, row.carrier_id) for row in own.waybills]
            seen = whole.read(order_no, marketplace_id, keys)
            aside = beside.read(eyes, seen)
            there = sharing.places(eyes, order_no, marketplace).get(marketplace_id)
            opened = sharing.opened(eyes, there, codes, language, keep_look_at=None)
            further = timeline.contributed(order_no, marketplace_id)
        context |= {**_shown(seen, aside, there, codes, language, further=further), "opened": opened}
    return render(request, "declarations/record.html", context)


def _shown(
    record: Record,
    aside: beside.Beside,
    shared: SharedPlace | None,
    codes: Codes,
    language: str,
    *,
    further: list[timeline.Entry],
) -> dict[str, object]:
    names = _names(record, language)
    head = record.orders[-1] if record.orders else (record.lists[-1] if record.lists else shared)
    return {
        "record": record,
        "head": head,
        "entries": timeline.in_order([*entries.of(record, names, codes, aside, language), *further]),
        "way": _way(record, language),
        "parts": [_part(record, row, names, codes, language) for row in record.current_lists],
    }


def _way(record: Record, language: str) -> way.Way | None:
    """The way of the newest list, as it declares it."""
    if not record.current_lists:
        return None
    row = record.current_lists[-1]
    decision = record.decision_on(row)
    released = decision is not None and decision.verdict == "released"
    return way.of(way.Leg(row.port_code, row.pod, row.country, row.traf_mode, released), language)


def _names(record: Record, language: str) -> dict[int, str]:
    """Names of those who decide: as this station knows them, else as the record names them."""
    named: dict[int, str] = {}
    deciders = {row.by_id for row in record.decisions} | ({record.judge_id} if record.judge_id else set())
    for row in record.lists:
        named |= {row.agent_id: row.agent_name, row.seller_id: row.seller_name}
    authors = deciders | {row.by_id for row in record.filed} | {row.by_id for row in record.replies}
    for firm in parties.firms(authors).values():
        named[firm.id] = words.named(firm.name_zh, firm.name_en, language)
    return named


def _part(record: Record, row: ListVersion, names: dict[int, str], codes: Codes, language: str) -> ListPart:
    decision = record.decision_on(row)
    work = record.work.get((row.filer_id, row.cop_no))
    state = work.state if work else ("deleted" if row.deleted else "due")
    badge = words.VERDICTS[decision.verdict] if decision and state == "refused" else words.state(state)
    findings = record.findings_of(decision) if decision else []
    basis = record.bases.get(decision.basis_id) if decision else None
    return ListPart(
        row=row,
        badge=badge,
        waiting_for=words.awaited(work.waiting_for) if work and state == "waiting" else "",
        decision=decision,
        lane=words.LANES[decision.lane] if decision and decision.lane else None,
        status=words.return_status(decision.return_status) if decision else "",
        by=names.get(decision.by_id, "") if decision else "",
        findings=explanations.of_decision(findings, decision, row, basis, language) if decision else [],
        comparison=comparison.compare(record, row, codes),
    )


def _correctable(record: Record, reader: parties.Reader | None) -> set[int]:
    """The refused lists that the reader's firms, or firms they act for, filed or sell under."""
    if reader is None:
        return set()
    refused = {work.list_id for work in record.work.values() if work.state == "refused"}
    hands = {*reader.party_ids, *reader.client_ids}
    return {row.id for row in record.current_lists if row.id in refused and {row.filer_id, row.seller_id} & hands}
