"""What a firm's programs are given, made once: a form, and a secret that its answer shows this once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from entrepot.modules.parties import api as parties
from entrepot.project.portal.settings.forms import OfFirm
from entrepot.project.portal.settings.said import firms_of
from entrepot.shell import once

FirmForm = TypeVar("FirmForm", bound=OfFirm)


@dataclass(frozen=True)
class Secret:
    """What was made: the secret, what it is, and how it is used."""

    secret: str
    what: str
    hint: str


@dataclass(frozen=True)
class Making(Generic[FirmForm]):
    """A page that makes one. keep: (form, person) → what was made, or None with what is wrong beside the fields."""

    form: Callable[..., FirmForm]
    keep: Callable[[FirmForm, int], Secret | None]
    back: str
    title: str
    confirm: str


def make(request: HttpRequest, making: Making[FirmForm]) -> HttpResponse:
    """The form; a second click, or the back button, makes nothing again."""
    firms = firms_of(request, parties.STAFF)
    reader = parties.reader_in(request)
    if not firms or reader is None or reader.person_id is None:
        raise PermissionDenied
    form = making.form(request.POST if request.method == "POST" else None, firms=firms)
    if request.method == "POST" and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(reverse(making.back))
        made = making.keep(form, reader.person_id)
        if made is not None:
            return render(request, "portal/settings/secret.html", {**vars(made), "list": reverse(making.back)})
    context = {"form": form, "once": once.fresh(), "title": making.title, "confirm": making.confirm}
    return render(request, "portal/settings/form.html", context, status=422 if form.errors else 200)
