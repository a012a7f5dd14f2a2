"""What every page's frame needs: places, languages, appearance, the practice mark, who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from entrepot.shell import navigation
from entrepot.shell.preferences import theme_of
from entrepot.shell.station import is_practice


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page."""
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    return {
        **bare_frame(),
        "theme": theme_of(request),
        "person": person if signed_in else None,
        "places": navigation.links(request) if signed_in else [],
        "here": request.get_full_path(),
    }


def bare_frame() -> dict[str, Any]:
    """The part of the frame that needs no request: for the page that says that something failed."""
    language = get_language() or "en"
    others = [(code, name) for code, name in settings.LANGUAGES if code != language]
    return {"practice": is_practice(), "language": language, "other_languages": others, "theme": "auto"}
