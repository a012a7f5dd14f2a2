"""Guarantees: a firm sees its own, officers see all of them and set their limits."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell import needs, page_links, paging
from entrepot.shell.needs import Need
from entrepot.store.connection import under_django

PAGE = 50
_LITTLE = 10  # less than a tenth of the limit is left


class LimitForm(forms.Form):
    """Whose guarantee, how much, why."""

    code = forms.CharField(
        label=_("Code of the firm"), max_length=40, error_messages={"required": _("Enter the code of the firm")}
    )
    limit = forms.DecimalField(
        label=_("Limit, CNY"),
        help_text=_("The whole limit, with what is held and used"),
        min_value=Decimal(0),
        max_digits=17,
        decimal_places=2,
        error_messages={"required": _("Enter the whole limit in CNY")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("The firm reads it"),
        max_length=200,
        error_messages={"required": _("Write why the limit is set")},
    )


def opened() -> psycopg.Connection[Any]:
    """The connection of this request, under the reader's policies."""
    return under_django()


def office(request: HttpRequest) -> parties.Acting | None:
    """The deciding office, by the person of the request, if the reader belongs to it."""
    reader, card = parties.reader_in(request), parties.station(opened())
    if reader is None or card is None or not trade.decides(trade.reader_of(request)):
        return None
    return parties.Acting(card.owner_id, reader.person_id)


def register() -> None:
    """Beside orders and lanes; on the home page of a firm whose guarantee runs out."""
    link = page_links.PageLink("guarantee:list", _("Guarantees"), "customs")
    page_links.register("orders", link)
    page_links.register("lanes", link)
    page_links.register("lanes", page_links.PageLink("guarantee:quota", _("Year of a buyer"), "person"))
    needs.register("guarantee", running_out)


def running_out(request: HttpRequest) -> Iterator[Need]:
    """Guarantees of the reader's firms of which less than a tenth is left."""
    reader = parties.reader_in(request)
    if reader is None or not reader.party_ids:
        return
    own = ledgers.kept(opened(), ledgers.GUARANTEE, holders=reader.party_ids, size=PAGE)
    short = [one for one in own if one.balance.free * _LITTLE < one.balance.limit]
    if short:
        title, hint = gettext("Guarantees almost used up"), gettext("Less than a tenth is left; lists will be refused")
        yield Need(len(short), title, hint, reverse("guarantee:list"), "warning", "bad", 45)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The guarantees that the reader sees; an officer sets one."""
    acting = office(request)
    form = LimitForm(request.POST) if request.method == "POST" else LimitForm()
    if request.method == "POST":
        if acting is None:
            raise PermissionDenied
        if form.is_valid() and _was_set(form, acting):
            return HttpResponseRedirect(reverse("guarantee:guarantee", args=(form.cleaned_data["code"],)))
    reader = parties.reader_in(request)
    own = None if acting else reader.party_ids if reader else ()
    after = request.GET.get("after", "").replace("\0", "")
    rows = ledgers.kept(opened(), ledgers.GUARANTEE, holders=own, after=after, size=PAGE + 1)
    context = {
        "rows": _named(rows[:PAGE]),
        "form": form if acting else None,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].key if len(rows) > PAGE else None),
    }
    return render(request, "portal/guarantee/list.html", context, status=422 if form.errors else 200)


def _was_set(form: LimitForm, acting: parties.Acting) -> bool:
    try:
        ledgers.set_guarantee(acting=acting, **form.cleaned_data, now=timezone.now())
    except (ledgers.UnableToKeepAccount, parties.UnableToUseCode) as error:
        form.add_error(None, error.sentence(get_language() or "en"))
        return False
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    return True


def _named(rows: list[ledgers.Kept]) -> list[tuple[ledgers.Kept, str]]:
    """With the name of the firm, where the reader knows it."""
    firms = parties.firms({row.holder_id for row in rows if row.holder_id is not None})
    language = get_language() or "en"
    names = {number: parties.named(firm.name_zh, firm.name_en, language) for number, firm in firms.items()}
    return [(row, names.get(row.holder_id or 0, "")) for row in rows]


@require_safe
def guarantee(request: HttpRequest, code: str) -> HttpResponse:
    """One guarantee: what is left of it, and what moved, the newest first."""
    one = ledgers.guarantee_of(opened(), code.replace("\0", ""))
    if one is None:
        raise Http404(code)
    name = _named([one])[0][1]
    rows = ledgers.latest_movements(opened(), one.balance.account_id, before=paging.after(request), size=PAGE + 1)
    chinese = (get_language() or "en").startswith("zh")
    moved = [
        (row, ledgers.MOVES[row.source, row.target][chinese], row.why if "outside" in (row.source, row.target) else "")
        for row in rows[:PAGE]
    ]
    context = {
        "one": one,
        "name": name,
        "moved": moved,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].number if len(rows) > PAGE else None),
    }
    return render(request, "portal/guarantee/guarantee.html", context)
