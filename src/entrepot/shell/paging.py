"""Keyset pages: a page starts after a row, never at an offset, so the thousandth page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page; `next_query` is the query string of the next one, empty on the last."""

    rows: Sequence[Row]
    next_query: str
    first_query: str


def after(request: HttpRequest) -> int | None:
    """The id that the page starts after, from `?after=`; None on the first page. Raises Http404 for anything else."""
    text = request.GET.get("after", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404("after: expected the number of a row")
    return int(text)


def page(request: HttpRequest, rows: Sequence[Row], size: int, key: str = "id") -> Page[Row]:
    """Cut `rows` (asked for with one more than `size`) into a page that keeps the other parameters of the address."""
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    shown = rows[:size]
    following = {**kept, "after": getattr(shown[-1], key)} if len(rows) > size else {}
    return Page(shown, urlencode(following), urlencode(kept) if "after" in request.GET else "")
