"""Language and appearance: two cookies, chosen on every page, without script; LocaleMiddleware reads the first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

THEME_COOKIE = "entrepot_theme"
THEMES = ("auto", "light", "dark")
_YEAR_S = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """One of THEMES; "auto" follows the reader's system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def choose(request: HttpRequest) -> HttpResponse:
    """POST `language` or `theme`, and `next`: set the cookie and go back. Other values change nothing."""
    response = HttpResponseRedirect(safe_next(request))
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in {code for code, _ in settings.LANGUAGES}:
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in THEMES:
        _remember(request, response, THEME_COOKIE, theme)
    return response


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address in `next` if it is one of ours, else `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts=hosts, require_https=request.is_secure())
    return target if ours else default


def _remember(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=_YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True)
