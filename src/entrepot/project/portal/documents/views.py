"""Pages of documents: what of a record can be printed, what is missing for it, and the files."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from entrepot.gateways import documents
from entrepot.gateways.documents import UnableToPrint
from entrepot.gateways.documents.paper import Paper
from entrepot.gateways.documents.words import LANGUAGES, Language
from entrepot.kernel.codes import NO_MARKETPLACE
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.portal.documents import names, refusals, seen
from entrepot.project.portal.documents.kinds import FORMS, KINDS, Kind
from entrepot.project.portal.documents.seen import Seen
from entrepot.shell.record_actions import RecordName

RULE_LENGTH = 10


@dataclass(frozen=True)
class Offer:
    """One kind on the page. files: (form, language, address), none where too much is missing."""

    title: str
    purpose: str
    gaps: list[str]
    word: str
    files: list[tuple[str, Language, str]]


@require_safe
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """What of a record can be printed, and what is missing for it; 404 where the reader sees nothing of it."""
    found = _seen(request, marketplace, order_no)
    return found if isinstance(found, HttpResponse) else _page(request, found)


@require_safe
def file(request: HttpRequest, marketplace: str, order_no: str, kind: str, form: str) -> HttpResponse:
    """One document; 404 where the reader sees too little of the record for it."""
    found, chosen = _seen(request, marketplace, order_no), KINDS.get(kind)
    if isinstance(found, HttpResponse):
        return found
    paper = chosen.paper(found, _language(request, chosen.languages)) if chosen and form in FORMS else None
    if paper is None:
        raise Http404(f"{kind}.{form}")
    try:
        return _sent(paper, form, f"{kind}-{order_no}")
    except UnableToPrint as error:
        return _page(request, found, too_long=error.lines)


@require_safe
def report(request: HttpRequest, form: str) -> HttpResponse:
    """The reader's open refusals with their reasons."""
    if form not in FORMS:
        raise Http404(form)
    reader, rule = trade.reader_of(request), request.GET.get("rule", "")[:RULE_LENGTH].replace("\0", "")
    language, now = _language(request, ("en", "zh")), timezone.now()
    paper = refusals.report(reader, everybody=trade.decides(reader), rule=rule, language=language, now=now)
    return _sent(paper, form, "-".join(filter(None, ("problems", rule))))


def _seen(request: HttpRequest, marketplace: str, order_no: str) -> Seen | HttpResponse:
    """The record as the reader sees it; the page that asks whose order it is where several sellers use the number."""
    if not (marketplace + order_no).isprintable():
        raise Http404(order_no)
    reader, now = parties.reader_in(request), timezone.now()
    shared = declarations.shared_places(reader, order_no, marketplace)
    named = {number: (place.seller_code, place.seller_name) for number, place in shared.items()}
    found = named | declarations.marketplaces(order_no, marketplace)
    wanted = request.GET.get("seller", "")
    chosen = [number for number, seller in found.items() if not wanted or seller[0] == wanted]
    if not chosen:
        raise Http404(order_no)
    if len(chosen) > 1:
        return redirect("declarations:record", marketplace, order_no)
    record = seen.read(order_no, chosen[0])
    return Seen(
        order_no=order_no,
        marketplace_id=chosen[0],
        marketplace_code=marketplace,
        record=record,
        firms=parties.firms(seen.named_parties(record)),
        names=names.in_force(now=now),
        now=now,
        reader=reader,
        place=shared.get(chosen[0]),
    )


def _language(request: HttpRequest, languages: tuple[Language, ...]) -> Language:
    """As asked for; else the one of the pages."""
    asked = request.GET.get("lang") or ("zh" if (get_language() or "").startswith("zh") else "en")
    if asked not in languages:
        raise Http404(asked)
    return next(one for one in LANGUAGES if one == asked)


def _sent(paper: Paper, form: str, name: str) -> HttpResponse:
    body = documents.pdf(paper) if form == "pdf" else documents.xlsx(paper)
    header = content_disposition_header(as_attachment=form != "pdf", filename=f"{name}.{form}".replace("/", "-"))
    return HttpResponse(body, content_type=FORMS[form], headers={"Content-Disposition": header or "inline"})


def _page(request: HttpRequest, found: Seen, *, too_long: int = 0) -> HttpResponse:
    head = found.named_in
    seller = head.seller_code if head and found.marketplace_code == NO_MARKETPLACE else ""
    name = RecordName(found.marketplace_code, found.order_no, seller)
    context = {
        "order_no": found.order_no,
        "marketplace": found.marketplace_code,
        "seller": seller,
        "head": head,
        "offers": [_offer(kind, found, name) for kind in KINDS.values()],
        "too_long": too_long,
        "most_lines": documents.MOST_LINES,
    }
    return render(request, "portal/documents/documents.html", context, status=422 if too_long else 200)


def _offer(kind: Kind, found: Seen, name: RecordName) -> Offer:
    spoken: Language = "zh" if (get_language() or "").startswith("zh") else "en"
    gaps = [text.say(spoken) for text in kind.gaps(found)]
    files = [
        (form, language, address(name, kind.word, form, language)) for form in FORMS for language in kind.languages
    ]
    return Offer(
        kind.title.say(spoken), kind.purpose.say(spoken), gaps, kind.word, files if kind.offered(found) else []
    )


def address(record: RecordName, kind: str, form: str, language: Language) -> str:
    """Where the file is."""
    query: Mapping[str, str] = {"lang": language} | ({"seller": record.seller_code} if record.seller_code else {})
    place = reverse("document", args=(record.marketplace_code, record.order_no, kind, form))
    return f"{place}?{urlencode(query)}"
