"""Strangers are let in nowhere: every address asks who is there, or stands here with its reason."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from django.test import Client

# Pattern of the address → why nobody has to sign in for it.
OPEN_ROUTES = {
    "api/v1/docs": "the description of the interface, no data",
    "api/v1/openapi.json": "the same for programs",
    "assets/<str:file_name>": "style and icons, the same for everybody",
    "health": "load balancers and the supervisor ask it; says ok and nothing else",
    "mission/": "the programme: public figures, and counts of the whole installation as a worker wrote them down",
    "metrics": "counts of the whole station: to this machine, elsewhere with a token of the station's own firm",
    "preferences/": "language and colours are chosen before signing in",
    "showroom/<slug:address>/": "a hall that its firm opened to everybody; any other is not there for strangers",
    "showroom/<slug:address>/ask/": "a guest asks for a quote in such a hall",
    "showroom/<slug:address>/hall/": "the same hall in three dimensions",
    "showroom/<slug:address>/pictures/<slug:name>.webp": "pictures of wares that are shown there",
    "showroom/enquiries/by/<str:key>/": "the answer to a guest's enquiry, for whoever holds its key",
    "sign-in/": "the door itself",
    "sign-in/<str:token>/": "the door itself; what a spent or unknown link shows is the same",
    "styleguide/": "blocks of pages with samples; no data",
}
# A value for each part of an address.
PARTS = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000001", "path": "x"}


def _routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address as its pattern writes it."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one, pattern)
        elif isinstance(one, URLPattern):
            yield pattern


def _address(pattern: str) -> str:
    """An address that fits the pattern."""
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda part: PARTS.get(part[1] or "str", "x"), pattern)
    return "/" + filled.lstrip("^/").removesuffix("$").replace("\\Z", "")


def test_every_open_route_exists_and_has_a_reason() -> None:
    assert sorted(set(OPEN_ROUTES) - set(_routes())) == []
    assert [route for route, why in OPEN_ROUTES.items() if len(why.split()) < 3] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_or_refused(django_client: "Client", method: str) -> None:
    let_in = {}
    for pattern in _routes():
        if pattern not in OPEN_ROUTES:
            answer = getattr(django_client, method)(_address(pattern), HTTP_HOST="localhost")
            to_sign_in = answer.status_code == 302 and "sign-in" in answer.headers["Location"]
            if not to_sign_in and answer.status_code not in {401, 403, 404, 405}:
                let_in[pattern] = answer.status_code
    assert let_in == {}
