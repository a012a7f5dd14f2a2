"""What the pages of numbered documents have in common: the newest first, by the beginning of their numbers."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entrepot.modules.trade.web import eyes
from entrepot.shell import paging
from entrepot.store.select import Reader, by_index

PAGE = 50
WINDOW = 5_000
NUMBER_LENGTH = 60  # orderNo and logisticsNo of the interface


class Row(Protocol):
    """A row of such a page."""

    @property
    def id(self) -> int:
        """The cursor."""


def show(
    request: HttpRequest,
    template: str,
    *,
    by_number: Callable[[str], Sequence[Row]],
    own: Callable[[Reader, str, int | None], Sequence[Row]],
    shown_as: Callable[[Sequence[Any]], Sequence[object]] = list,
) -> HttpResponse:
    """The page: `by_number(prefix)` for who decides over all, else `own(reader, prefix, after)`, one row over a page
    where there are more. shown_as: what the template gets for the rows of the page.
    """
    reader = eyes.reader_of(request)
    prefix = request.GET.get("number", "").strip()[:NUMBER_LENGTH].replace("\0", "")
    everybody = eyes.decides(reader)
    with by_index():
        rows = by_number(prefix) if everybody else own(reader, prefix, paging.after(request))
    shown = rows[:PAGE]
    context = {
        "rows": shown_as(shown),
        "prefix": prefix,
        "everybody": everybody,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=shown[-1].id if len(rows) > PAGE else None),
    }
    return render(request, template, context)
