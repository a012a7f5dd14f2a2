"""What the columns of the firm's sheets were agreed to mean: looked through, forgotten."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from entrepot.gateways.sheets.fields import fields_of
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import SheetMapping
from entrepot.modules.parties import api as parties
from entrepot.project.line.sheets.files import Agreement
from entrepot.project.portal.imports.views import KIND_NAMES
from entrepot.project.portal.settings.said import firms_of


@dataclass(frozen=True)
class Agreed:
    """One mapping. columns: (header of the sheet, what it means); constants: (field, what holds for every row)."""

    row: SheetMapping
    firm: str
    kind: str | Promise
    columns: list[tuple[str, str]]
    constants: list[tuple[str, str]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The mappings of my firms, the last used first."""
    firms = firms_of(request, parties.STAFF)
    rows = [_agreed(row, firms[row.party_id]) for row in exchange.mappings_of(tuple(firms))]
    return render(request, "portal/settings/mappings.html", {"rows": rows, "done": "done" in request.GET})


def _agreed(row: SheetMapping, firm: str) -> Agreed:
    mapping = Agreement.from_json(row.mapping).mapping
    side = "zh" if (get_language() or "en").startswith("zh") else "en"
    names = {name: str(getattr(field, side)) for name, field in fields_of(row.kind).items()}
    columns = {header: names.get(name, name) for name, header in mapping.columns.items()} if mapping else {}
    constants = [(names.get(name, name), value) for name, value in mapping.constants.items()] if mapping else []
    in_order = sorted(columns.items(), key=lambda pair: row.headers.index(pair[0]))
    return Agreed(row, firm, KIND_NAMES.get(row.kind, row.kind), in_order, constants)


@require_POST
def forget(request: HttpRequest, mapping_id: int) -> HttpResponse:
    """The next sheet with these headers is asked about again; what was taken with it stands."""
    if not exchange.forget_mapping(tuple(firms_of(request, parties.STAFF)), mapping_id):
        raise Http404(str(mapping_id))
    return HttpResponseRedirect(f"{reverse('settings:mappings')}?done")
