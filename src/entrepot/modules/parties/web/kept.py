"""A form that outlives its session: whoever was signed out while typing signs in on the spot, and nothing is lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from entrepot.modules.parties.queries.readers import enter, reader_of
from entrepot.shell.forms import SignInForm

View = Callable[..., HttpResponse]
_OURS = ("csrfmiddlewaretoken", "username", "password")


def kept_over_sign_in(view: View) -> View:
    """A view whose form, sent without a session, comes back with a door in front of it and all that was typed behind.

    Reading the page without a session leads to the sign-in page as everywhere.
    """

    @login_not_required
    @sensitive_post_parameters("password")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - the view's own
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if "username" not in request.POST:
            return _door(request, SignInForm())
        form = SignInForm(request.POST)
        if not form.is_valid() or not _signed_in(request, form):
            return _door(request, form)
        return view(request, *args, **kwargs)

    return guarded


def _signed_in(request: HttpRequest, form: SignInForm) -> bool:
    person = authenticate(request, **form.cleaned_data)
    if person is None:
        form.add_error("password", _("Name and password do not fit together. Check both, or ask for a sign-in link"))
        return False
    login(request, person)
    reader = reader_of(person_id=int(person.pk), now=timezone.now())
    enter(reader)
    request.reader = reader  # type: ignore[attr-defined] # as the middleware does
    return True


def _door(request: HttpRequest, form: SignInForm) -> HttpResponse:
    kept = [(name, value) for name in request.POST if name not in _OURS for value in request.POST.getlist(name)]
    return render(request, "shell/session_ended.html", {"form": form, "kept": kept}, status=401)
