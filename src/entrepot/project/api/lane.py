"""Programs pass by what only pages need: no session, no CSRF, no translation. Stands first in MIDDLEWARE."""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import Resolver404, resolve

from entrepot.project.api import problems
from entrepot.project.api.cursors import shown
from entrepot.project.api.problems import Problem

log = logging.getLogger(__name__)
_ROOT = "/api/"
_METRICS = "/metrics"
_CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_REFUSED = 400


class ProgramsLane:
    """Middleware: answers addresses of the API and /metrics itself, hands every other request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Whatever goes wrong in the lane is answered as a problem."""
        path = request.path_info
        if not path.startswith(_ROOT) and path != _METRICS:
            return self.get_response(request)
        response = answered(request)
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
        return response


def answered(request: HttpRequest) -> HttpResponse:
    """The answer of the view at this address, or a problem."""
    try:
        request.get_host()
        match = resolve(request.path_info)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Problem as problem:
        response = problems.answer(problem, request)
    except Exception as error:  # noqa: BLE001 - the outermost place: nothing but a problem leaves the lane
        response = problems.answer(_behind(error, request), request)
    if response.status_code >= _REFUSED and not response.headers["Content-Type"].startswith(problems.MEDIA_TYPE):
        response = problems.answer(problems.of_status(response, request), request)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - else a line a refused request
    return response


def _behind(error: Exception, request: HttpRequest) -> Problem:
    if isinstance(error, Resolver404 | Http404):
        return Problem("not-found")
    if isinstance(error, DisallowedHost):
        return Problem("unknown-host", found=shown(str(request.META.get("HTTP_HOST", "–"))))
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return Problem("bad-request")
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("the database did not answer %s %s: %s", request.method, request.path_info, error)
        return Problem("unavailable", headers={"Retry-After": "5"})
    kind = "the database" if isinstance(error, DatabaseError) else "the program"
    log.error("%s failed at %s %s", kind, request.method, request.path_info, exc_info=error)
    return Problem("failed")
