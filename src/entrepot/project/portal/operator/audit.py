"""Audit: who did what, and who looked at what was shared, the newest first, by person and day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import AuditAsked
from entrepot.project.portal.operator import subjects
from entrepot.project.portal.operator.operators import for_operators
from entrepot.shell import paging
from entrepot.store.places import Place

WORDS: dict[str, str | Promise] = {
    "signed_in": _("signed in"),
    "link_made": _("made a sign-in link"),
    "sessions_ended": _("ended the sessions of a person"),
    "person_created": _("added a person"),
    "person_shut_out": _("shut a person out"),
    "person_let_in": _("let a person in again"),
    "password_set": _("set a password"),
    "name_set": _("changed its name"),
    "record_packed": _("packed a record into a signed file"),
    "record_received": _("took in a record that another handed over"),
    "member_added": _("let a person work in a firm"),
    "member_ended": _("ended a membership"),
    "token_made": _("made a token"),
    "token_revoked": _("revoked a token"),
    "shared": _("shared a record"),
    "share_revoked": _("took a shared record back"),
    "unmasked": _("saw identity fields in full"),
    "person_given": _("gave out what is held of a person"),
    "person_erased": _("erased what was held of a person"),
    "keys_destroyed": _("destroyed the keys of past months"),
    "guarantee_set": _("set the limit of a guarantee"),
    "quota_looked_up": _("looked up what a buyer has used of a year"),
    "power_given": _("gave a power of attorney"),
    "power_revoked": _("ended a power of attorney"),
    "filing_applied": _("applied for a filing"),
    "filing_approved": _("approved a filing"),
    "filing_refused": _("refused a filing"),
    "firm_registered": _("registered a firm"),
    "code_added": _("added a code"),
    "certificate_filed": _("put a certificate on file"),
    "certificate_ended": _("ended a certificate"),
    "station_made": _("made the station"),
    "list_reviewed": _("decided on a held list"),
    "class_opened": _("opened a class"),
    "terms_published": _("published terms"),
    "rates_brought": _("brought the rates of a carrier"),
    "statement_brought": _("brought a statement of a bank"),
    "hall_opened": _("set who may enter its showroom"),
    "hall_invited": _("invited a firm to its showroom"),
    "hall_invitation_ended": _("ended an invitation to its showroom"),
    "wares_shown": _("put wares into its showroom"),
    "ware_put_away": _("took a ware out of its showroom"),
    "enquiry_answered": _("answered an enquiry with a quote"),
    "enquiry_declined": _("declined an enquiry"),
    "enquiry_ordered": _("ordered by a quote"),
    "listing_offered": _("offered a ware on a marketplace"),
    "listing_out": _("a listing was let out"),
    "listing_withdrawn": _("withdrew a listing"),
    "pilot_zone_entered": _("entered a pilot zone"),
    "membership_offered": _("offered a membership to a firm"),
    "membership_agreed": _("agreed to be a member"),
    "membership_ended": _("left or ended a membership of a pilot zone"),
    "park_entered": _("entered a park"),
    "unit_added": _("added a unit to a park"),
    "unit_let": _("let a unit"),
    "figures_opened": _("let its park see its figures"),
    "figures_closed": _("took its figures back from its park"),
    "service_asked": _("asked its park for a service"),
    "service_answered": _("answered a request for a service"),
    "service_withdrawn": _("withdrew a request for a service"),
    "measure_published": _("published a measure"),
    "measure_granted": _("granted a measure"),
}
_CHINA = timezone.get_fixed_timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Chosen:
    """What the page is asked for: fault, where the day or the person is none."""

    asked: AuditAsked
    day: str
    username: str
    fault: str | Promise = ""


@require_safe
@for_operators
def page(request: HttpRequest) -> HttpResponse:
    """Who did what."""
    chosen = _chosen(request)
    rows, following = ([], None) if chosen.fault else parties.audit_page(chosen.asked)
    language = get_language() or "en"
    said = subjects.in_words([row.subject for row in rows], language)
    shown = [(row, WORDS.get(row.what, row.what), said[row.subject], _firm(row.party, language)) for row in rows]
    return _render(request, "portal/operator/audit.html", chosen, shown, following)


@require_safe
@for_operators
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at what was shared."""
    chosen = _chosen(request)
    rows, following = ([], None) if chosen.fault else parties.looks_page(chosen.asked)
    language = get_language() or "en"
    shown = [
        (
            row,
            _firm(row.by_party, language),
            _firm(row.grant.owner, language),
            parties.said(parties.PARTS, row.parts, language),
        )
        for row in rows
    ]
    return _render(request, "portal/operator/looks.html", chosen, shown, following)


def _firm(firm: parties.Enterprise | None, language: str) -> str:
    return "" if firm is None else parties.named(firm.name_zh, firm.name_en, language)


def _chosen(request: HttpRequest) -> Chosen:
    day, username = (request.GET.get(name, "").strip()[:60].replace("\0", "") for name in ("day", "person"))
    text = request.GET.get("after", "")
    after = Place.read(text) if text else None
    if text and after is None:
        raise Http404(text)
    since = None
    if day:
        try:
            since = datetime.combine(date.fromisoformat(day), time(), _CHINA)
        except ValueError:
            return Chosen(AuditAsked(), day, username, _("Enter the day as 2026-05-04"))
    person_id = None
    if username:
        found = [row for row in parties.people_page(named=username)[0] if row.person.username == username.lower()]
        if not found:
            return Chosen(AuditAsked(), day, username, _("Nobody here has this sign-in name"))
        person_id = int(found[0].person.pk)
    until = since + timedelta(days=1) if since else None
    return Chosen(AuditAsked(person_id, since, until, after), day, username)


def _render(request: HttpRequest, template: str, chosen: Chosen, rows: object, following: Place | None) -> HttpResponse:
    context = {
        "tab": "audit",
        "rows": rows,
        "chosen": chosen,
        "filters": paging.query(request),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=None if following is None else str(following)),
    }
    return render(request, template, context, status=422 if chosen.fault else 200)
