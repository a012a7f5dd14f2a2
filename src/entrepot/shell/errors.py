"""Pages for what went wrong: what was expected, what was found, what to do."""

from collections.abc import Callable
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token

from entrepot.shell.context import bare_frame

Respond = Callable[[HttpRequest], HttpResponse]


class TooManyTries(Exception):
    """Raised by whoever counts tries (sign-in, links); the page says when the next one is allowed.

    retry_after: whole seconds from now, at least 1.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many tries; the next is allowed in {retry_after} s")
        self.retry_after = max(1, retry_after)


class TooManyTriesPage:
    """Middleware that answers `TooManyTries` with a page and the header Retry-After."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own; the work is done when a view raises."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for `TooManyTries`; None leaves other exceptions to others."""
        if not isinstance(exception, TooManyTries):
            return None
        minutes = ceil(exception.retry_after / 60)
        response = render(request, "shell/429.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = str(exception.retry_after)
        return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 passed by name
    """400: the address or the form could not be read."""
    return render(request, "shell/400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 passed by name
    """403: signed in, but not for this."""
    return render(request, "shell/403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django passes it by name
    """403 for a form whose page grew too old or came from elsewhere (CSRF_FAILURE_VIEW)."""
    return render(request, "shell/403_form.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 passed by name
    """404: also for what exists but is not the reader's to see; the two must not differ."""
    return render(request, "shell/404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, because one of them may be what failed."""
    return HttpResponse(get_template("shell/500.html").render(bare_frame()), status=500)
