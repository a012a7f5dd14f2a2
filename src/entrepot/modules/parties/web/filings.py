"""Filings (备案): applied for by a person, answered by the authority; each of them sees it from its side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.parties.errors import Unable, UnableToAct
from entrepot.modules.parties.models import Enterprise, Filing
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, STAFF, Acting
from entrepot.modules.parties.operations.filings import apply_for_filing, approve_filing, refuse_filing
from entrepot.modules.parties.queries import filings as queries
from entrepot.modules.parties.queries.firms import Firm, firms
from entrepot.modules.parties.queries.powers import firms_where
from entrepot.modules.parties.queries.readers import Reader, reader_in
from entrepot.modules.parties.web.filing_forms import AnswerForm, AuthorityForm, CodeForm
from entrepot.modules.parties.words import FILING_KINDS, named
from entrepot.shell import moved, needs, once, paging, steps
from entrepot.shell.badges import Badge
from entrepot.shell.moved import Moved
from entrepot.shell.needs import Need
from entrepot.shell.steps import Answer, Asking, Step

PAGE = 50
_DAY = timedelta(days=1)
STEPS = (
    Step("code", gettext_lazy("Which code do you ask for?"), CodeForm),
    Step("authority", gettext_lazy("With whom do you file?"), AuthorityForm),
)


@dataclass(frozen=True)
class ShownFiling:
    """A filing from the reader's side. other: the authority to who applied, who applied to the authority.

    firm: whose code it becomes, empty where the reader has no business knowing; last: its last day, if it has one.
    """

    row: Filing
    kind: str
    other: str
    firm: str
    badge: Badge
    last: date | None
    mine: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the reader applied for, and what is asked of its authority."""
    reader = _reader(request)
    rows = queries.filings_page(
        reader.person_id, reader.party_ids, after=paging.after(request), size=PAGE + 1
    )  # fmt: skip
    context = {
        "rows": [_shown(row, reader) for row in rows[:PAGE]],
        "administered": [(firm.id, named(firm.name_zh, firm.name_en, get_language() or "en")) for firm in _own(reader)],
        "answers": bool(set(reader.party_ids) & {one.id for one in queries.authorities()}),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(rows[PAGE - 1].pk) if len(rows) > PAGE else None),
    }
    return render(request, "parties/filings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The next question, the check, or the application."""
    reader = _reader(request)
    wanted = (request.POST if request.method == "POST" else request.GET).get("for", "")
    firm = next((firm for firm in _own(reader) if str(firm.id) == wanted), None)
    if wanted and firm is None:
        raise PermissionDenied
    asking = steps.asking(request, STEPS, kept=("for",))
    context = {"asking": asking, "journey": _("Apply for a filing"), "leave": reverse("parties:filings")}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    fault = ""
    if request.method == "POST":
        fault = _apply(request, reader, asking, firm.id if firm else None)
        if not fault:
            return HttpResponseRedirect(reverse("parties:filings"))
    whose = named(firm.name_zh, firm.name_en, get_language() or "en") if firm else _("the firm that has this code")
    context |= {
        "answers": [Answer(_("For"), whose), *_answers(asking)],
        "confirm": _("Apply"),
        "warning": _("The authority sees your name and the code. Nothing is yours before it has approved."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, filing_id: int) -> HttpResponse:
    """One filing; its authority answers it here."""
    reader = _reader(request)
    row = queries.filing(reader.person_id, reader.party_ids, filing_id)
    if row is None:
        raise Http404(str(filing_id))
    shown = _shown(row, reader)
    form: AnswerForm | None = None
    holder = queries.holder_of(row.code) if shown.mine else None
    if shown.mine and row.state == "applied" and row.authority_id in _staffed(reader):
        claims = row.enterprise.provisional
        form = AnswerForm(request.POST, claims=claims) if request.method == "POST" else AnswerForm(claims=claims)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _answer(request, row, reader, form):
            return HttpResponseRedirect(reverse("parties:filing", args=[filing_id]))
    context = {
        "filing": shown, "form": form, "holder": _holder(row, holder), "once": once.fresh(),
        "applicant": row.applicant.name if row.applicant and shown.mine else "",
    }  # fmt: skip
    return render(request, "parties/filing.html", context, status=422 if form and form.errors else 200)


def _reader(request: HttpRequest) -> Reader:
    reader = reader_in(request)
    if reader is None or reader.person_id is None:
        raise PermissionDenied
    return reader


def _own(reader: Reader) -> list[Firm]:
    """The firms that the reader administers."""
    return list(firms(firms_where(reader.person_id or 0, ADMINISTRATORS, now=timezone.now())).values())


def _staffed(reader: Reader) -> list[int]:
    return firms_where(reader.person_id or 0, STAFF, now=timezone.now())


def _shown(row: Filing, reader: Reader) -> ShownFiling:
    language = get_language() or "en"
    mine = row.authority_id in reader.party_ids
    name = row.enterprise.name_zh, row.enterprise.name_en
    authority = named(row.authority.name_zh, row.authority.name_en, language)
    badges = {
        "applied": Badge("wait", "waiting", _("Waits for an answer")),
        "approved": Badge("good", "ready", _("Approved")),
        "refused": Badge("bad", "refused", _("Not approved")),
    }
    return ShownFiling(
        row,
        FILING_KINDS[row.kind][language.startswith("zh")] if row.kind in FILING_KINDS else row.kind,
        (row.applicant.name if row.applicant else "") if mine else authority,
        named(*name, language) if mine or row.enterprise_id in reader.party_ids else "",
        badges[row.state],
        row.valid_until - _DAY if row.valid_until else None,
        mine,
    )


def _holder(row: Filing, holder: Enterprise | None) -> str:
    """What approving would do to the code, for the authority."""
    if holder is None:
        return _("Nobody has this code: approving gives it to the firm.")
    name = named(holder.name_zh, holder.name_en, get_language() or "en")
    if not holder.provisional:
        return _("The code belongs to %(firm)s, which is in the books: approving lets nobody in.") % {"firm": name}
    if holder.pk == row.enterprise_id:
        return _("Documents name it as %(firm)s; approving makes it the applicant's, who administers it.") % {
            "firm": name
        }
    return _("Documents name it as %(firm)s; approving joins what they say to the firm.") % {"firm": name}


def _apply(request: HttpRequest, reader: Reader, asking: Asking, for_party: int | None) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    code, authority, kind = (asking.answers[name] for name in ("code", "authority", "kind"))
    assert isinstance(authority, int)
    assert reader.person_id is not None
    if not once.spend(request):
        return ""
    try:
        apply_for_filing(
            person_id=reader.person_id, code=str(code), authority_id=authority, kind=str(kind), for_party=for_party,
            now=timezone.now(),
        )  # fmt: skip
    except Unable as error:
        return error.sentence(get_language() or "en")
    return ""


def _answers(asking: Asking) -> list[Answer]:
    language, given = get_language() or "en", asking.answers
    names = {one.id: named(one.name_zh, one.name_en, language) for one in queries.authorities()}
    authority, kind = given["authority"], FILING_KINDS[str(given["kind"])]
    assert isinstance(authority, int)
    return [
        Answer(_("Code"), str(given["code"]), asking.change("code")),
        Answer(_("Authority"), names[authority], asking.change("authority")),
        Answer(_("Filing as"), kind[language.startswith("zh")], asking.change("authority")),
    ]


def _answer(request: HttpRequest, row: Filing, reader: Reader, form: AnswerForm) -> bool:
    """Approve or refuse, once. Returns whether the page is done with; else the form says why not."""
    if not once.spend(request):
        return True
    given, acting, now = form.cleaned_data, Acting(int(row.authority_id), reader.person_id), timezone.now()
    try:
        if "refuse" in request.POST:
            refuse_filing(acting=acting, filing_id=int(row.pk), reason=given["reason"], now=now)
        else:
            approve_filing(
                acting=acting, filing_id=int(row.pk), number=given["number"], valid_from=given["first"],
                valid_until=given["last"] + _DAY if given["last"] else None, name_zh=given.get("name_zh", ""),
                name_en=given.get("name_en", ""), roles=given["roles"], reason=given["reason"], now=now,
            )  # fmt: skip
    except UnableToAct as error:
        raise PermissionDenied from error
    except Unable as error:
        form.add_error(None, error.sentence(get_language() or "en"))
        return False
    return True


def of(request: HttpRequest) -> Iterator[Need]:
    """Filings that wait for the reader's authority, for the home page."""
    reader = reader_in(request)
    waiting = queries.filings_to_answer(reader.party_ids) if reader is not None and reader.party_ids else 0
    if waiting:
        url = reverse("parties:filings")
        yield Need(waiting, _("Filings to answer"), _("Firms ask to be entered"), url, "filing", "wait", 40)


def answered(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """Answers of authorities to the reader's applications, for the home page."""
    reader = reader_in(request)
    if reader is None or reader.person_id is None:
        return
    for row in queries.filings_answered(reader.person_id, since):
        assert row.decided_at is not None
        shown, url = _shown(row, reader), reverse("parties:filing", args=[row.pk])
        title = _("%(authority)s has answered on %(code)s") % {"authority": shown.other, "code": row.code}
        yield Moved(row.decided_at, title, str(shown.badge.label), url, "filing", shown.badge.tone)


def register_home() -> None:
    """Its lines of the home page."""
    needs.register("filings", of)
    moved.register("filings", answered)
