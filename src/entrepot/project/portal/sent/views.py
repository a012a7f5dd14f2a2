"""What the reader's firms sent: each message with what was taken, what was refused and why, and the replies to it."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.gateways.items import pointer_of
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import NumberedFault, Seen
from entrepot.modules.parties import api as parties
from entrepot.project.api.sentences import sentence_of
from entrepot.project.portal.sent import words
from entrepot.project.portal.sent.brought import documents_of, in_json
from entrepot.shell import navigation, paging
from entrepot.shell.badges import Badge
from entrepot.shell.navigation import Place
from entrepot.store import identity
from entrepot.store.connection import under_django

PAGE = 50
WINDOW = 2_000
FAULTS_A_PAGE = 100
_GONE = _("The bytes can no longer be opened: their retention has ended. What was decided remains.")


@dataclass(frozen=True)
class MessageRow:
    """A message in the table."""

    row: Seen
    kind: str
    badge: Badge


@dataclass(frozen=True)
class FaultSaid:
    """A fault in words: where, what stood there, which rule, what was expected and what to do."""

    path: str
    value: str
    rule: str
    sentence: str


def register_pages() -> None:
    """Its place in the top bar, for people of firms."""
    navigation.register(Place("sent:messages", _("Sent"), "sent", 50, visible=lambda request: bool(_own(request))))


def _own(request: HttpRequest) -> tuple[int, ...]:
    reader = parties.reader_in(request)
    return reader.party_ids if reader else ()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first; all, or those of which something was refused."""
    faulty = request.GET.get("only") == "refused"
    found = exchange.sent_messages(
        under_django(), _own(request), below=paging.after(request), faulty=faulty, limit=PAGE, window=WINDOW
    )
    context = {
        "rows": [MessageRow(row, words.kind_of(row.kind), words.state_of(row)) for row in found.messages],
        "faulty": faulty,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=found.below),
    }
    return render(request, "portal/sent/messages.html", context)


@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message: what became of it, its faults document by document, its replies."""
    row = _of(message_id)
    after = paging.after(request)
    faults = exchange.faults_page(under_django(), row.id, after=after, limit=FAULTS_A_PAGE + 1)
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    shown = [(fault.document_no, _said(row, fault, language)) for fault in faults[:FAULTS_A_PAGE]]
    body = _body(row)
    brought = documents_of(row, body)
    numbers = {each.place: each.number for each in brought}
    replies = [exchange.seen(under_django(), number) for number in exchange.replies_with(under_django(), row)]
    context = {
        "message": row,
        "kind": words.kind_of(row.kind),
        "badge": words.state_of(row),
        "documents": [
            (number, numbers.get(number or 0, ""), [said for _no, said in each])
            for number, each in groupby(shown, key=lambda one: one[0])
        ],
        "brought": brought,
        "gone": _GONE if body is None else "",
        "unnamed": row.documents - len(brought) if brought else 0,
        "replies": [(each, words.kind_of(each.kind)) for each in replies if each is not None],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=faults[FAULTS_A_PAGE - 1].fault_no)
        if len(faults) > FAULTS_A_PAGE
        else "",
    }
    return render(request, "portal/sent/message.html", context)


@require_safe
def original(_request: HttpRequest, message_id: int) -> HttpResponse:
    """The bytes as they came."""
    return _bytes(_of(message_id))


@require_safe
def reply(_request: HttpRequest, message_id: int, reply_id: int) -> HttpResponse:
    """The bytes of a reply that was written when the message was read."""
    row = _of(message_id)
    if reply_id not in exchange.replies_with(under_django(), row):
        raise Http404(str(reply_id))
    found = exchange.seen(under_django(), reply_id)
    if found is None:
        raise Http404(str(reply_id))
    return _bytes(found)


def _of(message_id: int) -> Seen:
    row = exchange.seen(under_django(), message_id) if message_id < 2**63 else None
    if row is None or row.direction != "in":
        raise Http404(str(message_id))
    return row


def _said(row: Seen, fault: NumberedFault, language: str) -> FaultSaid:
    path = pointer_of(fault.path, fault.document_no) if in_json(row) else fault.path
    return FaultSaid(path, fault.value, fault.rule, sentence_of(fault.rule, fault.facts, language))


def _body(row: Seen) -> bytes | None:
    """None where its key is gone."""
    try:
        return exchange.body_of(under_django(), row.id)
    except identity.UnableToOpen:
        return None


def _bytes(row: Seen) -> HttpResponse:
    body = _body(row)
    if body is None:
        return HttpResponse(_GONE, status=410, content_type="text/plain; charset=utf-8")
    in_json = body.lstrip()[:1] in (b"{", b"[")
    in_xml = body.lstrip()[:1] == b"<" or body.startswith(b"\xef\xbb\xbf<")
    media, ending = ("application/json", "json") if in_json else (("application/xml", "xml") if in_xml else ("", "bin"))
    response = HttpResponse(body, content_type=media or "application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="entrepot-{row.id}.{ending}"'
    return response
