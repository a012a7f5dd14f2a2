"""Addresses that say what the policies know of the reader, and that write before they fail."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from entrepot.modules.parties import api
from tests.modules.parties.world import NOW

SETTINGS = ("entrepot.reader", "entrepot.clients", "entrepot.person", "entrepot.grants")


def settings_now() -> list[Any]:
    """The reader settings of the connection as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(n, true) FROM unnest(%s::text[]) n", (list(SETTINGS),))
        return [row[0] for row in cursor.fetchall()]


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    """The settings, and the firms seen."""
    reader = api.reader_in(request)
    names = sorted(firm.name_zh for firm in api.firms(range(1, 50)).values())
    return JsonResponse({"settings": settings_now(), "firms": names, "stranger": reader is None})


@login_not_required
def send(request: HttpRequest) -> HttpResponse:
    """Needs a scope."""
    reader = api.reader_in(request)
    if reader is None:
        return HttpResponse(status=401)
    try:
        reader.require("messages:write")
    except api.UnableToUseToken as error:
        return HttpResponse(error.sentence("en"), status=403)
    return HttpResponse("sent")


@csrf_exempt
def write(request: HttpRequest, ending: str) -> HttpResponse:
    """Renames the person, then ends in one way or another."""
    reader = api.reader_in(request)
    assert reader is not None
    assert reader.person_id is not None
    api.Person.objects.filter(pk=reader.person_id).update(name="Renamed")
    if ending == "missing":
        raise Http404
    if ending == "forbidden":
        raise PermissionDenied
    if ending == "broken":
        raise RuntimeError(NOW)
    return HttpResponse(status=int(ending))


urlpatterns = [
    path("who/", who),
    path("send/", send),
    path("write/<str:ending>/", write),
    path("", include("entrepot.shell.urls")),
    path("mission/", include("entrepot.project.portal.mission.urls")),  # the sign-in page leads there
]
