"""Keyset pages: a page starts after a row, never at an offset, so the thousandth page costs what the first does."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest


def after(request: HttpRequest) -> int | None:
    """The id that the page starts after, from `?after=`; None on the first page. Raises Http404 for anything else."""
    text = request.GET.get("after", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404("after: expected the number of a row")
    return int(text)


def query(request: HttpRequest, **changes: str | int | None) -> str:
    """The query string of this page with some parameters changed, or left out (None); a change begins at the top.

    Where nothing but the place of the page changes and there is no next one, the answer is empty.
    """
    if changes.keys() == {"after"} and changes["after"] is None:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "after" and name not in changes and value}
    return urlencode({**kept, **{name: value for name, value in changes.items() if value is not None}})


def number(request: HttpRequest, name: str) -> int | None:
    """A further number in the address, None where it is absent. Raises Http404 for anything else, as `after` does."""
    text = request.GET.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404(f"{name}: expected a number")
    return int(text) if text else None
