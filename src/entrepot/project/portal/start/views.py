"""The page "Now yours" and the sheet to try the import with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.project.portal.start import sample
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.hamburg import ORDER_NO

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to go on with one's own data, each step with its commands."""
    day = parties.china_day(timezone.now())
    record = reverse("declarations:record", args=(MARKETPLACE.customs_code, ORDER_NO))
    shown = [(number, cells, {bad.column for bad in sample.BAD if bad.line == number})
             for number, cells in enumerate(sample.rows(day), 2)]  # fmt: skip
    context = {
        "headers": sample.HEADERS,
        "rows": [
            (number, [(cell, column in wrong) for column, cell in enumerate(cells)], wrong)
            for number, cells, wrong in shown
            if wrong or number < 4
        ],
        "good": len(shown) - len(sample.BAD),
        "bad": len(sample.BAD),
        "record": record,
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "portal/start/page.html", context)


@require_safe
def sample_csv(_request: HttpRequest) -> HttpResponse:
    """The sheet to try, as CSV."""
    return _file(sample.as_csv(parties.china_day(timezone.now())), "text/csv; charset=utf-8", "csv")


@require_safe
def sample_xlsx(_request: HttpRequest) -> HttpResponse:
    """The sheet to try, as a workbook."""
    return _file(sample.as_xlsx(parties.china_day(timezone.now())), _XLSX, "xlsx")


def _file(body: bytes, media_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{sample.NAME}.{ending}"'
    return answer
