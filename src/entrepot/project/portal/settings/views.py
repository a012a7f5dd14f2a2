"""My settings: name, language, appearance, password, the browsers I am signed in with."""

from math import ceil

from django.conf import settings as django_settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.modules.parties import api as parties
from entrepot.project.portal.settings.forms import NameForm, PasswordForm
from entrepot.project.portal.settings.said import browser_of, firms_of
from entrepot.shell import preferences
from entrepot.shell.errors import TooManyTries


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything that can be set, and where."""
    person = _me(request)
    sessions = parties.my_sessions(key=request.session.session_key or "", now=timezone.now())
    context = {
        "me": person,
        "firms": firms_of(request, tuple(parties.PLACES)),
        "keeps_keys": bool(firms_of(request, parties.STAFF)),
        "languages": django_settings.LANGUAGES,
        "sessions": [(each, browser_of(each.device)) for each in sessions],
        "others": sum(not each.here for each in sessions),
        "done": request.GET.get("done", ""),
    }
    return render(request, "portal/settings/settings.html", context)


def _me(request: HttpRequest) -> parties.Person:
    if not isinstance(request.user, parties.Person):
        raise PermissionDenied
    return request.user


def _back(done: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('settings:settings')}?done={done}")


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """What pages call me."""
    person = _me(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        parties.set_name(person_id=int(person.pk), name=form.cleaned_data["name"], now=timezone.now())
        return _back("name")
    context = {"form": form, "title": _("Your name"), "confirm": _("Keep it")}
    return render(request, "portal/settings/form.html", context, status=422 if form.errors else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """In which language I read: kept with me, and in this browser."""
    wanted = request.POST.get("language", "")
    if wanted in dict(django_settings.LANGUAGES):
        parties.set_language(person_id=int(_me(request).pk), language=wanted)
    return preferences.choose(request)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every other browser is signed out with it. Tries are counted as at the door."""
    person = _me(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _changed(request, person, form):
        return _back("password")
    context = {"form": form, "title": _("Change your password"), "confirm": _("Change the password")}
    return render(request, "portal/settings/form.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, person: parties.Person, form: PasswordForm) -> bool:
    now, tongue = timezone.now(), get_language() or "en"
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        parties.sign_in(name=person.username, password=form.cleaned_data["current"], address=address, now=now)
    except parties.UnableToSignIn as error:
        if error.retry_at is not None:
            raise TooManyTries(ceil((error.retry_at - now).total_seconds())) from error
        form.add_error("current", _("This is not your current password: enter it again, or use a sign-in link"))
        return False
    try:
        parties.set_password(person_id=int(person.pk), password=form.cleaned_data["new"], now=now)
    except parties.UnableToChangePeople as error:
        form.add_error("new", error.sentence(tongue))
        return False
    person.refresh_from_db()
    update_session_auth_hash(request, person)
    parties.end_my_sessions(key=request.session.session_key or "")
    return True


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out one of my other browsers, or all of them."""
    handle = request.POST.get("handle", "")
    if not handle.isalnum() and handle:
        return _back("sessions")
    parties.end_my_sessions(key=request.session.session_key or "", handle=handle)
    return _back("sessions")
