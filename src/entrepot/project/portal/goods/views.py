"""Goods with what is missing of them, a grid to fill it in, and the gaps as a sheet."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.gateways.sheets.goods import write_gaps
from entrepot.gateways.sheets.goods_book import GapRow, gaps_book
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.project.portal.goods import filling
from entrepot.project.portal.goods.filling import Grid
from entrepot.project.portal.goods.wares import Asked, Found, Ware, described, find
from entrepot.shell.navigation import Place, register
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

_NOBODY = Reader((), (), None, frozenset(), ())
_SELLERS = 8
_WHY = "filled in on the page of goods / 在商品页补充"
_NUMBER_LENGTH = 30
_BOOK = 1_000  # wares in a workbook of gaps; filled in and brought back, the next one holds those that follow
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Cell:
    """One cell of the grid: an input where there is a gap, else what is known."""

    cell: str
    label: str
    known: str
    gap: bool
    typed: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Row:
    """One ware of the grid."""

    ware: Ware
    cells: list[Cell]


def register_pages() -> None:
    """Its place in the top bar, for those who sell or act for sellers."""
    register(Place("goods:list", gettext_lazy("Goods"), "goods", 40, visible=_sells))


def _sells(request: HttpRequest) -> bool:
    reader = parties.reader_in(request)
    return reader is not None and (bool(reader.client_ids) or parties.plays(request, "seller"))


def _seller(request: HttpRequest, reader: Reader) -> tuple[int, list[tuple[int, str]]]:
    """Whose goods, and whose else the reader may choose. Raises Http404 for a firm that is not the reader's to see."""
    mine = (*reader.party_ids, *reader.client_ids)
    offered = catalogue.sellers_with_goods(under_django(), mine, limit=_SELLERS)
    wanted = request.GET.get("seller", "")
    if wanted:
        chosen = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
        if chosen not in mine:
            raise Http404(wanted)
    else:
        chosen = next(iter(offered), next(iter(mine), 0))
    names = parties.firms({*offered, chosen})
    choices = [(party, names[party].name_zh or names[party].name_en) for party in offered if party in names]
    return chosen, choices


def _asked(request: HttpRequest, seller: int, *, only_gaps: bool) -> Asked:
    prefix, after = (request.GET.get(name, "").replace("\0", "")[:_NUMBER_LENGTH] for name in ("number", "from"))
    return Asked(seller, prefix.strip(), after, only_gaps)


def _query(asked: Asked, **more: str | int) -> str:
    said = {"seller": asked.seller_id, "number": asked.prefix, **more}
    return urlencode({name: value for name, value in said.items() if value})


def _context(asked: Asked, found: Found, choices: list[tuple[int, str]]) -> dict[str, object]:
    gaps = {"gaps": "1"} if asked.only_gaps else {}
    return {
        "asked": asked,
        "sellers": choices if len(choices) > 1 else [],
        "all_query": _query(asked),
        "gaps_query": _query(asked, gaps="1"),
        "next_query": _query(asked, **gaps, **{"from": found.following}) if found.following else "",
        "here_query": _query(asked, **({"from": asked.after} if asked.after else {})),
        "first": not asked.after,
    }


def labels(language: str) -> dict[str, str]:
    """What the cells are called."""
    side = "zh" if language.startswith("zh") else "en"
    return {cell: getattr(text, side) for cell, text in catalogue.ASKED_CELLS.items()}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The wares of a seller, each with what is missing."""
    reader = parties.reader_in(request) or _NOBODY
    seller, choices = _seller(request, reader)
    asked = _asked(request, seller, only_gaps=request.GET.get("gaps") == "1")
    found = find(asked, parties.china_day(timezone.now()))
    names = labels(get_language() or "en")
    rows = [(ware, [names[cell] for cell in ware.asked]) for ware in found.wares]
    saved = request.GET.get("saved", "")
    context = {**_context(asked, found, choices), "rows": rows, "only_gaps": asked.only_gaps,
               "saved": int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 6 else None}  # fmt: skip
    return render(request, "portal/goods/list.html", context)


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest) -> HttpResponse:
    """A grid of the gaps of up to 50 wares; POST keeps what was typed, or gives all of it back with what is wrong."""
    reader, now, language = parties.reader_in(request) or _NOBODY, timezone.now(), get_language() or "en"
    seller, choices = _seller(request, reader)
    asked = _asked(request, seller, only_gaps=True)
    if request.method != "POST":
        found = find(asked, parties.china_day(now))
        return _grid(request, asked, found, choices, Grid({}))
    posted = {name: str(request.POST[name]) for name in request.POST}
    wares = _posted_wares(posted, seller, now)
    grid = filling.read(posted, {ware.item_no: ware for ware in wares}, language)
    if grid.faults or not grid.typed:
        status = 422 if grid.faults else 200
        return _grid(request, asked, Found(wares, None), choices, grid, status=status)
    person = parties.Person.objects.filter(pk=reader.person_id or 0).first()
    change = catalogue.Change(by=person.name if person else "", why=_WHY, now=now, practice=is_practice())
    kept = catalogue.keep_goods(under_django(), filling.goods_of(grid, seller), change)
    return HttpResponseRedirect(f"{reverse('goods:list')}?{_query(asked, gaps='1', saved=kept.new + kept.changed)}")


def _posted_wares(posted: dict[str, str], seller: int, now: datetime) -> list[Ware]:
    """The wares of the rows that came, as they stand now."""
    items = [text for name, text in posted.items() if name[:1] == "w" and name[1:].isdigit()]
    items = [item for item in dict.fromkeys(items) if 0 < len(item) <= _NUMBER_LENGTH and item.isprintable()][:100]
    goods = catalogue.goods_for(under_django(), [seller], items)
    wanted = pl.DataFrame(
        {"seller_id": [seller] * len(items), "item_no": items}, schema={"seller_id": pl.Int64, "item_no": pl.String}
    )
    return described(wanted, goods, catalogue.second_units(under_django(), parties.china_day(now)))


def _grid(
    request: HttpRequest, asked: Asked, found: Found, choices: list[tuple[int, str]], grid: Grid, *, status: int = 200
) -> HttpResponse:
    names = labels(get_language() or "en")
    shown = [cell for cell in names if any(cell in ware.asked for ware in found.wares)]
    rows = [
        Row(
            ware,
            [
                Cell(
                    cell, names[cell], ware.values.get(cell, ""), cell in ware.asked,
                    grid.typed.get((ware.item_no, cell), ""), grid.faults.get((ware.item_no, cell), ""),
                )
                for cell in shown
            ],
        )
        for ware in found.wares
    ]  # fmt: skip
    context = {
        **_context(asked, found, choices),
        "headings": [names[cell] for cell in shown],
        "rows": rows,
        "faulty": bool(grid.faults),
    }
    return render(request, "portal/goods/fill.html", context, status=status)


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The wares with gaps as a workbook that comes back filled in: where files are brought, its headers are known."""
    reader = parties.reader_in(request) or _NOBODY
    seller, _choices = _seller(request, reader)
    found = find(_asked(request, seller, only_gaps=True), parties.china_day(timezone.now()), size=_BOOK)
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    wares = [GapRow(ware.item_no, ware.name, ware.values, ware.asked) for ware in found.wares]
    response = HttpResponse(gaps_book(wares, language), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="goods-gaps.xlsx"'
    return response


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The gaps of the wares on this page as a sheet that comes back filled in: `entrepot import --as goods`."""
    reader = parties.reader_in(request) or _NOBODY
    seller, _choices = _seller(request, reader)
    found = find(_asked(request, seller, only_gaps=True), parties.china_day(timezone.now()))
    cells = [(seller, ware.item_no, ware.name, cell) for ware in found.wares for cell in ware.asked]
    frame = pl.DataFrame(cells, schema=catalogue.GAPS, orient="row")
    response = HttpResponse(write_gaps(frame), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="goods-gaps.csv"'
    return response
