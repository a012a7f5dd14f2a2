"""Bring your own file: a file, what its columns mean, check your answers, what became of each row."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entrepot.gateways.sheets.choices import write_mapping
from entrepot.gateways.sheets.fields import KINDS, fields_of
from entrepot.gateways.sheets.mapping import Mapping
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Sheet, UnableToTakeSheet
from entrepot.modules.parties import api as parties
from entrepot.project.line.sheets.files import Agreement, shape_of
from entrepot.project.portal.imports import columns, trial
from entrepot.project.portal.imports.forms import FileForm, WishForm
from entrepot.project.portal.imports.reading import Seen, look_again, look_at
from entrepot.shell import paging
from entrepot.shell.navigation import Place, register

PAGE = 20
_FIELDS_OF_ROLE = {
    "seller": ("seller_code", "seller_name"),
    "marketplace": ("marketplace_code", "marketplace_name"),
    "carrier": ("carrier_code", "carrier_name"),
    "declarant": ("agent_code", "agent_name"),
}
KIND_NAMES = {
    "order-lines": gettext_lazy("Order lines: a row a line"),
    "orders": gettext_lazy("Orders of one line each"),
    "slips": gettext_lazy("Collection slips"),
    "payments": gettext_lazy("Payments received, as collection slips"),
    "waybills": gettext_lazy("Waybills"),
    "lists": gettext_lazy("Declaration lists: a row a line"),
    "goods": gettext_lazy("Goods"),
}
View = Callable[[HttpRequest, Sheet], HttpResponse]


def register_pages() -> None:
    """The place in the top bar of everybody who belongs to a firm."""
    register(Place("portal:import", gettext_lazy("Bring a file"), "import", 35, visible=lambda r: bool(_parties(r))))


def _parties(request: HttpRequest) -> tuple[int, ...]:
    """The firms of who is signed in."""
    reader = parties.reader_in(request)
    return reader.party_ids if reader else ()


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _of_sheet(state: str | None = None) -> Callable[[View], Callable[..., HttpResponse]]:
    """Give the view the reader's own sheet, 404 for others'; one that is in another state goes to its page."""

    def around(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def found(request: HttpRequest, sheet_id: int) -> HttpResponse:
            sheet = exchange.sheet_of(_parties(request), sheet_id)
            if sheet is None:
                raise Http404(str(sheet_id))
            if state is not None and sheet.state != state:
                return HttpResponseRedirect(_address("import-sheet", sheet))
            try:
                return view(request, sheet)
            except UnableToTakeSheet:  # somebody agreed to it or withdrew it meanwhile: its page says what it is now
                return HttpResponseRedirect(_address("import-sheet", sheet))

        return found

    return around


def _address(name: str, sheet: Sheet | int) -> str:
    return reverse(f"portal:{name}", args=[sheet if isinstance(sheet, int) else sheet.pk])


# ---- the file --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Bring a file; the files brought so far."""
    firms = parties.firms(_parties(request))
    form = FileForm(request.POST or None, request.FILES or None, firms=firms)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        body = upload.read()
        try:
            seen = look_at(body, upload.name)
        except UnableToReadSheet as error:
            form.add_error("file", error.zh if _language() == "zh" else error.en)
        else:
            sheet_id = exchange.bring_sheet(
                party_id=form.cleaned_data["firm"],
                person_id=int(request.user.pk or 0),
                by=str(getattr(request.user, "name", "")),
                name=upload.name[:200],
                body=body,
                seen=seen.as_json(),
                language=_language(),
                now=timezone.now(),
            )
            return HttpResponseRedirect(_address("import-columns", sheet_id))
    rows = exchange.sheets_of(_parties(request), before=paging.after(request), limit=PAGE + 1)
    context = {
        "form": form,
        "rows": [(row, _kind_name(row.kind)) for row in rows[:PAGE]],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=rows[PAGE - 1].pk if len(rows) > PAGE else None),
    }
    return render(request, "portal/imports/begin.html", context, status=422 if form.errors else 200)


def _kind_name(kind: str) -> str:
    return str(KIND_NAMES.get(kind, ""))


# ---- what its columns mean -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@_of_sheet("offered")
def choose_columns(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Which column is which field; first, where the file needs it, which sheet and which row."""
    seen = Seen.from_json(exchange.seen_of(sheet))
    if seen.asks or request.GET.get("how") or "wish" in request.POST:
        return _wish(request, sheet, seen)
    kind = request.GET.get("as", "")
    if kind in KINDS and kind != (seen.proposal or {}).get("kind"):
        seen = look_again(seen, sheet.name, kind)
        exchange.note_choices(sheet, kind=kind, mapping={}, seen=seen.as_json())
    if request.method == "POST":
        shown = columns.answered(seen, request.POST.dict(), language=_language())
        if shown.mapping is not None:
            agreement = Agreement(shown.mapping)
            exchange.note_choices(sheet, kind=shown.kind, mapping=agreement.as_json(), seen=seen.as_json())
            return HttpResponseRedirect(_address("import-check", sheet))
    else:
        shown = columns.proposed(seen, language=_language(), own=_own(sheet), remembered=_remembered(sheet, seen))
    context = {
        "sheet": sheet,
        "seen": seen,
        "said": seen.said_zh if _language() == "zh" else seen.said_en,
        "shown": shown,
        "kinds": [(kind, _kind_name(kind)) for kind in KINDS],
        "time_zones": dict.fromkeys((*columns.TIME_ZONES, shown.form.time_zone)),
        "preset": (seen.proposal or {}).get("preset", ""),
        "decimal_points": columns.DECIMAL_POINTS,
        "thousands": columns.THOUSANDS,
    }
    return render(request, "portal/imports/columns.html", context, status=422 if shown.faults else 200)


def _own(sheet: Sheet) -> dict[str, str]:
    """Who brings the file is in it what the firm is: its code and name need not be typed."""
    firm = parties.firms([sheet.party_id])[sheet.party_id]
    codes = dict(firm.codes)
    code = codes.get("customs10") or next(iter(codes.values()), "")
    fields = [_FIELDS_OF_ROLE[role] for role in parties.roles_of(sheet.party_id, parties.china_day(timezone.now()))
              if role in _FIELDS_OF_ROLE]  # fmt: skip
    return {name: value for pair in fields for name, value in zip(pair, (code, firm.name_zh), strict=True) if value}


def _remembered(sheet: Sheet, seen: Seen) -> Mapping | None:
    """What was chosen on this sheet already, else agreed on for the same headers before."""
    kind = (seen.proposal or {}).get("kind")
    if sheet.mapping:
        return Agreement.from_json(sheet.mapping).mapping
    kept = exchange.remembered(sheet.party_id, seen.header)
    if kept is None or kept.kind != kind:
        return None
    return Agreement.from_json(kept.mapping).mapping


def _wish(request: HttpRequest, sheet: Sheet, seen: Seen) -> HttpResponse:
    """How the file is to be read: which sheet of the workbook, which row holds the names of the columns."""
    form = WishForm(request.POST or None, seen=seen)
    if request.method == "POST" and form.is_valid():
        whole = exchange.bytes_of(Sheet.objects.get(pk=sheet.pk))
        try:
            seen = look_at(whole, sheet.name, form.wish())
        except UnableToReadSheet as error:
            form.add_error(None, error.zh if _language() == "zh" else error.en)
        else:
            exchange.note_choices(sheet, kind="", mapping={}, seen=seen.as_json())
            return HttpResponseRedirect(_address("import-columns", sheet))
    context = {"sheet": sheet, "form": form, "why": seen.asks_zh if _language() == "zh" else seen.asks_en}
    return render(request, "portal/imports/wish.html", context, status=422 if form.errors else 200)


# ---- check your answers ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@_of_sheet("offered")
def check(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What was chosen, the first rows as they will be read, and the button that lets them in."""
    agreement = Agreement.from_json(sheet.mapping) if sheet.mapping else None
    if agreement is None or agreement.mapping is None:
        return HttpResponseRedirect(_address("import-columns", sheet))
    seen = Seen.from_json(exchange.seen_of(sheet))
    if request.method == "POST":
        exchange.agree(
            sheet,
            kind=sheet.kind,
            mapping=agreement.as_json(),
            headers=seen.header,
            language=_language(),
            now=timezone.now(),
        )
        return HttpResponseRedirect(_address("import-sheet", sheet))
    fields = fields_of(sheet.kind)
    label = {name: wanted.zh if _language() == "zh" else wanted.en for name, wanted in fields.items()}
    mapping = agreement.mapping
    context = {
        "sheet": sheet,
        "seen": seen,
        "kind": _kind_name(sheet.kind),
        "columns": [(label[name], mapping.columns[name]) for name in fields if name in mapping.columns],
        "constants": [(label[name], mapping.constants[name]) for name in fields if name in mapping.constants],
        "form": mapping.form,
        "trial": trial.read(seen.table(sheet.name), mapping, sheet.kind, language=_language(), now=timezone.now()),
    }
    return render(request, "portal/imports/check.html", context)


@require_POST
@_of_sheet("offered")
def withdraw(_request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Not this one after all."""
    exchange.withdraw(sheet, now=timezone.now())
    return HttpResponseRedirect(reverse("portal:import"))


# ---- what became of it -----------------------------------------------------------------------------------------------


@require_GET
@_of_sheet()
def progress(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """How far it is; at the end the counts, reasons and the problems file."""
    if sheet.state == "offered":
        return HttpResponseRedirect(_address("import-columns", sheet))
    live = request.headers.get("HX-Request") == "true"
    context = {
        "sheet": sheet,
        "kind": _kind_name(sheet.kind),
        "moving": sheet.state in ("due", "running"),
        "refusal": sheet.refusal_zh if _language() == "zh" else sheet.refusal_en,
        "reasons": sorted(sheet.by_reason.items(), key=lambda one: -one[1]),
        "examples": [_example(one) for one in exchange.seen_of(sheet).get("examples", [])],
    }
    template = "portal/imports/outcome.html" if live else "portal/imports/sheet.html"
    response = render(request, template, context)
    if live and not context["moving"]:
        response["HX-Refresh"] = "true"
    return response


def _example(one: list[object]) -> dict[str, object]:
    row_no, column, value, reason, en, zh = one
    return {
        "row": row_no,
        "column": column,
        "value": value,
        "reason": reason,
        "said": zh if _language() == "zh" else en,
    }


@require_GET
@_of_sheet("done")
def problems(_request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The rejected rows in the shape of the file, with reason and remedy beside each."""
    content = exchange.problems_of(Sheet.objects.get(pk=sheet.pk))
    if not content:
        raise Http404("no row was rejected")
    suffix, media_type = shape_of(content)
    return _download(content, f"{sheet.name}.problems{suffix}", media_type)


@require_GET
@_of_sheet()
def mapping_file(_request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What was agreed on as a file for the command line."""
    kept = Agreement.from_json(sheet.mapping).mapping if sheet.mapping else None
    if kept is None:
        raise Http404("nothing was agreed on")
    return _download(write_mapping(kept).encode(), "mapping.toml", "application/toml")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
