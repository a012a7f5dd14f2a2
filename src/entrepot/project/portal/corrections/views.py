"""Correct a refused list in three pages: the fields, the check of the answers, the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Draft, Version
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting, Reader
from entrepot.project.line.reasons import sentence_of
from entrepot.project.portal.corrections import answers as answering
from entrepot.project.portal.corrections import at, sending, showing
from entrepot.project.portal.corrections.answers import Answers, Corrected
from entrepot.project.portal.corrections.documents import Case, Document, read_case
from entrepot.project.portal.corrections.precheck import Before, precheck
from entrepot.project.portal.corrections.spots import Spot

_LARGEST = 2**63 - 1
_NOBODY = Reader((), (), None, frozenset(), ())
_QUICK, _SLOW = timedelta(seconds=15), timedelta(minutes=3)  # how long the page of the verdict asks again by itself


@dataclass(frozen=True)
class Desk:
    """A refused list on somebody's desk: its documents, why it was refused, the fields that the reader may correct."""

    reader: Reader
    case: Case
    record: declarations.Record
    plan: Sequence[showing.Planned]
    spots: Sequence[Spot]
    place: at.Place
    language: str
    now: datetime

    @property
    def version(self) -> Version:
        """The version that was refused."""
        return self.case.version

    @property
    def draft(self) -> Draft | None:
        """What this person typed for this version."""
        return next(iter(_mine(declarations.drafts_on([self.version.list_id]), self.reader)), None)


def _mine(drafts: Sequence[Draft], reader: Reader) -> list[Draft]:
    return [draft for draft in drafts if draft.person_id == reader.person_id]


def _desk(request: HttpRequest, order_no: str, list_id: int) -> Desk:
    """Raises Http404 where the reader does not see the list, or has nothing to do with it."""
    reader = parties.reader_in(request) or _NOBODY
    now, language = timezone.now(), get_language() or "en"
    case = read_case(reader, order_no, list_id, now=now) if list_id <= _LARGEST else None
    if case is None or not reader.party_ids:
        raise Http404(order_no)
    record = declarations.read(order_no, int(case.filed.head["marketplace_id"]))
    row = next(row for row in record.lists if row.id == list_id)
    decision = record.decision_on(row)
    findings = record.findings_of(decision) if decision else []
    basis = record.bases.get(decision.basis_id) if decision else None
    explained = declarations.explained(findings, decision, row, basis, language) if decision else []
    plan = showing.planned(case, explained)
    return Desk(
        reader, case, record, plan, showing.editable(case, plan), at.place_of(case.version, now=now), language, now
    )


def _head(desk: Desk) -> dict[str, Any]:
    head = desk.case.filed.head
    said = [reply for reply in desk.record.replies if reply.list_id == desk.version.list_id]
    return {
        "head": head,
        "version": int(head["version"]),
        "reply": said[-1] if said else None,
        "form_url": reverse("corrections:form", args=[desk.version.list_id, desk.version.order_no]),
    }


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, list_id: int, order_no: str) -> HttpResponse:
    """The reasons with the fields they speak of; POST checks what was typed and keeps it."""
    desk = _desk(request, order_no, list_id)
    filed = desk.case.filed
    if request.method == "POST":
        if filed.sender is None:
            raise PermissionDenied
        return _typed(request, desk)
    draft = desk.draft
    if not desk.place.is_open(desk.version):
        return _over(request, desk, draft)
    given = dict(draft.answers) if draft else {}
    earlier = None if draft else _earlier(desk)
    if earlier:
        given = answering.carried_over(desk.spots, earlier.answers)
    return _form(request, desk, answering.read(desk.spots, given, desk.language), carried=bool(given and earlier))


def _earlier(desk: Desk) -> Draft | None:
    """What this person typed for an earlier version and did not send."""
    drafts = declarations.drafts_of_list(desk.version.filer_id, desk.version.cop_no)
    mine = [draft for draft in _mine(drafts, desk.reader) if draft.list_id != desk.version.list_id]
    sent = {one.list_id for one in declarations.sent_of([draft.list_id for draft in mine])
            if one.person_id == desk.reader.person_id}  # fmt: skip
    return next((draft for draft in mine if draft.list_id not in sent), None)


def _form(
    request: HttpRequest, desk: Desk, answers: Answers, *, carried: bool = False, status: int = 200
) -> HttpResponse:
    groups = showing.groups(desk.case, desk.plan, answers, desk.language)
    free = [] if desk.plan else showing.inputs(desk.spots, answers, desk.language)
    every = [*free, *(each for group in groups for each in (*group.inputs, *group.otherwise))]
    context = {
        **_head(desk),
        "groups": groups,
        "free": free,
        "faults": [each for each in every if each.fault],
        "offers": sum(1 for each in every if each.offer is not None and not each.spot.otherwise),
        "may_send": desk.case.filed.sender is not None,
        "is_import": desk.case.is_import,
        "agent": desk.case.filed.whose,
        "carried": carried,
        "drafts": _others(desk),
    }
    return render(request, "portal/corrections/form.html", context, status=status)


def _others(desk: Desk) -> list[tuple[str, datetime]]:
    """Colleagues who are typing at the same list."""
    drafts = [one for one in declarations.drafts_on([desk.version.list_id]) if one.person_id != desk.reader.person_id]
    people = {person.pk: person.name for person in parties.Person.objects.filter(pk__in=[d.person_id for d in drafts])}
    return [(people[draft.person_id], draft.changed_at) for draft in drafts if draft.person_id in people]


def _typed(request: HttpRequest, desk: Desk) -> HttpResponse:
    given = {name: str(request.POST[name]) for name in request.POST}
    take = given.get("take", "")
    likely = [spot for spot in desk.spots if spot.offer is not None and not spot.otherwise]
    for spot in likely:
        if take in (spot.key, "all"):
            given[spot.key] = spot.offer or ""
    answers = answering.read(desk.spots, given, desk.language)
    if answers.faults:
        return _form(request, desk, answers, status=422)
    sender = desk.case.filed.sender
    assert sender is not None
    acting = Acting(sender.party_id, desk.reader.person_id)
    typed = answers.differing(desk.spots)
    number = declarations.keep_draft(version=desk.version, acting=acting, answers=typed, now=desk.now)
    if take and take != "all":
        return HttpResponseRedirect(f"{_head(desk)['form_url']}#{take.replace('.', '-')}")
    return HttpResponseRedirect(reverse("corrections:check", args=[number]))


def _draft_of(request: HttpRequest, number: int) -> Draft:
    reader = parties.reader_in(request) or _NOBODY
    draft = declarations.draft(number) if number <= _LARGEST else None
    if draft is None or draft.person_id != reader.person_id:
        raise Http404(str(number))
    return draft


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: int) -> HttpResponse:
    """The answers, what the engine says of them, and which documents go off; POST sends them, once."""
    draft = _draft_of(request, number)
    desk = _desk(request, draft.order_no, draft.list_id)
    if not desk.place.is_open(desk.version):
        return _over(request, desk, draft)
    answers = answering.read(desk.spots, draft.answers, desk.language)
    if answers.faults or desk.case.filed.sender is None:
        return HttpResponseRedirect(_head(desk)["form_url"])
    corrected = answering.correct(desk.case, desk.spots, answers, desk.language, now=desk.now)
    if request.method == "POST":
        return _send(request, desk, draft, corrected)
    said = precheck(corrected.case, _before(desk), desk.language, now=desk.now)
    context = {
        **_head(desk),
        "corrected": corrected,
        "documents": [_shown(each, corrected) for each in corrected.sent],
        "precheck": said,
        "waiting_for": declarations.awaited(list(said.waiting_for)),
        "attempt": desk.place.attempt,
        "station": settings.ENTREPOT_STATION,
        "draft": draft,
    }
    return render(request, "portal/corrections/check.html", context)


def _before(desk: Desk) -> Before:
    row = next(row for row in desk.record.lists if row.id == desk.version.list_id)
    decision = desk.record.decision_on(row)
    bound = decision is not None and decision.waybill_id is not None
    return Before(desk.case.filed, [each.explained.finding for each in desk.plan], bound)


_MESSAGE_CODES = {"order": "303", "slip": "403", "waybill": "505", "list": "603"}


def _shown(document: Document, corrected: Corrected) -> dict[str, Any]:
    changes = [change for change in corrected.changes if change.document.key == document.key]
    return {
        "what": showing.DOCUMENTS[document.kind],
        "code": _MESSAGE_CODES[document.kind],
        "kind": document.kind,
        "number": document.number,
        "changes": changes,
        "remark": "" if changes else document.head.get("note"),
    }


class _AlreadySent(Exception):
    """Somebody's correction of this version went off first; nothing of this one is kept."""


def _send(request: HttpRequest, desk: Desk, draft: Draft, corrected: Corrected) -> HttpResponse:
    wanted = request.POST.get("download", "")
    if wanted:
        return _download(corrected, wanted, desk.now)
    if settings.ENTREPOT_STATION == "deciding":  # lists are signed by their sender's own key, which is not here
        raise PermissionDenied
    here = HttpResponseRedirect(reverse("corrections:state", args=[draft.id]))
    if request.POST.get("attempt") != str(desk.place.attempt):
        return here
    acting = Acting(draft.party_id, desk.reader.person_id)
    try:
        with transaction.atomic():
            messages = sending.send(desk.reader, corrected.sent, now=desk.now)
            is_first = declarations.note_sent(
                version=desk.version, acting=acting, attempt=desk.place.attempt, message_ids=messages, now=desk.now
            )
            if not is_first:
                raise _AlreadySent  # noqa: TRY301 - takes the messages back
            sending.wake()
    except _AlreadySent:
        parties.enter(desk.reader)
    return here


def _download(corrected: Corrected, kind: str, now: datetime) -> HttpResponse:
    document = next((each for each in corrected.sent if each.kind == kind), None)
    if document is None:
        raise Http404(kind)
    body = sending.message_of(document, now=now)
    response = HttpResponse(body, content_type="application/xml")
    name = f"CEB{_MESSAGE_CODES[kind]}-{document.id}.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _over(request: HttpRequest, desk: Desk, draft: Draft | None) -> HttpResponse:
    """The version is no longer there to correct: somebody was quicker, or this very person sent it before."""
    sent = desk.place.sent
    if sent is not None and draft is not None and sent.person_id == desk.reader.person_id:
        return HttpResponseRedirect(reverse("corrections:state", args=[draft.id]))
    head, standing = desk.case.filed.head, desk.place.standing
    names = {int(head["agent_id"]): str(head["agent_name"]), int(head["seller_id"]): str(head["seller_name"])}
    newer = _newer(desk)
    answers = answering.read(desk.spots, draft.answers if draft else {}, desk.language)
    corrected = answering.correct(desk.case, desk.spots, answers, desk.language, now=desk.now)
    context = {
        **_head(desk),
        "who": at.who(sent, desk.reader, names) if sent else "",
        "sent": sent,
        "newer": newer,
        "standing": standing,
        "badge": declarations.state_badge(standing.state) if standing else None,
        "changes": corrected.changes,
    }
    return render(request, "portal/corrections/over.html", context)


def _newer(desk: Desk) -> Mapping[str, Any] | None:
    """The head of the version that counts now, if it is another one."""
    standing = desk.place.standing
    if standing is None or standing.list_id == desk.version.list_id:
        return None
    found = declarations.list_as_filed(standing.order_no, standing.list_id)
    return found[0] if found else None


@require_safe
def state(request: HttpRequest, number: int) -> HttpResponse:
    """What became of what was sent; the page asks again by itself while nothing is known."""
    draft = _draft_of(request, number)
    desk = _desk(request, draft.order_no, draft.list_id)
    sent = desk.place.sent
    form_url = _head(desk)["form_url"]
    if sent is None:
        return HttpResponseRedirect(form_url)
    if sent.person_id != desk.reader.person_id:
        return _over(request, desk, draft)
    newer = _newer(desk)
    context: dict[str, Any] = {**_head(desk), "sent": sent, "newer": newer, "draft": draft}
    standing = desk.place.standing
    busy = desk.place.on_its_way or (
        newer is not None and standing is not None and standing.state in ("due", "waiting")
    )
    if newer is not None and standing is not None:
        context |= _verdict(newer, standing, desk.language)
    elif not desk.place.on_its_way:
        rows = at.faults_of(sent)
        context["faults"] = [sentence_of(row.rule, row.facts, desk.language) for row in rows]
    response = render(request, "portal/corrections/state.html", {**context, "busy": busy})
    age = desk.now - sent.at
    if busy and age < _SLOW:
        # the address is named: browsers keep a fragment over redirects, and with one they would not load anything anew
        response["Refresh"] = f"{1 if age < _QUICK else 5}; url={request.path}"
    return response


def _verdict(head: Mapping[str, Any], standing: declarations.Standing, language: str) -> dict[str, Any]:
    """Where the new version stands, and why."""
    record = declarations.read(standing.order_no, int(head["marketplace_id"]))
    row = next(row for row in record.lists if row.id == standing.list_id)
    work = record.work.get((row.filer_id, row.cop_no))
    decision = record.decision_on(row)
    findings = record.findings_of(decision) if decision else []
    basis = record.bases.get(decision.basis_id) if decision else None
    badge = declarations.VERDICTS[decision.verdict] if decision and standing.state == "refused" else None
    return {
        "state": standing.state,
        "badge": badge or declarations.state_badge(standing.state),
        "waiting_for": declarations.awaited(work.waiting_for) if work and standing.state == "waiting" else "",
        "decision": decision,
        "findings": declarations.explained(findings, decision, row, basis, language) if decision else [],
        "again": reverse("corrections:form", args=[standing.list_id, standing.order_no]),
    }
