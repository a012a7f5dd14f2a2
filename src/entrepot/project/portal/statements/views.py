"""Bring a statement of your account: what it settles to the cent is settled on the record."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.gateways.iso20022 import UnreadableStatement
from entrepot.modules.parties import api as parties
from entrepot.modules.payments import api as payments
from entrepot.modules.trade import api as trade
from entrepot.project.line.statements import bring, practice_statement
from entrepot.shell import once, page_links, station

MOST = 50
_PAID_IN_PRACTICE = 3


class StatementForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Account statement (camt.053)"),
        help_text=_("As your bank gives it at the end of the day"),
        error_messages={"required": _("Choose the file of the statement"), "empty": _("The file is empty")},
    )


def register_links() -> None:
    """Statements beside orders."""
    page_links.register("orders", page_links.PageLink("statements:list", _("Account statements"), "slip"))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The latest statements, and a new one."""
    reader = parties.reader_in(request)
    own = reader.party_ids if reader else ()
    form = StatementForm(request.POST, request.FILES) if request.method == "POST" else StatementForm()
    if request.method == "POST":
        if reader is None or not own:
            raise PermissionDenied
        if not once.spend(request):
            return HttpResponseRedirect(reverse("statements:list"))
        if form.is_valid() and (number := _brought(form, parties.Acting(own[0], reader.person_id))):
            return HttpResponseRedirect(reverse("payments:statement", args=(number,)))
    context = {
        "form": form,
        "once": once.fresh(),
        "rows": payments.statements_of(own, size=MOST),
        "practice": station.is_practice() and bool(own),
    }
    return render(request, "portal/statements/list.html", context, status=422 if form.errors else 200)


def _brought(form: StatementForm, acting: parties.Acting) -> int:
    """The number of the first statement of the file; 0 with a fault in the form."""
    language = get_language() or "en"
    try:
        with transaction.atomic():
            body = form.cleaned_data["file"].read()
            return bring(body, acting=acting, station=settings.ENTREPOT_STATION, now=timezone.now())[0]
    except UnreadableStatement as error:
        form.add_error("file", error.zh if language.startswith("zh") else error.en)
    except payments.UnableToSettle as error:
        form.add_error("file", error.sentence(language))
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return 0


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """A made-up statement that pays the latest orders of the reader's firm; on practice stations only."""
    reader = parties.reader_in(request)
    if not station.is_practice() or reader is None or not reader.party_ids:
        raise Http404
    now = timezone.now()
    orders = trade.latest_orders(reader.party_ids, size=_PAID_IN_PRACTICE)
    body = practice_statement(orders, number=f"PRACTICE-{now:%Y%m%d%H%M%S}", now=now)
    answer = HttpResponse(body, content_type="application/xml")
    answer["Content-Disposition"] = 'attachment; filename="practice-statement.xml"'
    return answer
