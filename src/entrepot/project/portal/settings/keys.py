"""API tokens of the reader's firms: made, shown once, revoked."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import ApiToken
from entrepot.project.portal.settings import making
from entrepot.project.portal.settings.forms import TokenForm
from entrepot.project.portal.settings.making import Secret
from entrepot.project.portal.settings.said import firms_of
from entrepot.shell import paging
from entrepot.shell.badges import Badge

PAGE = 50


@dataclass(frozen=True)
class TokenRow:
    """A token in the table."""

    token: ApiToken
    firm: str
    scopes: str
    badge: Badge
    may_revoke: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The tokens of my firms, the newest first."""
    reader = parties.reader_in(request)
    rows = parties.tokens_page(reader.party_ids if reader else (), after=paging.after(request), size=PAGE + 1)
    context = {
        "rows": _rows(request, rows[:PAGE]),
        "may_make": bool(firms_of(request, parties.STAFF)),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(rows[PAGE - 1].pk) if len(rows) > PAGE else None),
    }
    return render(request, "portal/settings/tokens.html", context)


def _rows(request: HttpRequest, tokens: list[ApiToken]) -> list[TokenRow]:
    tongue, now = get_language() or "en", timezone.now()
    runs = set(firms_of(request, ("administrator",)))
    shown = []
    for token in tokens:
        good = token.revoked_at is None and now < token.expires_at
        over = (
            Badge("quiet", "pause", _("Over")) if token.revoked_at is None else Badge("quiet", "refused", _("Revoked"))
        )
        firm = parties.named(token.enterprise.name_zh, token.enterprise.name_en, tongue)
        mine = token.person_id == request.user.pk or token.enterprise_id in runs
        badge = Badge("good", "ready", _("Good")) if good else over
        shown.append(TokenRow(token, firm, parties.said(parties.SCOPES, token.scopes, tongue), badge, good and mine))
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer shows it, this once."""
    page_of = making.Making(TokenForm, _keep, "settings:tokens", _("Make a token"), _("Make the token"))
    return making.make(request, page_of)


def _keep(form: TokenForm, person_id: int) -> Secret | None:
    expires = datetime.combine(form.cleaned_data["last"] + timedelta(days=1), time(), timezone.get_default_timezone())
    try:
        made = parties.make_token(
            acting=parties.Acting(form.party_id, person_id),
            person_id=person_id,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=expires,
            now=timezone.now(),
        )
    except parties.UnableToUseToken as error:
        form.add_error(None, error.sentence(get_language() or "en"))
        return None
    return Secret(made.token, _("The token"), _("Programs send it as: Authorization: Bearer TOKEN"))


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """From now on the token opens nothing; one that is revoked stays so."""
    reader = parties.reader_in(request)
    found = parties.tokens_page(reader.party_ids if reader else (), after=token_id + 1, size=1)
    if reader is None or not found or found[0].pk != token_id:
        raise Http404(str(token_id))
    if found[0].revoked_at is None:
        acting = parties.Acting(int(found[0].enterprise_id), reader.person_id)
        try:
            parties.revoke_token(acting=acting, token_id=token_id, now=timezone.now())
        except parties.UnableToUseToken as error:
            raise PermissionDenied from error
    return HttpResponseRedirect(reverse("settings:tokens"))
