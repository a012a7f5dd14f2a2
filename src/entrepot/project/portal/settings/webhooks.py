"""Addresses at which the reader's firms are told of news: made, looked after, stopped."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project.api import destinations
from entrepot.project.portal.settings import making
from entrepot.project.portal.settings.forms import WebhookForm
from entrepot.project.portal.settings.making import Secret
from entrepot.project.portal.settings.said import firms_of

DELIVERIES = 10


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The webhooks of my firms, with what was sent to each last."""
    firms = firms_of(request, parties.STAFF)
    tongue = get_language() or "en"
    cards = [
        (
            firms[party],
            card,
            parties.said(exchange.WEBHOOK_EVENTS, card.events, tongue),
            exchange.last_deliveries(party_id=party, webhook_id=card.id, limit=DELIVERIES),
        )
        for party in firms
        for card in exchange.webhooks_of(party)
    ]
    return render(request, "portal/settings/webhooks.html", {"cards": cards, "may_make": bool(firms)})


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a webhook; the answer shows its secret, this once."""
    page_of = making.Making(WebhookForm, _keep, "settings:webhooks", _("Make a webhook"), _("Make the webhook"))
    return making.make(request, page_of)


def _keep(form: WebhookForm, person_id: int) -> Secret | None:
    try:
        destinations.check_address(form.cleaned_data["address"])
        made = exchange.make_webhook(
            party_id=form.party_id,
            person_id=person_id,
            address=form.cleaned_data["address"],
            events=form.cleaned_data["events"],
            now=timezone.now(),
        )
    except destinations.Unreachable as error:
        form.add_error("address", error.sentence("zh" if (get_language() or "en").startswith("zh") else "en"))
    except exchange.UnableToTell as error:
        said = _("Expected fewer than %(most)s webhooks of a firm: stop one before you make another")
        form.add_error(None, said % {"most": error.most})
    else:
        return Secret(
            made.secret, _("The secret of the webhook"), _("What is sent there is signed with it (HMAC-SHA256)")
        )
    return None


@require_POST
def stop(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell that address nothing more."""
    firms = firms_of(request, parties.STAFF)
    mine = {card.id: party for party in firms for card in exchange.webhooks_of(party)}
    if webhook_id not in mine:
        raise Http404(str(webhook_id))
    exchange.stop_webhook(party_id=mine[webhook_id], webhook_id=webhook_id, now=timezone.now())
    return HttpResponseRedirect(reverse("settings:webhooks"))
