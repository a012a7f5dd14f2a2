"""The way in: a product sheet is taken, and everything else on the page is read from the record."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.project.portal.onramp.facts import Form, RuleDataLapsed, WareFacts
from entrepot.project.portal.onramp.sheets import (
    SAMPLE,
    UnableToReadProducts,
    keep_products,
    read_products,
    sample_csv,
)
from entrepot.project.portal.onramp.standing import Standing, standing_of
from entrepot.shell import needs
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Need
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django
from entrepot.store.select import by_index

_NOBODY = Reader((), (), None, frozenset(), ())
_SHOWN = 15
_LONGEST_NUMBER = 19
_LARGEST = 16 * 1024 * 1024
_BADGES = {
    "fits": Badge("good", "ready", gettext_lazy("fits")),
    "does_not": Badge("quiet", "refused", gettext_lazy("does not fit")),
    "not_known": Badge("wait", "not-checked", gettext_lazy("not known")),
}


class SheetForm(forms.Form):
    """The product sheet."""

    file = forms.FileField(
        label=gettext_lazy("Product sheet"),
        help_text=gettext_lazy("CSV, XLSX or the like, a row a ware: item number and name, and whatever else you know"),
        error_messages={
            "required": gettext_lazy("Choose a product sheet"),
            "empty": gettext_lazy("Expected rows, found an empty file. Export it again"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,.jsonl,.ndjson,.gz"}),
    )


@dataclass(frozen=True)
class Shown:
    """A form of trade of one ware as a page shows it."""

    code: str
    name: str
    called: str  # its track, where the code has several
    badge: Badge
    reasons: Sequence[tuple[str, int]]  # sentence, number of its source below


def register_pages() -> None:
    """A line on the home page for firms that have not come as far as a release."""
    needs.register("onramp", _needs)


def _needs(request: HttpRequest) -> Iterator[Need]:
    reader = parties.reader_in(request)
    if reader is None or not parties.plays(request, "seller"):
        return
    with by_index():
        begun = declarations.first_lists(under_django(), reader.party_ids[0])
    if begun.released:
        return
    title, hint = _("Begin to export"), _("Your goods, the forms of trade that fit, and what to do first")
    yield Need(1, title, hint, reverse("onramp:begin"), "goods", "info", 80)


def _seller(request: HttpRequest, reader: Reader) -> int:
    """Whose goods. Raises Http404 for a firm that is not the reader's to fill in, and for who has none."""
    mine = (*reader.party_ids, *reader.client_ids)
    wanted = request.GET.get("seller", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < _LONGEST_NUMBER else 0
    if (wanted and number not in mine) or not mine:
        raise Http404(wanted)
    return number or mine[0]


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Progress, what to do first, wares with the forms that fit; POST takes a product sheet."""
    reader = parties.reader_in(request) or _NOBODY
    seller = _seller(request, reader)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = _taken(form, seller, reader)
        if kept is not None:
            return HttpResponseRedirect(f"{reverse('onramp:begin')}?{urlencode({'seller': seller, **kept})}")
    return _page(request, seller, form)


def _taken(form: SheetForm, seller: int, reader: Reader) -> dict[str, int] | None:
    """How many wares and cells were kept; None where the sheet cannot be taken, which the form then says."""
    upload = form.cleaned_data["file"]
    if upload.size > _LARGEST:
        form.add_error("file", _("Expected a sheet of at most 16 MB. Split it."))
        return None
    person = parties.Person.objects.filter(pk=reader.person_id or 0).first()
    by = person.name if person else ""
    try:
        sheet = read_products(upload.read(), upload.name)
        change = catalogue.Change(by, upload.name, timezone.now(), is_practice())
        kept = keep_products(under_django(), sheet, seller, change)
    except (UnableToReadProducts, UnableToReadSheet) as error:
        form.add_error("file", error.zh if _chinese() else error.en)
        return None
    except catalogue.UnableToKeepGoods as error:
        form.add_error("file", str(error))
        return None
    return {"kept": kept.new + kept.changed, "same": kept.same, "left": sheet.problems.height}


def _page(request: HttpRequest, seller: int, form: SheetForm) -> HttpResponse:
    side = "zh" if _chinese() else "en"
    standing = None
    with suppress(RuleDataLapsed), by_index():  # the page says so
        standing = standing_of(under_django(), seller, now=timezone.now())
    shown = standing.wares[:_SHOWN] if standing else []
    sources = list(dict.fromkeys(said.source for _, judged in shown for one in judged for said in one.reasons))
    context = {
        "form": form,
        "seller": seller,
        "firm": parties.firms({seller}).get(seller),
        "standing": standing,
        "lapsed": standing is None,
        "first": _first(standing, side),
        "progress": [(one, getattr(one.title, side)) for one in standing.progress] if standing else [],
        "rows": [_row(ware, judged, sources) for ware, judged in shown],
        "sources": sources,
        "rest": max(0, len(standing.wares) - _SHOWN) if standing else 0,
        "kept": {
            name: int(text) for name in ("kept", "same", "left") if (text := request.GET.get(name, "")).isdecimal()
        },
    }
    return render(request, "portal/onramp/page.html", context, status=422 if form.errors else 200)


def _first(standing: Standing | None, side: str) -> list[tuple[object, str, str, str]]:
    return [
        (task, getattr(task.title, side), getattr(task.do, side), reverse(task.page) if task.page else "")
        for task in (standing.first if standing else ())
    ]


def _row(ware: WareFacts, judged: Sequence[Form], sources: list[str]) -> tuple[WareFacts, list[str], list[Shown]]:
    side = "zh" if _chinese() else "en"
    shown = [
        Shown(
            one.code,
            getattr(one, side),
            one.called_zh if side == "zh" else one.called_en,
            _BADGES[one.verdict],
            [(getattr(said, side), sources.index(said.source) + 1) for said in one.reasons],
        )
        for one in judged
    ]
    return ware, [getattr(catalogue.CELLS[cell], side) for cell in ware.gaps], shown


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


@require_safe
def sample(_request: HttpRequest) -> HttpResponse:
    """A product sheet to try, of invented goods."""
    answer = HttpResponse(sample_csv(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{SAMPLE}.csv"'
    return answer
