"""A request that brings more than anybody may is answered before its bytes are read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 256 * 1024 * 1024


class UploadLimit:
    """Middleware; before whatever reads forms. The interface for programs has limits of its own."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 with a page that says how much is taken and what to do."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES:
            context = {"most": MOST_BYTES >> 20, "found": int(length) >> 20}
            return render(request, "shell/413.html", context, status=413)
        return self.get_response(request)
