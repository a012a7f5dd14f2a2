"""The frame's own pages: home, sign-in, preferences, assets, styleguide."""

from datetime import timedelta

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from entrepot.shell import assets, moved, needs, preferences, samples
from entrepot.shell.forms import SignInForm

_FOREVER = "public, max-age=31536000, immutable"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs the reader today, and what moved since yesterday."""
    found = moved.since(request, timezone.now() - timedelta(days=1))
    return render(request, "shell/home.html", {"needs": needs.of(request), "moved": found})


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By name and password. A wrong pair is answered alike whether the name exists or not."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            login(request, person)
            return HttpResponseRedirect(preferences.safe_next(request))
        form.add_error("password", _("Name and password do not fit together. Check both, or ask for a sign-in link"))
    context = {"form": form, "next": preferences.safe_next(request)}
    return render(request, "shell/sign_in.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By a link that was sent: opening it shows a button, so that a program that looks at links uses none up."""
    if request.method != "POST":
        return render(request, "shell/sign_in_link.html", {"token": token, "next": preferences.safe_next(request)})
    person = authenticate(request, link_token=token)
    if person is None:
        return render(request, "shell/sign_in_link.html", {"spent": True}, status=410)
    login(request, person)
    return HttpResponseRedirect(preferences.safe_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/")


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Language or appearance."""
    return preferences.choose(request)


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every block in every state."""
    return render(request, "shell/styleguide.html", samples.context())


@login_not_required
@require_GET
def served_asset(request: HttpRequest, file_name: str) -> HttpResponse:
    """Style sheet, icons, script: the name changes with the content, so browsers may keep them for ever."""
    found = assets.by_file_name(file_name)
    if found is None:
        raise Http404(file_name)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.body, content_type=found.media_type)
    response["Cache-Control"] = _FOREVER
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
